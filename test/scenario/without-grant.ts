import type { Template } from '../../infra/local/template/read-template.ts';

interface Statement {
  Action?: string | readonly string[];
}

/** Changes a template: takes one action out of every inline policy whose logical id names the function, and touches nothing else. */
export function withoutGrant(action: string, functionName: RegExp): (template: Template) => Template {
  return (template) => {
    const copy = structuredClone(template);
    let taken = 0;
    for (const [id, { Type, Properties }] of Object.entries(copy.Resources)) {
      if (Type !== 'AWS::IAM::Policy' || !functionName.test(id)) continue;
      // The template's own shape: what CloudFormation calls a policy document.
      const document = Properties?.['PolicyDocument'] as { Statement: Statement[] } | undefined;
      for (const statement of document?.Statement ?? []) {
        const actions = [statement.Action ?? []].flat();
        if (!actions.includes(action)) continue;
        taken += 1;
        statement.Action = actions.filter((one) => one !== action);
      }
    }
    if (taken === 0) throw new Error(`no policy of ${functionName} grants ${action}: the test would show nothing`);
    return copy;
  };
}
