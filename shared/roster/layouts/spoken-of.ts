import { judgeField, type NumberRules } from '../../contacts/judge-number.ts';
import type { RosterContact } from '../roster.ts';
import { foldName } from './person-name.ts';

/** A guardian as the other half of the drop knows them. */
export interface OtherHalf {
  readonly givenName: string;
  readonly familyName: string;
  readonly studentIds: readonly string[];
  /** As typed. */
  readonly phones: readonly string[];
}

/**
 * Other systems give a person one id here and another there. A guardian of OneRoster whom the contacts name for each of their
 * students is the person named there, with the flags that stand there. Of contacts without a name, it is whoever has no phone but
 * theirs. Everybody else the contacts are silent about.
 */
export function spokenOf(contacts: Iterable<RosterContact>, rules: NumberRules): (guardian: OtherHalf) => boolean {
  const marks = new Set<string>();
  for (const { edges, givenName, familyName, numbers } of contacts) {
    const name = foldName(givenName, familyName);
    const all = name === '' ? numbers.map(({ e164 }) => e164) : [name];
    for (const { studentId } of edges) for (const mark of all) marks.add(pair(studentId, mark));
  }
  return ({ givenName, familyName, studentIds, phones }) => {
    const name = foldName(givenName, familyName);
    const numbers = phones.flatMap((phone) => judgeField(phone, rules)).flatMap((one) => ('problem' in one ? [] : [one.e164]));
    return studentIds.every(
      (id) =>
        (name !== '' && marks.has(pair(id, name))) ||
        (numbers.length > 0 && numbers.every((number) => marks.has(pair(id, number)))),
    );
  };
}

const pair = (studentId: string, mark: string): string => JSON.stringify([studentId, mark]);
