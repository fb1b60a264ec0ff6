import {
  type ConsentEntry,
  type ConsentRecord,
  type RestrictionEntry,
  type Speaker,
  stateFor,
} from '../consent/consent-record.ts';
import { type Contact, isOrder } from '../contacts/contact.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import type { Disclosure } from './disclosure.ts';
import type { SubjectItems } from './subject-store.ts';

/** Who took the last word in a record whose person was erased. */
export const ERASURE = 'erasure';

/** That somebody was erased: a pseudonym and a moment, so that an export which brings them back is noticed. */
export interface Tombstone {
  readonly contactKey: string;
  /** RFC 3339 UTC. */
  readonly erasedAt: string;
}

/** What an erasure does to the two tables. Pure data; `SubjectStore.erase` carries it out. */
export interface Erasure extends Tombstone {
  /** Of each number: whether somebody else gave it too, so that its entry stays, without this person. */
  readonly numbers: readonly { readonly numberKey: string; readonly shared: boolean; readonly reassignedStays: boolean }[];
  /** Schools in whose lists of tasks the person may stand. */
  readonly schoolIds: readonly string[];
  /** Students whose call order the person leaves. */
  readonly studentKeys: readonly string[];
  /** What law makes the students' records keep, by student key. */
  readonly disclosures: ReadonlyMap<string, readonly Disclosure[]>;
  /** Flags of the export that would be lost with the entry, and must not: they forbid. */
  readonly restrictedFor: readonly string[];
}

/** @param at RFC 3339 UTC @param disclosed to this person, about any of their students */
export function erasureOf(items: SubjectItems, disclosed: readonly Disclosure[], at: string): Erasure {
  const { contact, numbers, reassigned } = items;
  const studentKeys = [...new Set(contact.edges.map(({ studentKey }) => studentKey))];
  return {
    contactKey: contact.contactKey,
    erasedAt: at,
    numbers: contact.numbers.map(({ numberKey }) => ({
      numberKey,
      shared: (numbers.get(numberKey)?.contactKeys ?? []).some((key) => key !== contact.contactKey),
      // "Somebody else has this number now" is, like a stop, something that must not be forgotten.
      reassignedStays: (reassigned.get(numberKey) ?? []).some(({ answer }) => answer === 'yes'),
    })),
    schoolIds: [...new Set(contact.edges.flatMap(({ schoolIds }) => schoolIds))],
    studentKeys,
    disclosures: new Map(disclosed.length === 0 ? [] : studentKeys.map((key) => [key, disclosed] as const)),
    restrictedFor: restrictedEdges(contact),
  };
}

function restrictedEdges({ edges }: Contact): readonly string[] {
  return edges.filter(isOrder).map(({ studentKey }) => studentKey);
}

/** Without these an emergency or a closed school could not be told, should an export bring the person back. */
const NEEDS_NO_AGREEMENT: readonly Purpose[] = ['emergency', 'closure'];

/**
 * What stays of a consent record: no agreement, no evidence, no wording; only what forbids. An agreement becomes a withdrawal of
 * the moment of erasure, so that last year's form in tonight's export does not grant again what went with the person (R-09, P5);
 * a form they sign afterwards does. A court order outlives everybody's entry. Idempotent.
 */
export function remainderOf(
  record: ConsentRecord,
  { erasedAt, restrictedFor }: Pick<Erasure, 'erasedAt' | 'restrictedFor'>,
): ConsentRecord {
  const numbers = Object.entries(record.numbers).flatMap(([numberKey, ofNumber]) => {
    const kept = PURPOSES.flatMap((purpose) => {
      const withdrawals = SPEAKERS.filter((by) => mustForbid(record, numberKey, purpose, erasedAt, by)).map((by) =>
        withdrawalOf(ofNumber[purpose] ?? [], erasedAt, by),
      );
      return withdrawals.length === 0 ? [] : [[purpose, withdrawals] as const];
    });
    return kept.length === 0 ? [] : [[numberKey, Object.fromEntries(kept)] as const];
  });
  const restrictions = restrictionsOf(record, erasedAt, restrictedFor);
  return { numbers: Object.fromEntries(numbers), ...(Object.keys(restrictions).length === 0 ? {} : { restrictions }) };
}

const SPEAKERS: readonly Speaker[] = ['self', 'guardian'];
const speakerOf = ({ by = 'self' }: ConsentEntry): Speaker => by;

function mustForbid(record: ConsentRecord, numberKey: string, purpose: Purpose, at: string, by: Speaker): boolean {
  const said = (record.numbers[numberKey]?.[purpose] ?? []).some((entry) => speakerOf(entry) === by);
  if (!said) return false;
  return stateFor(record, numberKey, purpose, at, by) === 'revoked' || !NEEDS_NO_AGREEMENT.includes(purpose);
}

function withdrawalOf(history: readonly ConsentEntry[], at: string, by: Speaker): ConsentEntry {
  const last = history.findLast((entry) => speakerOf(entry) === by);
  if (last?.capturedBy === ERASURE) return last;
  return {
    state: 'revoked',
    basis: 'desk',
    at,
    capturedBy: ERASURE,
    wording: ERASURE,
    language: 'und',
    ...(by === 'self' ? {} : { by }),
  };
}

function restrictionsOf(
  { restrictions = {} }: ConsentRecord,
  at: string,
  restrictedFor: readonly string[],
): Readonly<Record<string, readonly RestrictionEntry[]>> {
  const flagged = restrictedFor.filter((studentKey) => restrictions[studentKey] === undefined);
  const kept = flagged.map((studentKey) => {
    const evidence = { pointer: 'flag of the export, kept when the entry was erased', sha256: NO_DOCUMENT };
    return [studentKey, [{ state: 'set', at, recordedBy: ERASURE, evidence }]] as const;
  });
  return { ...restrictions, ...Object.fromEntries(kept) };
}

/** SHA-256 of nothing: there is no document behind a flag. */
const NO_DOCUMENT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
