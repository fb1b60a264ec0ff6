import { recordedInput } from '../audit/adjudicate.ts';
import { batchName } from '../audit/batch.ts';
import { Docket } from '../audit/findings.ts';
import { type PlacedRecord, recordsOf } from '../audit/reading.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { StoredVersion, TrailSource } from '../audit/trail-source.ts';
import { callIdOf, noticeIdOf } from '../calls/call-id.ts';
import { namedBy } from '../calls/records.ts';
import type { Contact } from '../contacts/contact.ts';

/** By what the audit trail knows a person; all of it comes out of the person's own sealed entry, and goes with it. */
export interface Identity {
  readonly auditSubject: string;
  /** E.164 by the name the trail has for it. */
  readonly numbersByName: ReadonlyMap<string, string>;
  /** E.164 by number key. */
  readonly numbersByKey: ReadonlyMap<string, string>;
}

/** Which of the person's numbers a call went to: call ids are derived from notice and number. */
export function numberOfCall(callId: string, { numbersByKey }: Identity): string | undefined {
  const noticeId = noticeIdOf(callId);
  return [...numbersByKey].find(([numberKey]) => callIdOf(noticeId, numberKey) === callId)?.[1];
}

export function identityOf(contact: Contact): Identity {
  const named = contact.numbers.flatMap(({ e164 }) => {
    const name = namedBy(contact, e164).number;
    return name === undefined ? [] : [[name, e164] as const];
  });
  return {
    auditSubject: contact.auditSubject,
    numbersByName: new Map(named),
    numbersByKey: new Map(contact.numbers.map(({ numberKey, e164 }) => [numberKey, e164])),
  };
}

/** Everything the trail says of one person, in the order in which it happened. */
export interface Trace {
  /** By call id: every record of each call the person was weighed for. */
  readonly calls: ReadonlyMap<string, readonly PlacedRecord[]>;
  /** By notice id: what is said of the notices behind those calls. */
  readonly notices: ReadonlyMap<string, readonly PlacedRecord[]>;
  /** Records about the person that are about no call: agreements, exports, restrictions. */
  readonly others: readonly PlacedRecord[];
  /** Lines that could not be read: `ringfence audit verify` says which. */
  readonly unread: number;
}

export type ReadProgress = (done: number, of: number) => void;

/** Batches read at the same time. */
const SIDE_BY_SIDE = 32;

/**
 * Reads the whole trail once to learn which calls were about a person, and their notices' batches again to learn all about them.
 * Outcomes and keys name no person, only their call.
 * @throws whatever the source throws
 */
export async function traceOf(source: TrailSource, me: Identity, progress?: ReadProgress): Promise<Trace> {
  const docket = new Docket();
  const batches = await batchesOf(source);
  const own = new Set<string>();
  const others: PlacedRecord[] = [];
  await eachRecord(source, batches, docket, progress, (placed) => {
    const { record } = placed;
    if (record.call !== undefined && concerns(record, me)) own.add(record.call);
    if (record.call === undefined && record.subject === me.auditSubject) others.push(placed);
  });
  const noticeIds = new Set([...own].map(noticeIdOf));
  const again = batches.filter(({ key }) => noticeIds.has(batchName(key)?.group ?? ''));
  const found: PlacedRecord[] = [];
  await eachRecord(source, again, new Docket(), undefined, (placed) => {
    const { call, notice } = placed.record;
    if (call === undefined ? notice !== undefined && noticeIds.has(notice) : own.has(call)) found.push(placed);
  });
  return { ...sorted(found), others: inOrder(others), unread: docket.findings.length };
}

/** Everything the trail says of one call, and of its notice. */
export async function traceOfCall(source: TrailSource, callId: string): Promise<Trace> {
  const docket = new Docket();
  const noticeId = noticeIdOf(callId);
  const batches = (await batchesOf(source)).filter(({ key }) => batchName(key)?.group === noticeId);
  const found: PlacedRecord[] = [];
  await eachRecord(source, batches, docket, undefined, (placed) => {
    const { call, notice } = placed.record;
    if (call === undefined ? notice === noticeId : call === callId) found.push(placed);
  });
  return { ...sorted(found), others: [], unread: docket.findings.length };
}

/** Whether a record about a call is about this person: named by it, or among those the gate weighed. */
function concerns(record: AuditRecord, me: Identity): boolean {
  if (record.subject === me.auditSubject) return true;
  if (record.number !== undefined && me.numbersByName.has(record.number)) return true;
  return weighed(record, me) || isUncounted(record, me);
}

function weighed({ facts }: AuditRecord, { auditSubject }: Identity): boolean {
  const input = recordedInput.safeParse(facts?.['input']);
  if (input.success) return input.data.recipients.some(({ contactKey }) => contactKey === auditSubject);
  return JSON.stringify(facts?.['input'] ?? '').includes(`"contactKey":"${auditSubject}"`);
}

/** On a number of very many people the record keeps a hash of who they were; that the number is this person's is all there is. */
function isUncounted({ call, facts }: AuditRecord, me: Identity): boolean {
  const input = facts?.['input'];
  const hashed = typeof input === 'object' && input !== null && 'sha256' in input;
  return hashed && call !== undefined && numberOfCall(call, me) !== undefined;
}

async function batchesOf(source: TrailSource): Promise<readonly StoredVersion[]> {
  const batches = new Map<string, StoredVersion>();
  for await (const version of source.versions()) {
    // The newest version comes first, so the one that is kept is the first that was ever written.
    if (!version.deleted && batchName(version.key) !== undefined) batches.set(version.key, version);
  }
  return [...batches.values()];
}

async function eachRecord(
  source: TrailSource,
  batches: readonly StoredVersion[],
  docket: Docket,
  progress: ReadProgress | undefined,
  take: (placed: PlacedRecord) => void,
): Promise<void> {
  for (let n = 0; n < batches.length; n += SIDE_BY_SIDE) {
    const slice = batches.slice(n, n + SIDE_BY_SIDE);
    const read = await Promise.all(slice.map(async ({ key, version }) => [key, await source.bytes(key, version)] as const));
    for (const [key, bytes] of read) for (const placed of recordsOf(key, bytes, undefined, docket)) take(placed);
    progress?.(n + slice.length, batches.length);
  }
}

function sorted(found: readonly PlacedRecord[]): Pick<Trace, 'calls' | 'notices'> {
  const ordered = inOrder(found);
  const calls = Map.groupBy(
    ordered.filter(({ record }) => record.call !== undefined),
    ({ record }) => record.call ?? '',
  );
  const notices = Map.groupBy(
    ordered.filter(({ record }) => record.call === undefined),
    ({ record }) => record.notice ?? '',
  );
  return { calls, notices };
}

function inOrder(records: readonly PlacedRecord[]): PlacedRecord[] {
  return records.toSorted((a, b) => (a.record.at < b.record.at ? -1 : a.record.at > b.record.at ? 1 : 0));
}
