import { describe, expect, test } from 'vitest';
import { CASES } from '../../../test/fixtures/contact-exports/cases.ts';
import { powerSchoolDem } from '../../../test/fixtures/contact-exports/write-exports.ts';
import { headerOf } from '../bytes/header.ts';
import { bestOf, candidatesIn, fitsOf } from './propose.ts';

describe('the layout of an export is told by its header', () => {
  test.each(CASES.slice(0, -1))('%s', (name, write) => {
    expect(bestOf(fitsOf(headerOf(write()))).map(({ layout }) => layout.name)).toEqual([name]);
  });

  test('unless none fits; then the nearest says what it lacks', () => {
    const fits = fitsOf(['Contact ID', 'First Name', 'Last Name', 'studentNumber', 'phoneNumberAsEntered', 'Relationship Type']);
    expect(bestOf(fits)).toEqual([]);
    expect(fits[0]).toMatchObject({ layout: { name: 'powerschool-dem-contacts@1' }, missing: ['Contact Priority Order'] });
  });

  test('and two that fit alike are both named', () => {
    const header = ['studentid', 'parentid', 'firstName', 'lastName', 'phoneNumber'];
    const both = [...header, 'Account ID', 'Title', 'Primary Phone'];
    expect(bestOf(fitsOf(header)).map(({ layout }) => layout.name)).toEqual(['parentlink@1']);
    expect(bestOf(fitsOf([...both, 'mobilephoneNumber'])).map(({ layout }) => layout.name)).toHaveLength(2);
  });

  test('two columns for one target are both named', () => {
    const [fit] = fitsOf(['Account ID', 'Student ID', 'STUDENT_ID', 'First Name', 'Last Name', 'Title', 'Primary Phone']);
    expect(fit?.twice).toEqual([['Student ID', 'STUDENT_ID']]);
  });
});

test('what may be a flag is counted, free text is not shown, and nothing else is looked at', () => {
  const bytes = powerSchoolDem();
  expect(candidatesIn('f.csv', bytes, headerOf(bytes))).toEqual([
    {
      column: 'Is Active',
      filled: 5,
      values: [
        ['', 8],
        ['1', 5],
      ],
    },
    expect.objectContaining({ column: 'Relationship Type' }),
    { column: 'Relationship Note', filled: 1 },
    expect.objectContaining({ column: 'STUDENTCONTACTDETAILCOREFIELDS.legalGuardian' }),
    expect.objectContaining({ column: 'Contact Has Custody' }),
  ]);
  const header = ['Emerg_Contact_1', 'Mother', 'Student_Number', 'Emerg_Phone_1'];
  const legacy = Buffer.from(`${header.join(',')}\nIda,,1,\nIda,,2,\n`);
  const [fit] = fitsOf(header);
  expect(candidatesIn('f.csv', legacy, header, fit), 'what the layout reads is no flag').toEqual([]);
  const lunch = Buffer.from('Lunch Status,Race Category,Contact Password,Notes\nF,X,Y,short\nF,X,Y,text\n');
  expect(candidatesIn('f.csv', lunch, headerOf(lunch))).toEqual([{ column: 'Notes', filled: 2 }]);
});
