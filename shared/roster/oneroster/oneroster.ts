import type { FileBytes } from '../../disk/file-bytes.ts';
import { MappedMap } from '../../packed/mapped-map.ts';
import { sharedValues } from '../../packed/shared-values.ts';
import {
  DEMOGRAPHICS_MAP,
  ENROLLMENTS_MAP,
  type EnrollmentColumn,
  MANIFEST_MAP,
  ORGS_MAP,
  USERS_MAP,
} from '../maps/oneroster-1.1.ts';
import { ROLE_KINDS, ROLES_MAP, USERS_MAP_12 } from '../maps/oneroster-1.2.ts';
import type { ProblemLog } from '../report/problem.ts';
import type { RosterStudent } from '../roster.ts';
import type { SheetWatch } from '../spreadsheet.ts';
import type { StudentNumber, StudentNumbers } from '../student-ids.ts';
import { isWordForNothing, readGrade, readWord } from '../values.ts';
import { birthDates } from './births.ts';
import type { Overlay } from './delta.ts';
import { linkReporter, linksOf } from './links.ts';
import { type Orgs, readOrgs } from './orgs.ts';
import { type People, readPeople } from './people.ts';
import type { OwnNumbers, PersonRow } from './person-rows.ts';
import { currentRows, eachRowOf, isInForce } from './rows.ts';

/** What the OneRoster half says: who is enrolled where, and who belongs to whom. */
export interface Enrolled {
  readonly students: ReadonlyMap<string, RosterStudent>;
  readonly guardians: ReadonlyMap<string, OneRosterGuardian>;
  readonly staff: ReadonlyMap<string, OneRosterStaff>;
  /** Ids of staff whom the export marks as gone. */
  readonly leftStaff: readonly string[];
  /** Ids of people in rows that are marked as gone. */
  readonly ended: readonly string[];
  /** Own phones of students, as typed: nobody's guardian number. */
  readonly studentPhones: readonly { readonly studentId: string; readonly phone: string }[];
  /** Phone fields, anybody's, with words beside the number, such as "do not call"; as typed. */
  readonly wordedPhones: readonly string[];
  /** Their numbers in the district, for contacts that go by those. */
  readonly studentNumbers: StudentNumbers;
  readonly invalidStudents: readonly string[];
  readonly invalidGuardians: readonly string[];
  readonly schools: readonly string[];
}

export interface OneRosterPerson {
  readonly sisId: string;
  readonly givenName: string;
  readonly familyName: string;
  /** As typed. */
  readonly phones: readonly string[];
  readonly row: number;
}

export interface OneRosterGuardian extends OneRosterPerson {
  readonly relationship: string;
  readonly studentIds: readonly string[];
}

export interface OneRosterStaff extends OneRosterPerson {
  readonly worksAt: readonly string[];
}

/** By lower-case name; of a delta, as they lie whole in the exports it rests on. */
export interface ExportFiles {
  get(name: string): FileBytes | undefined;
  has(name: string): boolean;
  /** Lets go of the bytes once they have been read. */
  letGo?(): void;
  /** Of a delta alone: what has changed of them since. */
  readonly overlay?: Overlay;
  /** Looks at the rows of all of them as they are read. */
  readonly watch?: SheetWatch;
}

export type OneRosterVersion = '1.1' | '1.2';

/** The only files of an export that are ever unpacked. */
export const ONEROSTER_FILES = [
  'manifest.csv',
  'orgs.csv',
  'users.csv',
  'roles.csv',
  'enrollments.csv',
  'demographics.csv',
] as const;

/** Names of the maps by which the files of an export are read, for the report. */
export function mapsOf(files: ExportFiles, version: OneRosterVersion): string[] {
  const maps = {
    'manifest.csv': MANIFEST_MAP.name,
    'orgs.csv': ORGS_MAP.name,
    'users.csv': version === '1.1' ? USERS_MAP.name : USERS_MAP_12.name,
    'roles.csv': version === '1.1' ? undefined : ROLES_MAP.name,
    'enrollments.csv': ENROLLMENTS_MAP.name,
    'demographics.csv': DEMOGRAPHICS_MAP.name,
  };
  return ONEROSTER_FILES.flatMap((file) => (files.has(file) ? (maps[file] ?? []) : []));
}

/**
 * Reads the files of an export as one whole.
 * @param day the school day, YYYY-MM-DD: enrollments and roles count from beginDate to endDate.
 * @returns undefined when the log has a problem that stops the export.
 */
export function readOneRoster(
  files: ExportFiles,
  version: OneRosterVersion,
  day: string,
  problems: ProblemLog,
): Enrolled | undefined {
  if (!files.has('users.csv')) problems.add('users-missing', { file: 'users.csv' });
  const people = readPeople(files, version, day, problems);
  const orgs = readOrgs(currentRows(files, 'orgs.csv', ORGS_MAP, problems), problems);
  if (people === undefined) return undefined;
  const about = {
    orgs,
    enrolledAt: orgsByStudent(files, people, day, problems),
    births: birthDates(currentRows(files, 'demographics.csv', DEMOGRAPHICS_MAP, problems) ?? [], day, problems),
  };
  if (problems.stopped()) return undefined;
  const students = new Map<string, RosterStudent>();
  const studentPhones: { readonly studentId: string; readonly phone: string }[] = [];
  const wordedPhones: string[] = [];
  const links = linkReporter(people, problems);
  // Each person is unpacked once.
  for (const [studentId, rows] of people.students) {
    const student = studentOf(studentId, rows, about, version, problems);
    if (student !== undefined) students.set(studentId, student);
    for (const { phones } of rows) for (const phone of phones) studentPhones.push({ studentId, phone });
    links.student(rows);
    listen(rows);
  }
  for (const rows of people.guardians.values()) {
    links.guardian(rows);
    listen(rows);
  }
  for (const rows of people.staff.values()) {
    links.staff(rows);
    listen(rows);
  }
  return {
    students,
    guardians: guardiansOf(people, (sisId) => students.has(sisId)),
    staff: new Map([...people.staff].map(([sisId, rows]) => [sisId, staffOf(sisId, rows, orgs)])),
    leftStaff: people.leftStaff,
    ended: [...people.ended],
    ...{ studentPhones, wordedPhones },
    studentNumbers: numbersOf(people),
    invalidStudents: [...new Set([...people.students.keys(), ...people.invalid])].filter((sisId) => !students.has(sisId)),
    invalidGuardians: people.invalid,
    schools: orgs.schools ?? [...new Set([...students.values()].flatMap((student) => student.schoolIds))],
  };

  function listen(rows: readonly PersonRow[]): void {
    for (const { phones } of rows) for (const phone of phones) if (hasWords(phone)) wordedPhones.push(phone);
  }
}

const hasWords = (phone: string): boolean => /\p{L}{2}/u.test(phone);

/** From one column for all of them: the same digits may be the one of one child and the other of another. */
function numbersOf(people: People): StudentNumbers {
  let column: 'identifier' | 'studentNumber' | undefined;
  return {
    *[Symbol.iterator](): Generator<StudentNumber> {
      column ??= hasIdentifiers(people) ? 'identifier' : 'studentNumber';
      for (const { sisId: studentId, [column]: number } of pupilsAndStrangers(people))
        if (number !== '' && !isWordForNothing(number)) yield { studentId, number };
    },
  };
}

function hasIdentifiers(people: People): boolean {
  for (const { identifier } of pupilsAndStrangers(people)) if (identifier !== '') return true;
  return false;
}

function* pupilsAndStrangers({ students, invalidNumbers }: People): Generator<OwnNumbers> {
  for (const rows of students.values()) yield* rows;
  yield* invalidNumbers;
}

/** Orgs at which students are enrolled today; whoever is gone, or is reported already, is not reported again. */
function orgsByStudent(
  files: ExportFiles,
  { students, invalid, ended }: People,
  day: string,
  problems: ProblemLog,
): ReadonlyMap<string, readonly string[]> {
  const file = 'enrollments.csv';
  const told = new Set([...invalid, ...ended]);
  const found = new Map<string, string[]>();
  const shared = sharedValues(String);
  eachRowOf<EnrollmentColumn>(files, file, ENROLLMENTS_MAP, problems, ({ row, cells }, standing) => {
    if (standing !== 'current') return;
    const { userSourcedId: id, role } = cells;
    const kind = ROLE_KINDS.get(readWord(role));
    if (kind === undefined) problems.add('role-unknown', { file, row, column: 'role' }, role);
    if (kind !== 'student') return;
    if (!students.has(id)) {
      if (!told.has(id)) problems.add('student-unknown', { file, row, column: 'userSourcedId' }, id);
      return;
    }
    const force = isInForce(cells, day);
    if (force === 'unreadable') problems.add('date-unreadable', { file, row, column: 'endDate' });
    const before = found.get(id) ?? [];
    // One line for each class: the school is the same.
    if (force === 'yes' && !before.includes(cells.schoolSourcedId)) found.set(id, [...before, shared(cells.schoolSourcedId)]);
  });
  return found;
}

interface About {
  readonly orgs: Orgs;
  readonly enrolledAt: ReadonlyMap<string, readonly string[]>;
  readonly births: ReadonlyMap<string, string>;
}

/** Schools from the enrollments of today; else from what the person's own row or roles say. */
function studentOf(
  sisId: string,
  rows: readonly PersonRow[],
  { orgs, enrolledAt, births }: About,
  version: OneRosterVersion,
  problems: ProblemLog,
): RosterStudent | undefined {
  const place = { file: 'users.csv', row: rows[0]?.row ?? 0 };
  const said = rows.flatMap((row) => row.orgs);
  const primary = rows.map(({ primaryOrg }) => primaryOrg);
  const atSchools = [enrolledAt.get(sisId) ?? [], said, primary]
    .map((of) => schoolsAmong(of, orgs))
    .find((schools) => schools.length > 0);
  if (atSchools === undefined) {
    const column = version === '1.1' ? 'orgSourcedIds' : 'primaryOrgSourcedId';
    problems.add('school-missing', { ...place, column }, [...said, ...primary].join(','));
    return undefined;
  }
  const typed = rows.map(({ grades }) => grades).find((grades) => grades !== '') ?? '';
  const grade = readGrade(typed);
  if (grade === '') problems.add('grade-unknown', { ...place, column: 'grades' }, typed);
  const birthDate = births.get(sisId);
  return { sisId, schoolIds: atSchools, grade, ...(birthDate === undefined ? {} : { birthDate }) };
}

function schoolsAmong(of: readonly string[], orgs: Orgs): string[] {
  const schools = of.map((org) => orgs.schoolOf(org)).filter((school) => school !== undefined);
  return [...new Set(schools)].sort();
}

/** Whoever is at no school works for the district as a whole. */
function staffOf(sisId: string, rows: readonly PersonRow[], orgs: Orgs): OneRosterStaff {
  const said = rows.flatMap((row) => (row.orgs.length > 0 ? row.orgs : [row.primaryOrg]));
  return { ...personOf(sisId, rows), worksAt: schoolsAmong(said, orgs) };
}

/** Hardly any of them is asked for, where the contacts of the other half go by the same ids. */
function guardiansOf(people: People, isStudent: (sisId: string) => boolean): ReadonlyMap<string, OneRosterGuardian> {
  let links: ReadonlyMap<string, readonly string[]> | undefined;
  return new MappedMap(people.guardians, (rows, sisId) => {
    links ??= linksOf(people, isStudent);
    return guardianOf(sisId, rows, links.get(sisId));
  });
}

function guardianOf(sisId: string, rows: readonly PersonRow[], studentIds: readonly string[] = []): OneRosterGuardian {
  return { ...personOf(sisId, rows), relationship: rows[0]?.role ?? '', studentIds };
}

function personOf(sisId: string, rows: readonly PersonRow[]): OneRosterPerson {
  const { givenName = '', familyName = '', row = 0 } = rows[0] ?? {};
  return { sisId, givenName, familyName, phones: rows.flatMap(({ phones }) => phones), row };
}
