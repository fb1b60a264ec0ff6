import { expect, test } from 'vitest';
import { enrolment } from '../../../test/fixtures/contact-exports/family-book.ts';
import { BARRED, flag, GUARDIAN, read, signed } from '../../../test/fixtures/contact-exports/read-drop.ts';

/** The book's students, and a guardian of two of them as OneRoster knows her. */
function withGuardian(name: string, phone: string): ReadonlyMap<string, Uint8Array> {
  const files = new Map(enrolment());
  const users = `${Buffer.from(files.get('users.csv') ?? '')}`.trimEnd().split('\n');
  const rows = users.map((row, at) => `${row},${at === 0 ? 'sms' : ''}`);
  const text = [...rows, `g-1,north,parent,${name},"st-101,st-102",,,${phone}`].join('\n');
  return files.set('users.csv', Buffer.from(`${text}\n`));
}

const NAMED = 'Account ID,Student ID,First Name,Last Name,Title,Primary Phone,No Contact,Guardian\n';
const named = (files: ReadonlyMap<string, Uint8Array>, ...students: readonly string[]) => {
  const rows = students.map((student) => `9,${student},María,Peña-López,Mother,312-234-5001,N,1\n`);
  return read(Buffer.from(NAMED + rows.join('')), signed('finalsite-parents@1', [BARRED, GUARDIAN]), files);
};
const unnamed = (files: ReadonlyMap<string, Uint8Array>) =>
  read(
    Buffer.from(
      'CONTACTTYPE,REFERENCECODE,PRIMARYPHONE,NOCONTACT\nStudent,st-101,312-234-5001,N\nStudent,st-102,312-234-5001,N\n',
    ),
    signed('blackboard-connect-wide@1', [flag('NOCONTACT', 'restricted', ['Y'], ['N'])]),
    files,
  );
const held = ({ roster }: ReturnType<typeof read>) => (roster?.contacts.has('g-1') === true ? 1 : 0);

test('a guardian whom the contacts name for each of their students under another id is not held beside themselves', () => {
  const files = withGuardian('MARIA,PENA LOPEZ', '312-234-5001');
  expect(held(named(files, 'st-101', 'st-102'))).toBe(0);
  expect(held(named(files, 'st-101')), 'nobody speaks of the other child').toBe(1);
  expect(held(named(withGuardian('Jorge,Peña', '312-234-5001'), 'st-101', 'st-102')), 'another person, the same phone').toBe(1);
});

test('where contacts have no names, a guardian is spoken of by a phone of theirs, and by nothing else', () => {
  expect(held(unnamed(withGuardian('María,Peña', '312-234-5001')))).toBe(0);
  expect(held(unnamed(withGuardian('María,Peña', '312-234-5002')))).toBe(1);
  expect(held(unnamed(withGuardian('María,Peña', '')))).toBe(1);
});
