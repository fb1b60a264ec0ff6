import { describe, expect, test } from 'vitest';
import { BARRED, flag, signed } from '../../../test/fixtures/contact-exports/read-drop.ts';
import { contactsSettings, OWN_CONTACTS } from './sign-off.ts';

const complaints = (settings: unknown): string[] =>
  contactsSettings.safeParse(settings).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

const FOREIGN = 'infinite-campus-contacts@1';

describe('what the flags of another system mean', () => {
  test('is signed by somebody, on a day; our own layout needs nobody', () => {
    expect(complaints(signed(FOREIGN, [BARRED]))).toEqual([]);
    expect(complaints(OWN_CONTACTS)).toEqual([]);
    expect(complaints({ layout: FOREIGN, flags: [BARRED] })).toEqual([
      'signedBy: write the name of the person who answers for what the flags mean',
      'signedOn: write the day on which they did, as YYYY-MM-DD',
    ]);
  });

  test('is refused where no column says who must not be called, unless it says so in as many words', () => {
    const parents = [flag('guardian', 'legal-guardian', ['1'], ['0'])];
    const [told] = complaints(signed(FOREIGN, parents));
    expect(told).toMatch(/^flags: write which column of your export says who must not be called, .*ringfence roster map --file/);
    expect(told).toContain('"noRestrictionColumn": true');
    const byPlace = [flag('@contact', 'restricted', [], ['Mother'])];
    expect(complaints(signed('powerschool-legacy-wide@1', byPlace)), 'a place in a row says nothing about orders').toHaveLength(
      1,
    );
    expect(complaints({ ...signed(FOREIGN, parents), noRestrictionColumn: true })).toEqual([]);
    expect(complaints({ ...signed(FOREIGN, [BARRED]), noRestrictionColumn: true })).toHaveLength(1);
  });

  test.each([
    ['the same value on both sides', flag('x', 'restricted', ['Y', 'n '], ['N']), '"n" stands in both lists'],
    ['no value at all', flag('x', 'restricted', [], []), 'at least one value'],
    ['one contact of a layout that has one to a row', flag('x', 'restricted', ['Y'], ['N'], 'Mother'), 'it has none'],
    ['which contact, where a row has one', flag('@contact', 'legal-guardian', ['Mother'], []), 'it has none'],
  ])('is refused with %s', (_what, one, told) => {
    expect(complaints(signed(FOREIGN, [BARRED, one]))).toEqual([expect.stringContaining(told)]);
  });

  test('names contacts of a wide row as the layout does', () => {
    const wide = (contact: string) => signed('powerschool-legacy-wide@1', [flag('x', 'restricted', ['Y'], ['N'], contact)]);
    expect(complaints(wide('Mother'))).toEqual([]);
    expect(complaints(wide('Mum'))).toEqual([expect.stringContaining('Mother, Father, Guardian, Home, Emergency 1')]);
    const parents = (name: string) => [BARRED, flag('@contact', 'legal-guardian', [name], ['Emergency 1'])];
    expect(complaints(signed('powerschool-legacy-wide@1', parents('mother')))).toEqual([]);
    expect(complaints(signed('powerschool-legacy-wide@1', parents('Mum')))).toHaveLength(1);
  });

  test('stands in our own layout already, and cannot be said twice', () => {
    expect(complaints({ ...OWN_CONTACTS, flags: [BARRED] })).toHaveLength(1);
  });

  test('of a layout of the district’s own names the student’s id at least', () => {
    const own = (columns: object) => signed({ kind: 'long', name: 'lincoln@1', columns, phones: [{ column: 'Cell' }] }, [BARRED]);
    expect(complaints(own({ studentId: 'Pupil' }))).toEqual([]);
    expect(complaints(own({ fullName: 'Who' }))).toHaveLength(1);
    expect(complaints(own({ studentId: 'Pupil', restricted: 'X' }))).toHaveLength(1);
  });
});
