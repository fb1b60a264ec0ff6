import { describe, expect, test } from 'vitest';
import { CASES } from '../../../test/fixtures/contact-exports/cases.ts';
import { type BookContact, type BookTie, FAMILIES } from '../../../test/fixtures/contact-exports/family-book.ts';
import { read } from '../../../test/fixtures/contact-exports/read-drop.ts';
import { filesOf, TABLE_CASES } from '../../../test/fixtures/contact-exports/write-tables.ts';
import type { Roster } from '../roster.ts';
import { foldName } from './person-name.ts';

/** By contact of the book; an extension cannot be dialed, and a note that forbids calling leaves nothing. */
const NUMBERS: Readonly<Record<string, string>> = {
  '7001': '+13122345001 +13122345002',
  '7002': '+13122345002',
  '7004': '+13122345003',
  '7005': '+13122345004',
  'st-103': '+13122345004',
};

const said = (student: string, name: string, numbers: string, restricted: boolean, emergencyOnly: boolean): string =>
  [student, name, numbers, restricted ? 'barred' : '', emergencyOnly ? 'emergencies only' : ''].join('|');

/** Each pair of the book that a layout has room for, as it must be understood. */
function pairsOf(keeps: (contact: BookContact, tie: BookTie) => boolean, named: boolean): string[] {
  const pairs = FAMILIES.flatMap((contact) =>
    contact.ties.filter((tie) => keeps(contact, tie)).map((tie) => ({ ...contact, ...tie })),
  );
  return pairs
    .map(({ id, given, family, self, student, restricted, guardian }) => {
      const name = named && self === undefined ? foldName(given, family) : '';
      return said(student.sourcedId, name, NUMBERS[id] ?? '', restricted === true, !guardian && self === undefined);
    })
    .sort();
}

function pairsIn(roster: Roster | undefined): string[] {
  const contacts = [...(roster?.contacts.values() ?? [])];
  const pairs = contacts.flatMap(({ edges, ...contact }) => edges.map((edge) => ({ ...contact, ...edge })));
  return pairs
    .map(({ studentId, role, givenName, familyName, numbers, restricted, emergencyOnly }) => {
      const name = role === 'student' ? '' : foldName(givenName, familyName);
      const all = numbers.map(({ e164 }) => e164).sort();
      return said(studentId, name, all.join(' '), restricted, emergencyOnly);
    })
    .sort();
}

describe('the same families are understood to the same roster, whatever system they come from', () => {
  test.each(CASES)('%s', (_name, write, settings, keeps, named) => {
    const { roster, problems } = read(write(), settings);
    expect(problems.list().filter(({ severity }) => severity === 'stop')).toEqual([]);
    expect(pairsIn(roster)).toEqual(pairsOf(keeps, named));
    // The note that forbids calling stands with the uncle, whom a layout without names has no room for.
    expect(roster?.doNotCall).toEqual(named ? ['+13122345006', '+13122345007'] : []);
  });

  test.each(TABLE_CASES)('%s, put together from its tables', (_name, write, settings) => {
    const { roster, problems } = read(filesOf(write()), settings);
    expect(problems.list().filter(({ severity }) => severity === 'stop')).toEqual([]);
    expect(pairsIn(roster)).toEqual(pairsOf(({ self }) => self === undefined, true));
    expect(roster?.doNotCall).toEqual(['+13122345006', '+13122345007']);
  });
});
