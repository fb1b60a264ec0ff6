import { z } from 'zod';
import { FINAL_STATES } from '../calls/call.ts';
import { GiveUp } from '../faults/fault.ts';
import { canonicalText, parseCanonical } from './canonical.ts';
import { type AuditDraft, type AuditValue, RECORD_KINDS, type RecordKind } from './trail.ts';

/** Longest line, bytes of UTF-8. */
export const MAX_RECORD_BYTES = 8_192;

/** A record that may not be written; the function that made it is wrong. */
export class RecordUnfit extends GiveUp<{ kind: string; problem: string }> {
  readonly code = 'RECORD_UNFIT';
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
/** Ids are printable ASCII without spaces. */
const id = z.string().regex(/^[\x21-\x7e]{1,256}$/);
const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'RFC 3339 UTC with milliseconds');
// Promise P6, once more at the last door: a telephone number in the clear never gets into the trail.
const text = z
  .string()
  .max(1_024)
  .refine((value) => !/\+[1-9]\d{7,14}/.test(value), 'holds what looks like a telephone number');
const fact: z.ZodType<AuditValue> = z.lazy(() =>
  z.union([text, z.int(), z.boolean(), z.null(), z.array(fact), z.record(z.string(), fact)]),
);

const decision = z.strictObject({
  rule: text,
  citation: text,
  policy: text,
  consentVersion: count,
  basis: text,
});

const always = {
  v: z.literal(1),
  id,
  at: moment,
  writer: z.string().regex(/^[a-z][a-z-]{0,63}$/),
  group: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
  run: z.string().regex(/^[0-9a-f]{20}$/),
  seq: count,
  log: z.string().regex(/^audit\.[a-z0-9.-]+\/\d{4}-\d\d$/),
  salt: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
};

const optional = {
  notice: id.optional(),
  call: id.optional(),
  attempt: count.optional(),
  subject: id.optional(),
  number: id.optional(),
  decision: decision.optional(),
  refs: z.array(hash).optional(),
  sealed: z.strictObject({ alg: text, keyRef: text, sha256: hash }).optional(),
};

const facts = (known: z.ZodRawShape) => z.object(known).catchall(fact);
const free = { facts: facts({}).optional() };
const decided = { call: id, decision, ...free };
const ofCall = { call: id, attempt: count, ...free };
const ofNotice = { notice: id, ...free };

/** What each kind must have beside what every record has; other facts are free in form, and bounded as `fact` says. */
const SHAPES: Readonly<Record<RecordKind, z.ZodRawShape>> = {
  'notice.raised': ofNotice,
  'notice.rejected': { facts: facts({ code: text }) },
  /** `planned`: how many calls, later numbers included. `root`: `rootOfSorted` over their callIds. */
  'notice.planned': { notice: id, facts: facts({ planned: count, root: hash }) },
  'notice.cancelled': ofNotice,
  /** `counts`: calls by final state. `root`: `rootOfSorted` over `finalEntry(callId, state)` of each call. */
  'notice.closed': { notice: id, facts: facts({ counts: z.partialRecord(z.enum(FINAL_STATES), count), root: hash }) },
  'call.permit': { ...decided, attempt: count },
  'call.refuse': decided,
  'call.defer': decided,
  'call.withdrawn': { call: id, ...free },
  'call.rehearsed': { call: id, ...free },
  'call.placed': ofCall,
  'call.not-placed': ofCall,
  'call.uncertain': ofCall,
  'call.outcome': ofCall,
  'call.final': { call: id, facts: facts({ state: z.enum(FINAL_STATES) }) },
  /** Without `call`: by somebody who called the district's number. */
  'key.pressed': { facts: facts({ key: text }) },
  'consent.granted': free,
  'consent.revoked': free,
  'optout.recorded': free,
  'optout.lifted': free,
  'optouts.imported': free,
  'optouts.rejected': free,
  'optouts.approved': free,
  'number.verified': free,
  'number.reassigned': free,
  /** `root`: `rootOfSorted` over `<number key> <date> <answer>` of each answer kept. */
  'numbers.asked': { facts: facts({ query: text, root: hash }) },
  'restriction.set': free,
  'restriction.cleared': free,
  'rights.kept': free,
  'rights.ended': free,
  'task.opened': free,
  'task.closed': free,
  'disclosure.recorded': free,
  'subject.exported': free,
  'subject.erased': free,
  'roster.imported': free,
  'roster.rejected': free,
  'roster.held': free,
  'roster.approved': free,
  'attendance.imported': free,
  'attendance.rejected': free,
  'attendance.approved': free,
  'calendar.imported': free,
  'calendar.rejected': free,
  'message.poisoned': { facts: facts({ code: text }) },
  'mode.set': free,
  heartbeat: free,
  conflict: free,
};

/** Schema of each kind; closed, a member that is not named is an error. */
export const RECORD_SCHEMAS: Readonly<Record<string, z.ZodType<AuditRecord>>> = Object.fromEntries(
  RECORD_KINDS.map((kind) => {
    const schema = z.strictObject({ ...always, ...optional, kind: z.literal(kind), ...SHAPES[kind] });
    // The shapes above are put together at run time, so that their static type is lost; `AuditRecord` is what they have in common.
    return [kind, schema as unknown as z.ZodType<AuditRecord>];
  }),
);

/** One line of the trail. */
export interface AuditRecord extends Omit<AuditDraft, 'id'> {
  readonly v: 1;
  readonly id: string;
  readonly writer: string;
  /** The folder it lies in, a noticeId or a day: with writer, run and seq it is the object's key, so the key is sealed too. */
  readonly group: string;
  /** One execution environment of a function: 80 random bits, hex. */
  readonly run: string;
  /** Which of the run's objects this line lies in, from 0. */
  readonly seq: number;
  /** Origin of the log it belongs to. */
  readonly log: string;
  /** 128 random bits, base64url: without them nobody can guess a record from its hash. */
  readonly salt: string;
  readonly sealed?: { readonly alg: string; readonly keyRef: string; readonly sha256: string };
}

/**
 * The record's one line, without the newline.
 * @throws RecordUnfit where it breaks its schema, or is longer than 8 KiB.
 */
export function encodeRecord(record: AuditRecord): string {
  const line = canonicalLine(record);
  const problem = faultOf(line);
  if (problem !== undefined) throw unfit(record.kind, problem);
  return line;
}

export type Reading =
  | { readonly kind: 'record'; readonly record: AuditRecord }
  | { readonly kind: 'not-canonical' }
  | { readonly kind: 'off-schema'; readonly problem: string };

/** Reads a line as a verifier must: canonical bytes first, then the schema of its kind. */
export function readRecord(line: string): Reading {
  const value = parseCanonical(line);
  if (value === undefined) return { kind: 'not-canonical' };
  const kind = z.looseObject({ kind: z.string() }).safeParse(value).data?.kind ?? '';
  const schema = RECORD_SCHEMAS[kind];
  if (schema === undefined) return { kind: 'off-schema', problem: 'no such kind of record' };
  if (Buffer.byteLength(line) > MAX_RECORD_BYTES) return { kind: 'off-schema', problem: 'longer than 8 KiB' };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'record', record: parsed.data };
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'record'}: ${issue.message}`);
  return { kind: 'off-schema', problem: issues.join('; ') };
}

function canonicalLine(record: AuditRecord): string {
  try {
    return canonicalText(record);
  } catch (error) {
    throw unfit(record.kind, error instanceof Error ? error.message : 'no canonical form');
  }
}

function faultOf(line: string): string | undefined {
  const reading = readRecord(line);
  if (reading.kind === 'record') return undefined;
  return reading.kind === 'off-schema' ? reading.problem : 'not canonical';
}

function unfit(kind: string, problem: string): RecordUnfit {
  const advice = 'Correct the function that writes this record; docs/audit-format.md says what it must hold.';
  return new RecordUnfit(`the record ${kind} may not be written: ${problem}`, { kind, problem }, advice);
}
