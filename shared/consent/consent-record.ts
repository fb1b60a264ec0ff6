import type { Purpose } from '../notices/purpose.ts';

/** How an agreement, or its end, came to us. `number-given` is a fact about the number, never an agreement by itself. */
export const CONSENT_BASES = ['written-form', 'web', 'recorded-voice', 'key-press', 'sis-field', 'desk', 'number-given'] as const;
export type ConsentBasis = (typeof CONSENT_BASES)[number];

/** What can be shown when somebody asks for proof. */
export interface Evidence {
  /** Where it lies, e.g. an S3 address or a file name and row; no personal data. */
  readonly pointer: string;
  /** Hex SHA-256 of what lies there. */
  readonly sha256: string;
}

/** One act: somebody agreed or withdrew. Never changed afterwards. */
export interface ConsentEntry {
  readonly state: 'granted' | 'revoked';
  readonly basis: ConsentBasis;
  /** RFC 3339 UTC: when the person did it, as far as known. */
  readonly at: string;
  /** Role or system that took it, e.g. `desk:lincoln`, `import:roster`. */
  readonly capturedBy: string;
  /** Version of the words the person agreed to. */
  readonly wording: string;
  /** BCP 47 language of those words. */
  readonly language: string;
  readonly evidence?: Evidence;
  /** Who spoke: on a minor's own phone a guardian must agree too. Absent: the person whose record this is. */
  readonly by?: 'self' | 'guardian';
  /** RFC 3339 UTC: from then on the agreement counts no more. Absent: it has no end. */
  readonly expiresAt?: string;
}

/** A court order or a loss of rights, or its end, as a named person took it down; beside what the export says. */
export interface RestrictionEntry {
  readonly state: 'set' | 'cleared';
  /** RFC 3339 UTC. */
  readonly at: string;
  /** The named person. */
  readonly recordedBy: string;
  readonly evidence: Evidence;
}

/** Why a parent may still be told about a student who is 18 (34 CFR 99.5, 99.31(a)(8)), or that this has ended. */
export interface RightsEntry {
  readonly state: 'kept' | 'ended';
  readonly basis: 'tax-dependent' | 'student-consent';
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly recordedBy: string;
  readonly evidence: Evidence;
}

/** One contact's agreements: number key → purpose → everything that happened, oldest first. Sealed at rest. */
export interface ConsentRecord {
  readonly numbers: { readonly [numberKey: string]: { readonly [P in Purpose]?: readonly ConsentEntry[] } };
  /** Student key → everything that happened, oldest first. */
  readonly restrictions?: { readonly [studentKey: string]: readonly RestrictionEntry[] };
  /** Student key → everything that happened, oldest first. */
  readonly rights?: { readonly [studentKey: string]: readonly RightsEntry[] };
}

export const NO_CONSENTS: ConsentRecord = { numbers: {} };

/** Whether something was recorded. `superseded`: a withdrawal stands against this import. */
export type ConsentChange =
  | { readonly kind: 'recorded'; readonly record: ConsentRecord }
  | { readonly kind: 'already-there' }
  | { readonly kind: 'superseded' };

/** Files repeat what they said yesterday, so they cannot speak against a person's own act. */
const IMPORTED: readonly ConsentBasis[] = ['sis-field', 'number-given'];
/** Survey and fundraising: written and dated, never by implication (T-11; LAW.md profiles). */
const WRITTEN: readonly ConsentBasis[] = ['written-form', 'web'];

/**
 * Records an agreement. Re-consent needs an act of the person after the withdrawal: an import never overrides one, whether it
 * came earlier or later (R-09, promise P5); a form of the person does, when it is dated after the withdrawal.
 */
export function grant(
  record: ConsentRecord,
  numberKey: string,
  purpose: Purpose,
  entry: Omit<ConsentEntry, 'state'>,
): ConsentChange {
  const history = historyOf(record, numberKey, purpose).filter(({ by = 'self' }) => by === (entry.by ?? 'self'));
  const added: ConsentEntry = { ...entry, state: 'granted' };
  if (history.some((old) => sameAct(old, added))) return { kind: 'already-there' };
  const withdrawn = history.filter(({ state }) => state === 'revoked');
  if (withdrawn.length > 0 && IMPORTED.includes(entry.basis)) return { kind: 'superseded' };
  if (withdrawn.some(({ at }) => !isAfter(entry.at, at))) return { kind: 'superseded' };
  return { kind: 'recorded', record: withEntry(record, numberKey, purpose, added) };
}

/** Records a withdrawal, by whatever means it came. It needs no agreement before it. */
export function revoke(
  record: ConsentRecord,
  numberKey: string,
  purpose: Purpose,
  entry: Omit<ConsentEntry, 'state'>,
): ConsentChange {
  const added: ConsentEntry = { ...entry, state: 'revoked' };
  if (historyOf(record, numberKey, purpose).some((old) => sameAct(old, added))) return { kind: 'already-there' };
  return { kind: 'recorded', record: withEntry(record, numberKey, purpose, added) };
}

/** Whose word is asked for: the person's own, or a guardian's on a minor's own phone. One never stands for the other. */
export type Speaker = NonNullable<ConsentEntry['by']>;

/**
 * What counts at a moment for one number and purpose. The latest act by its own date decides; of two of the same moment, the
 * withdrawal. An agreement that is not enough for the purpose (not written, or only a number given) counts as `none`, and so
 * does one that has expired; a withdrawal never expires. @param at RFC 3339
 */
export function stateFor(
  record: ConsentRecord,
  numberKey: string,
  purpose: Purpose,
  at: string,
  by: Speaker = 'self',
): 'granted' | 'revoked' | 'none' {
  const { withdrawn, grants } = standing(record, numberKey, purpose, at, by);
  if (withdrawn && grants.length === 0) return 'revoked';
  return grants.some(({ basis }) => suffices(basis, purpose)) ? 'granted' : 'none';
}

/** What of a history stands at a moment: whether anything was withdrawn, and the agreements that outlived it and have not expired. */
function standing(record: ConsentRecord, numberKey: string, purpose: Purpose, at: string, by: Speaker) {
  const history = historyOf(record, numberKey, purpose).filter((entry) => (entry.by ?? 'self') === by);
  const withdrawals = history.filter(({ state }) => state === 'revoked');
  const grants = history
    .filter(({ state, expiresAt }) => state === 'granted' && (expiresAt === undefined || isAfter(expiresAt, at)))
    .filter((entry) => withdrawals.every((end) => isAfter(entry.at, end.at) && !IMPORTED.includes(entry.basis)));
  return { withdrawn: withdrawals.length > 0, grants };
}

/** Everything recorded for one number and purpose, oldest first. */
export function historyOf(record: ConsentRecord, numberKey: string, purpose: Purpose): readonly ConsentEntry[] {
  return record.numbers[numberKey]?.[purpose] ?? [];
}

function suffices(basis: ConsentBasis, purpose: Purpose): boolean {
  if (basis === 'number-given') return false;
  return purpose === 'survey' || purpose === 'fundraising' ? WRITTEN.includes(basis) : true;
}

/** The same act told again: the same form in tonight's file, the same key press delivered twice. A file's own flag has no date. */
function sameAct(one: ConsentEntry, other: ConsentEntry): boolean {
  const same = one.state === other.state && one.basis === other.basis && one.wording === other.wording;
  return same && (one.by ?? 'self') === (other.by ?? 'self') && (one.at === other.at || IMPORTED.includes(one.basis));
}

/** False where a date cannot be read: an agreement without a date proves nothing against a withdrawal. */
function isAfter(at: string, other: string): boolean {
  return Date.parse(at) > Date.parse(other);
}

function withEntry(record: ConsentRecord, numberKey: string, purpose: Purpose, entry: ConsentEntry): ConsentRecord {
  const ofNumber = record.numbers[numberKey] ?? {};
  const history = [...historyOf(record, numberKey, purpose), entry];
  return { ...record, numbers: { ...record.numbers, [numberKey]: { ...ofNumber, [purpose]: history } } };
}
