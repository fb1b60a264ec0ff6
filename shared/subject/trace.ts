import { recordedInput } from '../audit/adjudicate.ts';
import { batchName } from '../audit/batch.ts';
import { Docket } from '../audit/findings.ts';
import { type PlacedRecord, recordsOf } from '../audit/reading.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { StoredVersion, TrailSource } from '../audit/trail-source.ts';
import { callIdOf, noticeIdOf } from '../calls/call-id.ts';
import { namedBy } from '../calls/records.ts';
import type { Contact } from '../contacts/contact.ts';
import type { NumberEntry } from '../contacts/number-entry.ts';

/** By what the audit trail knows a person; all of it comes out of the person's own sealed entry, and goes with it. */
export interface Identity {
  readonly auditSubject: string;
  /** E.164 by the name the trail has for it. */
  readonly numbersByName: ReadonlyMap<string, string>;
  /** E.164 by number key. */
  readonly numbersByKey: ReadonlyMap<string, string>;
  /** Number keys that somebody else gave too: a call of which nothing but its end is known may have been for them. */
  readonly shared: ReadonlySet<string>;
  /** RFC 3339: when they were erased before. What a number alone would still lead to from then is nobody's to find. */
  readonly erasedAt: string | undefined;
}

/** Whether somebody else gave a number too; one whose entry does not open counts as shared, for it may be. */
export function isShared(
  numberKey: string,
  { contactKey }: Contact,
  numbers: ReadonlyMap<string, Pick<NumberEntry, 'contactKeys'>>,
): boolean {
  return numbers.get(numberKey)?.contactKeys.some((key) => key !== contactKey) ?? true;
}

/** Which of the person's numbers a call went to: call ids are derived from notice and number. */
export function numberOfCall(callId: string, { numbersByKey }: Identity): string | undefined {
  return numbersByKey.get(keyOfCall(callId, numbersByKey.keys()) ?? '');
}

function keyOfCall(callId: string, numberKeys: Iterable<string>): string | undefined {
  const noticeId = noticeIdOf(callId);
  return [...numberKeys].find((numberKey) => callIdOf(noticeId, numberKey) === callId);
}

/** @param numbers entries of the contact's numbers: who else gave them */
export function identityOf(
  contact: Contact,
  numbers: ReadonlyMap<string, Pick<NumberEntry, 'contactKeys'>>,
  erasedAt?: string,
): Identity {
  const named = contact.numbers.flatMap(({ e164 }) => {
    const name = namedBy(contact, e164).number;
    return name === undefined ? [] : [[name, e164] as const];
  });
  return {
    erasedAt,
    auditSubject: contact.auditSubject,
    numbersByName: new Map(named),
    numbersByKey: new Map(contact.numbers.map(({ numberKey, e164 }) => [numberKey, e164])),
    shared: new Set(contact.numbers.map(({ numberKey }) => numberKey).filter((key) => isShared(key, contact, numbers))),
  };
}

/** Everything the trail says of one person, in the order in which it happened. */
export interface Trace {
  /** By call id: every record of each call the person was weighed for. */
  readonly calls: ReadonlyMap<string, readonly PlacedRecord[]>;
  /** By notice id: what is said of the notices behind those calls. */
  readonly notices: ReadonlyMap<string, readonly PlacedRecord[]>;
  /** Every call to a number of theirs, whomever it was for: what an erasure looks through. */
  readonly onNumbers: ReadonlySet<string>;
  /** Records about the person that are about no call: agreements, exports, restrictions. */
  readonly others: readonly PlacedRecord[];
  /** RFC 3339 UTC: of the newest record that was read, whatever this machine's clock says; empty where there is none. */
  readonly newest: string;
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
  const onNumbers = new Set<string>();
  const decided = new Set<string>();
  const others: PlacedRecord[] = [];
  let newest = '';
  await eachRecord(source, batches, docket, progress, (placed) => {
    const { record } = placed;
    if (record.at > newest) newest = record.at;
    if (record.call !== undefined && concerns(record, me)) own.add(record.call);
    if (record.call !== undefined && record.decision !== undefined) decided.add(record.call);
    if (record.call !== undefined && record.kind === 'call.final' && isSince(record, me) && numberOfCall(record.call, me))
      onNumbers.add(record.call);
    if (record.call === undefined && record.subject === me.auditSubject) others.push(placed);
  });
  // Planned for one of their numbers and ended before the gate was asked: they were reached on another one, or it was withdrawn.
  const alone = [...me.numbersByKey.keys()].filter((numberKey) => !me.shared.has(numberKey));
  for (const callId of onNumbers) if (!decided.has(callId) && keyOfCall(callId, alone) !== undefined) own.add(callId);
  const noticeIds = new Set([...own].map(noticeIdOf));
  const again = batches.filter(({ key }) => noticeIds.has(batchName(key)?.group ?? ''));
  const found: PlacedRecord[] = [];
  await eachRecord(source, again, new Docket(), undefined, (placed) => {
    const { call, notice } = placed.record;
    if (call === undefined ? notice !== undefined && noticeIds.has(notice) : own.has(call)) found.push(placed);
  });
  return {
    ...sorted(found),
    onNumbers: new Set([...onNumbers, ...own]),
    others: inOrder(others),
    newest,
    unread: docket.findings.length,
  };
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
  return { ...sorted(found), onNumbers: new Set([callId]), others: [], newest: '', unread: docket.findings.length };
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

function isSince({ at }: Pick<AuditRecord, 'at'>, { erasedAt }: Identity): boolean {
  return erasedAt === undefined || at > erasedAt;
}

/** On a number of very many people the record keeps a hash of who they were; that the number is this person's is all there is. */
function isUncounted({ at, call, facts }: AuditRecord, me: Identity): boolean {
  const input = facts?.['input'];
  const hashed = typeof input === 'object' && input !== null && 'sha256' in input;
  return hashed && call !== undefined && isSince({ at }, me) && numberOfCall(call, me) !== undefined;
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
