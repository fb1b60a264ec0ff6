/** The local cloud in a process of its own: its work and its memory are not the import's. Ends with its parent. */
import { startLocalCloud } from '../../infra/local/cloud.ts';
import type { Template } from '../../infra/local/template/read-template.ts';

/** What the bench asks of it, and what comes back: the requests of a caller by operation. */
export type RequestsOf = Readonly<Record<string, number>>;

export interface CloudBorn {
  /** Of the function `import-roster`, with its role's keys. */
  readonly importer: Readonly<Record<string, string>>;
  readonly operator: Readonly<Record<string, string>>;
}

/** The bench imports in a process that can be measured; the function of the template must not be at it as well. */
function withoutImporter(template: Template): Template {
  const others = Object.entries(template.Resources).filter(
    ([id, { Type }]) => Type !== 'AWS::Lambda::EventSourceMapping' || !/ImportRoster/.test(id),
  );
  return { ...template, Resources: Object.fromEntries(others) };
}

const cloud = await startLocalCloud({ template: process.argv[2] ?? '', alter: withoutImporter });
const born: CloudBorn = { importer: cloud.environmentOf('import-roster'), operator: cloud.operatorEnv };
process.send?.(born);
process.on('message', (caller: string) => {
  const rows = cloud.requests.rows().filter((row) => row.caller === caller);
  process.send?.(Object.fromEntries(rows.map(({ operation, count }) => [operation, count])) satisfies RequestsOf);
});
process.on('disconnect', () => process.exit(0));
