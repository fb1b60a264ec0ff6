import { expect } from 'vitest';
import type { Template } from '../../infra/local/template/read-template.ts';
import { scenario } from './scenario.ts';

interface Statement {
  Action?: string | readonly string[];
}

/** Takes one action out of every inline policy whose logical id names the function. */
function without(action: string, functionName: RegExp): (template: Template) => Template {
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

scenario(
  'without its grant on Connect nothing rings: AccessDenied here, before it is one on AWS',
  { broken: true, alter: without('connect:StartOutboundVoiceContact', /PlaceCall/i) },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak' });
    await day.until('somebody was denied', async () => (day.stage.cloud.deniedRequests.length > 0 ? true : undefined), 60);
    const [denial] = day.stage.cloud.deniedRequests;
    expect(JSON.stringify(denial)).toMatch(/connect:StartOutboundVoiceContact/);
    expect(JSON.stringify(denial)).toMatch(/place-call/);
    expect(day.stage.cloud.phones.rings()).toEqual([]);
    const calls = await day.stage.district.calls.allOf(evacuation);
    expect(calls.filter(({ state }) => state === 'confirmed' || state === 'delivered')).toEqual([]);
  },
);

scenario(
  'without its grant on the audit bucket nothing rings either: no record, no call',
  { broken: true, alter: without('s3:PutObject', /PlaceCall/i) },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    await day.raise({ purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak' });
    await day.until('somebody was denied', async () => (day.stage.cloud.deniedRequests.length > 0 ? true : undefined), 60);
    expect(JSON.stringify(day.stage.cloud.deniedRequests[0])).toMatch(/s3:PutObject/);
    await day.leap(600);
    expect(day.stage.cloud.phones.rings()).toEqual([]);
  },
);
