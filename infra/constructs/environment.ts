import type { FunctionName } from './capacity.ts';

/** Every variable a function may be given, beside those each one has (`pipeline-function.ts`). */
export interface Surroundings {
  readonly CONTACTS_TABLE: string;
  readonly NOTICES_TABLE: string;
  readonly DATA_KEY_ARN: string;
  /** The district's domain. */
  readonly DISTRICT: string;
  readonly AUDIT_BUCKET: string;
  readonly AUDIT_SIGNING_KEY_ARN: string;
  readonly VIEW_BUCKET: string;
  readonly INTAKE_BUCKET: string;
  readonly BUS_NAME: string;
  readonly URGENT_QUEUE_URL: string;
  readonly ROUTINE_QUEUE_URL: string;
  readonly CONNECT_INSTANCE_ID: string;
  readonly CONNECT_FLOW_ID: string;
  readonly CONNECT_QUEUE_ID: string;
}
type Variable = keyof Surroundings;

const RECORDS = ['DISTRICT', 'AUDIT_BUCKET'] as const;
const BOOK = ['CONTACTS_TABLE', 'DATA_KEY_ARN'] as const;
const LANES = ['URGENT_QUEUE_URL', 'ROUTINE_QUEUE_URL'] as const;

/** Which function is told what; nobody is told more than it may use (`grants.ts`). */
const TOLD: Readonly<Record<FunctionName, readonly Variable[]>> = {
  'import-roster': [...RECORDS, ...BOOK, 'NOTICES_TABLE', 'INTAKE_BUCKET', 'BUS_NAME'],
  'import-attendance': [...RECORDS, ...BOOK, 'NOTICES_TABLE', 'INTAKE_BUCKET', 'BUS_NAME'],
  'import-optouts': [...RECORDS, ...BOOK, 'INTAKE_BUCKET', 'BUS_NAME'],
  'plan-notice': [...RECORDS, ...BOOK, 'NOTICES_TABLE', ...LANES, 'BUS_NAME'],
  'place-call': [...RECORDS, ...BOOK, 'NOTICES_TABLE', ...LANES, 'CONNECT_INSTANCE_ID', 'CONNECT_FLOW_ID', 'CONNECT_QUEUE_ID'],
  // Writes no record: what it answers is spoken, and record-outcome says so.
  'answer-call': ['DISTRICT', 'DATA_KEY_ARN', 'NOTICES_TABLE'],
  'record-keypress': [...RECORDS, ...BOOK, 'NOTICES_TABLE'],
  'answer-inbound': [...RECORDS, ...BOOK, 'NOTICES_TABLE'],
  'record-outcome': [...RECORDS, ...BOOK, 'NOTICES_TABLE', ...LANES, 'CONNECT_INSTANCE_ID'],
  'resume-deferred': [...RECORDS, ...BOOK, 'NOTICES_TABLE', ...LANES, 'CONNECT_INSTANCE_ID', 'BUS_NAME'],
  'seal-audit': [...RECORDS, 'AUDIT_SIGNING_KEY_ARN', 'VIEW_BUCKET'],
};

/** The environment of one function. `Known` may lack what that function is not told: the flow exists only after two of them. */
export function environmentOf(name: FunctionName, known: Partial<Surroundings>): Record<string, string> {
  return Object.fromEntries(
    TOLD[name].map((variable) => {
      const value = known[variable];
      if (value === undefined) throw new Error(`${name} is told ${variable}, which does not exist yet where it is defined`);
      return [variable, value];
    }),
  );
}
