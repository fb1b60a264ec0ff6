import type { AuditTrail } from '../audit/trail.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { agreeAgain } from './agree-again.ts';
import type { CallerFacts } from './caller-facts.ts';
import { type ConsentEntry, type ConsentRecord, type Evidence, grant, historyOf } from './consent-record.ts';
import type { ConsentLedger } from './ledger.ts';
import { RECORDED_BY } from './line-stop.ts';
import { type StopEntry, type StopRecord, type StopScope, standingStops } from './number-stops.ts';
import { scopeName } from './record-key.ts';

/** Somebody on the line agreed, in words they had just heard, to be called again. */
export interface LineOptIn {
  /** Connect's id of that call: the evidence is found by it. */
  readonly contactId: string;
  readonly numberKey: string;
  /** Version of the words, and their BCP 47 language. */
  readonly wording: string;
  readonly language: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
}

export interface LineOptInPorts {
  readonly audit: AuditTrail;
  readonly ledger: Pick<ConsentLedger, 'changeStops' | 'changeConsents'>;
}

/** Sources of stops that a key made, in a call or on the line: only those may a key undo. */
const BY_KEY: readonly StopEntry['source'][] = ['key-press', 'recovered', 'toll-free'];
/** A key is no writing: these agreements need a form (T-11). */
const IN_WRITING: readonly Purpose[] = ['survey', 'fundraising'];

/**
 * The scopes a caller may have lifted: stops of all but emergencies or of single purposes, every one of them made by a key. None
 * where a stop stands that a person took down, or the number counts as wrong: a caller id can be forged, and those speak louder.
 */
export function liftable(record: StopRecord): readonly StopScope[] {
  const standing = standingStops(record);
  const mayLift = standing.every((stop) => isByKey(stop) && isOrdinary(stop.effective));
  if (!mayLift) return [];
  const scopes = standing.map(({ effective }) => effective).filter((scope) => !isInWriting(scope));
  return [...new Map(scopes.map((scope) => [scopeName(scope), scope])).values()];
}

/** Made by a key, or left standing by an opt-in with a key. */
function isByKey({ source, recordedBy }: StopEntry): boolean {
  return BY_KEY.includes(source) || (source === 'opt-in' && recordedBy === RECORDED_BY);
}

function isOrdinary(scope: StopScope): boolean {
  return scope.kind === 'all-but-emergencies' || (scope.kind === 'purpose' && scope.purpose !== 'emergency');
}

function isInWriting(scope: StopScope): boolean {
  return scope.kind === 'purpose' && IN_WRITING.includes(scope.purpose);
}

/** Lifts what may be lifted: surveys and fundraising, which a wider stop had covered, stay stopped. */
export function liftByKey(record: StopRecord, { contactId, at }: LineOptIn, evidence: Evidence): StopRecord {
  if (liftable(record).length === 0) return record;
  const purposes = PURPOSES.filter((purpose) => purpose !== 'emergency' && !IN_WRITING.includes(purpose));
  const agreed = agreeAgain(record, { id: liftId(contactId), at, purposes, recordedBy: RECORDED_BY, evidence });
  return agreed.kind === 'changed' ? agreed.record : record;
}

function liftId(contactId: string): string {
  return `line.${contactId}.2`;
}

/** Purposes this number had agreed to before, and that nobody withdrew but by a key. */
export function regrantable(record: ConsentRecord, numberKey: string): readonly Purpose[] {
  return PURPOSES.filter((purpose) => {
    const history = historyOf(record, numberKey, purpose);
    const agreed = history.some(({ state, basis }) => state === 'granted' && basis !== 'number-given');
    const withdrawn = history.some(({ state, basis }) => state === 'revoked' && basis !== 'key-press');
    return purpose !== 'emergency' && !IN_WRITING.includes(purpose) && agreed && !withdrawn;
  });
}

/**
 * Makes an opt-in last: that 2 and then 1 were pressed, after which words; the agreements of the one person who gave this number,
 * with that record as their evidence; the end of the stops; that all of it stands. Several people on a number: the stops end, and
 * each keeps the agreements they had. Idempotent on (contactId, number).
 * Durable when it resolves: all of it. If it dies in between, the stops still stand, or the last record is missing; the flow asks again.
 * @throws TryAgain when S3, KMS or DynamoDB did not answer; EnvelopeForged when a record does not open.
 */
export async function recordLineOptIn({ audit, ledger }: LineOptInPorts, optIn: LineOptIn, facts: CallerFacts): Promise<void> {
  const { contactId, numberKey, wording, language, at } = optIn;
  const group = at.slice(0, 10);
  const about = { contactId, source: 'toll-free', numberKey, wording, language };
  const id = `line.${contactId}.${numberKey}.2`;
  const [receipt] = await audit.write(group, [{ kind: 'key.pressed', id: `${id}.pressed`, at, facts: { key: '2', ...about } }]);
  const refs = receipt === undefined ? [] : [receipt.leafHash];
  const evidence = { pointer: `audit:${id}.pressed`, sha256: receipt?.leafHash ?? '' };
  const entry = { basis: 'key-press', at, capturedBy: RECORDED_BY, wording, language, evidence } as const;
  const granted = await grantAgain(ledger, numberKey, facts.contactKeys, entry);
  // If we die here: the agreements are on record and the stops still stand; asking once more ends them.
  let lifted: readonly string[] = [];
  await ledger.changeStops(numberKey, (record) => {
    const changed = liftByKey(record, optIn, evidence);
    lifted = liftsOf(changed, contactId);
    return changed;
  });
  // If we die here: calls may come again, and asking once more writes the record of it.
  await audit.write(group, [
    ...granted.map(
      (purpose) => ({ kind: 'consent.granted', id: `${id}.${purpose}`, at, refs, facts: { ...about, purpose } }) as const,
    ),
    { kind: 'optout.lifted', id, at, refs, facts: { ...about, lifted } },
  ]);
}

async function grantAgain(
  ledger: LineOptInPorts['ledger'],
  numberKey: string,
  contactKeys: readonly string[],
  entry: Omit<ConsentEntry, 'state'>,
): Promise<readonly Purpose[]> {
  const [only, ...others] = contactKeys;
  if (only === undefined || others.length > 0) return [];
  let granted: readonly Purpose[] = [];
  await ledger.changeConsents(only, (record) => {
    const before = PURPOSES.filter((purpose) => isGrantedBy(record, numberKey, purpose, entry));
    granted = before.length > 0 ? before : regrantable(record, numberKey);
    return before.length > 0
      ? record
      : granted.reduce((changed, purpose) => withGrant(changed, numberKey, purpose, entry), record);
  });
  return granted;
}

function withGrant(
  record: ConsentRecord,
  numberKey: string,
  purpose: Purpose,
  entry: Omit<ConsentEntry, 'state'>,
): ConsentRecord {
  const change = grant(record, numberKey, purpose, entry);
  return change.kind === 'recorded' ? change.record : record;
}

/** The same act, asked for a second time because its answer was lost. */
function isGrantedBy(
  record: ConsentRecord,
  numberKey: string,
  purpose: Purpose,
  { evidence }: Omit<ConsentEntry, 'state'>,
): boolean {
  return historyOf(record, numberKey, purpose).some((entry) => entry.evidence?.pointer === evidence?.pointer);
}

function liftsOf({ lifts }: StopRecord, contactId: string): readonly string[] {
  return lifts.filter(({ id }) => id.startsWith(liftId(contactId))).map(({ lifted }) => scopeName(lifted));
}
