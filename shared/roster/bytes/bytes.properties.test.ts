import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zip } from '../../../infra/local/sample-district/zip.ts';
import { CASES } from '../../../test/fixtures/contact-exports/cases.ts';
import { read } from '../../../test/fixtures/contact-exports/read-drop.ts';
import { companionText, EXPORT_CONTEXT, oneRosterTexts } from '../../../test/fixtures/exports.ts';
import { testSpool } from '../../../test/fixtures/spool.ts';
import { understand } from '../../../test/fixtures/understand.ts';
import { type FileBytes, FileOnDisk } from '../../disk/file-bytes.ts';
import { readAttendance } from '../attendance/attendance.ts';
import { attendanceDay } from '../attendance/attendance-day.ts';
import { USERS_MAP } from '../maps/oneroster-1.1.ts';
import { ONEROSTER_FILES } from '../oneroster/oneroster.ts';
import { problemLog } from '../report/problem.ts';
import { openArchive } from './archive.ts';
import { readTable } from './read-table.ts';

/*
 * Whatever the bytes are: a report, or a roster that is whole in itself; never a throw. The inputs are random bytes, and good
 * exports with some bytes changed, cut out or repeated, which go much deeper.
 */
const WANTED = new Set<string>(ONEROSTER_FILES);

const damage = (good: Buffer) =>
  fc
    .array(fc.record({ at: fc.nat(good.length), cut: fc.nat(40), put: fc.uint8Array({ maxLength: 12 }) }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((cuts) =>
      cuts.reduce((bytes, { at, cut, put }) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]), good),
    );
const mess = (good: Buffer) =>
  fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    damage(good),
  );

const users = Buffer.from(oneRosterTexts()['users.csv'] ?? '');
const contacts = Buffer.from(companionText());
const archive = await zip(oneRosterTexts());

test('an export of any bytes is understood or stopped with a reason', () => {
  fc.assert(
    fc.property(mess(users), mess(contacts), (userBytes, contactBytes) => {
      const problems = problemLog();
      const found = understand(new Map([['users.csv', userBytes]]), contactBytes, EXPORT_CONTEXT, problems);
      expect(found.kind === 'stopped').toBe(problems.stopped());
      if (found.kind !== 'roster') return;
      const students = new Set(found.roster.students.map(({ sisId }) => sisId));
      for (const contact of found.roster.contacts.values()) {
        for (const edge of contact.edges) expect(students.has(edge.studentId)).toBe(true);
        for (const { e164 } of contact.numbers) expect(e164).toMatch(/^\+[1-9]\d{6,14}$/);
      }
    }),
    { numRuns: 1_500 },
  );
});

test.each(CASES)('contacts of any bytes, in %s, are understood or stopped with a reason', (_name, write, settings) => {
  fc.assert(
    fc.property(mess(write()), (bytes) => {
      const { roster, problems } = read(bytes, settings);
      expect(roster === undefined).toBe(problems.stopped());
      const students = new Set(roster?.students.map(({ sisId }) => sisId));
      for (const { edges } of roster?.contacts.values() ?? [])
        for (const { studentId } of edges) expect(students.has(studentId)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test.each([1, 7, 4_096])('a file of any bytes is read from a disk as it is from memory, %i bytes at a time', (pieceBytes) => {
  const path = join(mkdtempSync(join(tmpdir(), 'ringfence-bytes-')), 'file');
  const readAs = (bytes: FileBytes) => {
    const problems = problemLog();
    return { table: readTable('users.csv', bytes, USERS_MAP, problems), problems: problems.list() };
  };
  const shapes = fc.constantFrom<(bytes: Buffer) => Buffer>(
    (bytes) => bytes,
    (bytes) => Buffer.from(`\uFEFF${bytes.toString('latin1')}`, 'utf16le'),
    (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r'), 'latin1'),
    (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('S1', 'Sé1'), 'latin1'),
    // Values alone are changed: a header that nobody knows is all that would be said of a file.
    (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('S1', '"S\\"1"'), 'latin1'),
    (bytes) => Buffer.from(`sep=,\n${bytes.toString('latin1').replaceAll('S1', 'Sé1')}`),
  );
  fc.assert(
    fc.property(fc.oneof(fc.constant(users), mess(users)), shapes, (given, shaped) => {
      const bytes = shaped(given);
      writeFileSync(path, bytes);
      expect(readAs(new FileOnDisk(path, bytes.length, { pieceBytes }))).toEqual(readAs(bytes));
    }),
    { numRuns: 150 },
  );
});

test('a zip of any bytes is opened or refused', async () => {
  await fc.assert(
    fc.asyncProperty(mess(archive), async (bytes) => {
      expect(['files', 'refused']).toContain((await openArchive(bytes, WANTED, testSpool())).kind);
    }),
    { numRuns: 500 },
  );
});

test('an attendance file of any bytes calls nobody whose row does not say so', () => {
  const good = Buffer.from('studentId,date,code\nS1,2026-11-24,U\nS2,2026-11-24,E\nS3,2026-11-23,U\n');
  fc.assert(
    fc.property(mess(good), (bytes) => {
      const read = readAttendance(
        'a.csv',
        bytes,
        { day: '2026-11-24', timezone: 'America/Chicago', spreadsheetPercent: 5 },
        problemLog(),
      );
      if (read === undefined) return;
      const rules = {
        codes: { U: 'unexcused', E: 'excused' },
        schoolCodes: {},
        unexcusedPeriods: 1,
        schoolsOf: () => [],
      } as const;
      for (const { code } of attendanceDay('a.csv', read, rules, problemLog()).unexcused) expect(code).toBe('U');
    }),
    { numRuns: 1_500 },
  );
});
