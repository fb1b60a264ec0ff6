import { type Edge, isOrder } from '../contacts/contact.ts';
import type { ConsentRecord, RestrictionEntry } from './consent-record.ts';

/**
 * Whether this person may not be called about this student. What the export says holds until a named person has cleared it;
 * what a named person has set holds until it is cleared later. An import that finds a new restriction after a clearing puts a
 * `set` of its own on record, so that an old clearing never speaks for a new order.
 */
export function isRestrictedFor(record: ConsentRecord, edge: Pick<Edge, 'studentKey' | 'restricted'>): boolean {
  const entries = record.restrictions?.[edge.studentKey] ?? [];
  return hasStandingOrder(entries) || (edge.restricted && !isCleared(record, edge.studentKey));
}

/** The same, without those who are held only because the contacts are silent about them (ADR 35). */
export function isBarredFrom(record: ConsentRecord, edge: Pick<Edge, 'studentKey' | 'restricted' | 'unlisted'>): boolean {
  return isRestrictedFor(record, { studentKey: edge.studentKey, restricted: isOrder(edge) });
}

/** Students whom a named person, or an import after a clearing, has put out of this person's reach: also those without an edge. */
export function restrictedOnRecord(record: ConsentRecord): readonly string[] {
  return Object.entries(record.restrictions ?? {}).flatMap(([studentKey, entries]) =>
    hasStandingOrder(entries) ? [studentKey] : [],
  );
}

/** Whether the latest word about this student is that the restriction is over. */
export function isCleared(record: ConsentRecord, studentKey: string): boolean {
  const entries = record.restrictions?.[studentKey] ?? [];
  return entries.some(({ state, at }) => state === 'cleared' && !Number.isNaN(Date.parse(at))) && !hasStandingOrder(entries);
}

/** Adds one act. The same act told twice is one. */
export function withRestriction(record: ConsentRecord, studentKey: string, entry: RestrictionEntry): ConsentRecord {
  const entries = record.restrictions?.[studentKey] ?? [];
  const same = ({ state, at, evidence }: RestrictionEntry) =>
    state === entry.state && at === entry.at && evidence.sha256 === entry.evidence.sha256;
  if (entries.some(same)) return record;
  return { ...record, restrictions: { ...record.restrictions, [studentKey]: [...entries, entry] } };
}

/** A `set` that no later `cleared` has ended; of the same moment, or without a readable date, the order stands. */
function hasStandingOrder(entries: readonly RestrictionEntry[]): boolean {
  const ends = entries.filter(({ state }) => state === 'cleared').map(({ at }) => Date.parse(at));
  return entries.some(({ state, at }) => state === 'set' && !ends.some((end) => end > Date.parse(at)));
}
