import { readDate } from './dates.ts';
import {
  DEMOGRAPHICS_MAP,
  ENROLLMENTS_MAP,
  type EnrollmentColumn,
  ORGS_MAP,
  ROLES,
  USERS_MAP,
  type UserColumn,
} from './maps/oneroster-1.1.ts';
import type { ProblemLog } from './problem.ts';
import { type Row, readTable } from './read-table.ts';
import type { RosterStudent } from './roster.ts';
import { readGrade, readList } from './values.ts';

/** What the OneRoster half says: who is enrolled where, and who belongs to whom. */
export interface Enrolled {
  readonly students: ReadonlyMap<string, RosterStudent>;
  readonly guardians: ReadonlyMap<string, OneRosterGuardian>;
  readonly staff: ReadonlyMap<string, OneRosterStaff>;
  /** Ids of staff whom the export marks as gone. */
  readonly leftStaff: readonly string[];
  /** Own phones of students, as typed: nobody's guardian number. */
  readonly studentPhones: readonly { readonly studentId: string; readonly phone: string }[];
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

export type ExportFiles = ReadonlyMap<string, Uint8Array>;

export const ONEROSTER_FILES = ['manifest.csv', 'orgs.csv', 'users.csv', 'enrollments.csv', 'demographics.csv'] as const;

/**
 * Reads the files of an export as one whole.
 * @param day the school day, YYYY-MM-DD: enrollments count from beginDate to endDate, a day leniently (most systems write the last day).
 * @returns undefined when the log has a problem that stops the export.
 */
export function readOneRoster(files: ExportFiles, day: string, problems: ProblemLog): Enrolled | undefined {
  const ended: UserRow[] = [];
  const users = usersOf(files, problems, ended);
  const orgs = tableOf(files, 'orgs.csv', ORGS_MAP, problems);
  const enrollments = tableOf(files, 'enrollments.csv', ENROLLMENTS_MAP, problems);
  const demographics = tableOf(files, 'demographics.csv', DEMOGRAPHICS_MAP, problems);
  if (users === undefined || problems.stopped()) return undefined;
  const roles = rolesOf(users, problems);
  const schools = orgs?.filter((row) => row.cells.type.toLowerCase() === 'school').map((row) => row.cells.sourcedId);
  const enrolledAt = schoolsByStudent(enrollments ?? [], roles.students, day, problems);
  const births = birthDates(demographics ?? [], problems);
  const students = new Map<string, RosterStudent>();
  const invalidStudents: string[] = [];
  for (const [sisId, rows] of roles.students) {
    const student = studentOf(sisId, rows, { schools, enrolledAt, births }, problems);
    if (student === undefined) invalidStudents.push(sisId);
    else students.set(sisId, student);
  }
  return {
    students,
    guardians: guardiansOf(roles, problems),
    leftStaff: ended
      .filter(({ cells }) => isOf('staff', cells.role) && !roles.staff.has(cells.sourcedId))
      .map(({ cells }) => cells.sourcedId),
    staff: new Map([...roles.staff].map(([sisId, rows]) => [sisId, staffOf(sisId, rows, schools)])),
    studentPhones: [...roles.students].flatMap(([studentId, rows]) =>
      rows.flatMap(({ cells }) =>
        [cells.sms, cells.phone].filter((phone) => phone !== '').map((phone) => ({ studentId, phone })),
      ),
    ),
    invalidStudents: [...invalidStudents, ...roles.invalid],
    invalidGuardians: roles.invalid,
    schools: schools ?? [...new Set([...students.values()].flatMap((student) => student.schoolIds))],
  };
}

type UserRow = Row<UserColumn>;

/** Ids are `sourcedId`s; a person with several rows keeps them all, and what they say is united. */
interface Roles {
  readonly students: Map<string, UserRow[]>;
  readonly guardians: Map<string, UserRow[]>;
  readonly staff: Map<string, UserRow[]>;
  readonly invalid: string[];
}

function usersOf(files: ExportFiles, problems: ProblemLog, ended: UserRow[]): readonly UserRow[] | undefined {
  if (!files.has('users.csv')) problems.add('users-missing', { file: 'users.csv' });
  return tableOf(files, 'users.csv', USERS_MAP, problems, ended);
}

/** Rows of a file that is there, without those marked as ended. @param ended takes those */
function tableOf<C extends string>(
  files: ExportFiles,
  file: string,
  map: Parameters<typeof readTable<C | 'status'>>[2],
  problems: ProblemLog,
  ended: Row<C | 'status'>[] = [],
) {
  const bytes = files.get(file);
  if (bytes === undefined) return undefined;
  return readTable(file, bytes, map, problems)?.rows.filter((row) => {
    const status = row.cells.status.toLowerCase();
    if (status !== 'tobedeleted' && status !== 'inactive') return true;
    problems.add('status-filled', { file, row: row.row, column: 'status' }, status);
    ended.push(row);
    return false;
  });
}

function rolesOf(users: readonly UserRow[], problems: ProblemLog): Roles {
  const roles: Roles = { students: new Map(), guardians: new Map(), staff: new Map(), invalid: [] };
  for (const user of users) {
    const place = { file: 'users.csv', row: user.row };
    const { sourcedId, role } = user.cells;
    const is = (kind: keyof typeof ROLES) => isOf(kind, role);
    if (sourcedId === '') problems.add('id-missing', { ...place, column: 'sourcedId' }, sourcedId);
    else if (is('student')) put(roles.students, sourcedId, user);
    else if (is('guardian')) put(roles.guardians, sourcedId, user);
    else if (is('staff')) put(roles.staff, sourcedId, user);
    else {
      problems.add('role-unknown', { ...place, column: 'role' }, role);
      roles.invalid.push(sourcedId);
    }
  }
  return roles;
}

function isOf(kind: keyof typeof ROLES, role: string): boolean {
  return ROLES[kind].some((name) => name === role.toLowerCase());
}

function put(map: Map<string, UserRow[]>, id: string, row: UserRow): void {
  const rows = map.get(id);
  if (rows === undefined) map.set(id, [row]);
  else rows.push(row);
}

function schoolsByStudent(
  enrollments: readonly Row<EnrollmentColumn>[],
  students: ReadonlyMap<string, unknown>,
  day: string,
  problems: ProblemLog,
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { row, cells } of enrollments) {
    if (cells.role.toLowerCase() !== 'student') continue;
    if (!students.has(cells.userSourcedId)) {
      problems.add('student-unknown', { file: 'enrollments.csv', row, column: 'userSourcedId' }, cells.userSourcedId);
      continue;
    }
    const [begin, end] = [readDate(cells.beginDate), readDate(cells.endDate)];
    const isCurrent = (begin === undefined || begin <= day) && (end === undefined || day <= end);
    if (!isCurrent) continue;
    const schools = found.get(cells.userSourcedId) ?? new Set();
    found.set(cells.userSourcedId, schools.add(cells.schoolSourcedId));
  }
  return found;
}

function birthDates(rows: readonly Row<'sourcedId' | 'birthDate' | 'status'>[], problems: ProblemLog): Map<string, string> {
  const found = new Map<string, string>();
  for (const { row, cells } of rows) {
    const date = readDate(cells.birthDate);
    if (date !== undefined) found.set(cells.sourcedId, date);
    else if (cells.birthDate !== '')
      problems.add('birth-date-unreadable', { file: 'demographics.csv', row, column: 'birthDate' }, cells.birthDate);
  }
  return found;
}

interface About {
  readonly schools: readonly string[] | undefined;
  readonly enrolledAt: ReadonlyMap<string, ReadonlySet<string>>;
  readonly births: ReadonlyMap<string, string>;
}

function studentOf(sisId: string, rows: readonly UserRow[], about: About, problems: ProblemLog): RosterStudent | undefined {
  const place = { file: 'users.csv', row: rows[0]?.row ?? 0 };
  const orgs = rows.flatMap((row) => readList(row.cells.orgSourcedIds));
  // A district or department in orgSourcedIds is no school; without orgs.csv nobody can tell, so all are taken.
  const atSchools = [...(about.enrolledAt.get(sisId) ?? orgs)].filter((org) => about.schools?.includes(org) ?? true);
  if (atSchools.length === 0) {
    problems.add('school-missing', { ...place, column: 'orgSourcedIds' }, orgs.join(','));
    return undefined;
  }
  const typed = rows.map((row) => row.cells.grades).find((grades) => grades !== '') ?? '';
  const grade = readGrade(typed);
  if (grade === '') problems.add('grade-unknown', { ...place, column: 'grades' }, typed);
  const birthDate = about.births.get(sisId);
  return { sisId, schoolIds: [...new Set(atSchools)].sort(), grade, ...(birthDate === undefined ? {} : { birthDate }) };
}

/** Links stand on the student's row, on the guardian's, or on both: their union, where one end is a student and the other a guardian. */
function guardiansOf(roles: Roles, problems: ProblemLog): Map<string, OneRosterGuardian> {
  const links = new Map<string, Set<string>>();
  const link = (guardian: string, student: string) => links.set(guardian, (links.get(guardian) ?? new Set()).add(student));
  const invalid = new Set(roles.invalid);
  for (const [studentId, rows] of roles.students) {
    for (const { row, agent } of agentsIn(rows)) {
      if (roles.guardians.has(agent)) link(agent, studentId);
      else if (!invalid.has(agent))
        problems.add(roles.staff.has(agent) ? 'agent-not-student' : 'agent-unknown', agentPlace(row), agent);
    }
  }
  for (const [guardianId, rows] of roles.guardians) {
    for (const { row, agent } of agentsIn(rows)) {
      if (roles.students.has(agent)) link(guardianId, agent);
      else
        problems.add(
          roles.staff.has(agent) || roles.guardians.has(agent) ? 'agent-not-student' : 'agent-unknown',
          agentPlace(row),
          agent,
        );
    }
  }
  return new Map([...roles.guardians].map(([sisId, rows]) => [sisId, guardianOf(sisId, rows, links.get(sisId) ?? new Set())]));
}

/** Whoever is at no school works for the district as a whole; without orgs.csv nobody can tell, so all orgs are taken. */
function staffOf(sisId: string, rows: readonly UserRow[], schools: readonly string[] | undefined): OneRosterStaff {
  const orgs = rows.flatMap((row) => readList(row.cells.orgSourcedIds)).filter((org) => schools?.includes(org) ?? true);
  return { ...personOf(sisId, rows), worksAt: [...new Set(orgs)].sort() };
}

function agentsIn(rows: readonly UserRow[]): { row: number; agent: string }[] {
  return rows.flatMap(({ row, cells }) => readList(cells.agentSourcedIds).map((agent) => ({ row, agent })));
}

const agentPlace = (row: number) => ({ file: 'users.csv', row, column: 'agentSourcedIds' });

function guardianOf(sisId: string, rows: readonly UserRow[], students: ReadonlySet<string>): OneRosterGuardian {
  return { ...personOf(sisId, rows), relationship: (rows[0]?.cells.role ?? '').toLowerCase(), studentIds: [...students] };
}

function personOf(sisId: string, rows: readonly UserRow[]): OneRosterPerson {
  const cells = rows[0]?.cells;
  return {
    sisId,
    givenName: cells?.givenName ?? '',
    familyName: cells?.familyName ?? '',
    phones: rows.flatMap((row) => [row.cells.sms, row.cells.phone]).filter((phone) => phone !== ''),
    row: rows[0]?.row ?? 0,
  };
}
