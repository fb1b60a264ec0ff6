import type { Edge } from '../contacts/contact.ts';
import type { ConsentRecord } from './consent-record.ts';

/** 18 on that day or not; `unknown` where the export has no date of birth and the grade does not say. @param today YYYY-MM-DD in the district's zone */
export function ageOf(
  { adultFrom, minorByGrade }: Pick<Edge, 'adultFrom' | 'minorByGrade'>,
  today: string,
): 'adult' | 'minor' | 'unknown' {
  if (adultFrom === undefined) return minorByGrade === true ? 'minor' : 'unknown';
  return today >= adultFrom ? 'adult' : 'minor';
}

/**
 * Whether a parent still has the rights over one student's records: until the student is 18, and after that only where the
 * record says that they are kept (34 CFR 99.5, 99.31(a)(8)). @param record `unreadable`: what keeps the rights is not known
 */
export function rightsOver(
  record: ConsentRecord | 'unreadable',
  edge: Pick<Edge, 'studentKey' | 'adultFrom' | 'minorByGrade'>,
  today: string,
): 'held' | 'passed' | 'unknown' {
  const age = ageOf(edge, today);
  if (age === 'minor') return 'held';
  if (record === 'unreadable') return 'unknown';
  if (keepsRights(record, edge.studentKey)) return 'held';
  return age === 'adult' ? 'passed' : 'unknown';
}

/** The latest entry decides; of the same moment, or without a readable date, the rights have ended. */
export function keepsRights(record: ConsentRecord, studentKey: string): boolean {
  const entries = record.rights?.[studentKey] ?? [];
  const ends = entries.filter(({ state }) => state === 'ended').map(({ at }) => Date.parse(at));
  return entries.some(
    ({ state, at }) => state === 'kept' && ends.every((end) => Date.parse(at) > end) && !Number.isNaN(Date.parse(at)),
  );
}
