/** Who an export says is what, and where: from users.csv alone (1.1), or from users.csv and roles.csv (1.2). */

import type { Row } from '../bytes/read-table.ts';
import { USERS_MAP, type UserColumn } from '../maps/oneroster-1.1.ts';
import {
  type PersonKind,
  ROLE_KINDS,
  ROLES_MAP,
  type RoleColumn,
  USERS_MAP_12,
  type UserColumn12,
} from '../maps/oneroster-1.2.ts';
import type { ProblemLog } from '../report/problem.ts';
import { readList, readWord } from '../values.ts';
import type { ExportFiles } from './oneroster.ts';
import { isInForce, isUsableId, rowsOf } from './rows.ts';

/** What one row of users.csv says of somebody in one capacity. */
export interface PersonRow {
  readonly sisId: string;
  readonly kind: PersonKind;
  /** Lower case. */
  readonly role: string;
  /** As the export names them: schools, and what is above or below one. */
  readonly orgs: readonly string[];
  /** Where the orgs of the role are no schools. Empty in 1.1. */
  readonly primaryOrg: string;
  readonly row: number;
  /** Empty for students. */
  readonly givenName: string;
  readonly familyName: string;
  /** As typed. */
  readonly phones: readonly string[];
  readonly agents: readonly string[];
  readonly grades: string;
}

export type PersonRows = ReadonlyMap<string, readonly PersonRow[]>;

/** By id; a person with several rows or roles keeps them all, and what they say is united. */
export interface People {
  readonly students: PersonRows;
  readonly guardians: PersonRows;
  /** Without students: the phone on their row is a pupil's own. */
  readonly staff: PersonRows;
  /** In rows that could not be taken: not absent. */
  readonly invalid: readonly string[];
  /** Marked as gone in some row. */
  readonly ended: ReadonlySet<string>;
  readonly leftStaff: readonly string[];
}

interface Found {
  readonly rows: PersonRow[];
  readonly invalid: string[];
  readonly ended: string[];
  readonly leftStaff: string[];
}

/** Undefined when users.csv, or roles.csv where it is needed, cannot be taken. @param day YYYY-MM-DD */
export function readPeople(files: ExportFiles, version: '1.1' | '1.2', day: string, problems: ProblemLog): People | undefined {
  const found = version === '1.1' ? peopleOfUsers(files, problems) : peopleOfRoles(files, day, problems);
  if (found === undefined) return undefined;
  const { rows, invalid, ended, leftStaff } = found;
  reportLostZeros(rows, problems);
  const of = (kind: PersonKind): PersonRows =>
    Map.groupBy(
      rows.filter((row) => row.kind === kind),
      ({ sisId }) => sisId,
    );
  const students = of('student');
  const atWork = [...of('staff')];
  const pupilsAtWork = atWork.filter(([id]) => students.has(id));
  for (const [, [first]] of pupilsAtWork) problems.add('staff-is-student', { file: 'users.csv', row: first?.row ?? 0 });
  const staff = new Map(atWork.filter(([id]) => !students.has(id)));
  const unclear = new Set(invalid);
  return {
    ...{ students, guardians: of('guardian'), staff },
    invalid: [...unclear],
    ended: new Set(ended),
    leftStaff: [...new Set([...leftStaff, ...pupilsAtWork.map(([id]) => id)])].filter((id) => !staff.has(id) && !unclear.has(id)),
  };
}

const kindOf = (role: string) => ROLE_KINDS.get(readWord(role));

function peopleOfUsers(files: ExportFiles, problems: ProblemLog): Found | undefined {
  const users = rowsOf<UserColumn>(files, 'users.csv', USERS_MAP, problems);
  if (users === undefined) return undefined;
  const invalid = users.unclear.map(({ cells }) => cells.sourcedId);
  const pupils = new Set(
    users.current.filter(({ cells }) => kindOf(cells.role) === 'student').map(({ cells }) => cells.sourcedId),
  );
  const rows = users.current.flatMap((user): PersonRow[] => {
    const { cells, row } = user;
    const place = { file: 'users.csv', row };
    if (!isUsableId(cells.sourcedId, { ...place, column: 'sourcedId' }, problems)) return [];
    const kind = kindOf(cells.role);
    const capacity = { role: cells.role, orgs: readList(cells.orgSourcedIds) };
    if (kind !== undefined) return [personRow(user, { kind, ...capacity }, pupils.has(cells.sourcedId))];
    problems.add('role-unknown', { ...place, column: 'role' }, cells.role);
    invalid.push(cells.sourcedId);
    return [];
  });
  const ended = users.ended.map(({ cells }) => cells);
  const leftStaff = ended.filter(({ role }) => kindOf(role) === 'staff').map(({ sourcedId }) => sourcedId);
  return { rows, invalid, ended: ended.map(({ sourcedId }) => sourcedId), leftStaff };
}

interface Capacity {
  readonly kind: PersonKind;
  readonly role: string;
  readonly orgs: readonly string[];
}

/** @param isStudent in whichever capacity: a student's name is not kept */
function personRow(
  { row, cells }: Row<Exclude<UserColumn12, 'primaryOrgSourcedId'>>,
  { kind, role, orgs }: Capacity,
  isStudent: boolean,
  primaryOrg = '',
): PersonRow {
  return {
    ...{ sisId: cells.sourcedId, kind, role: role.toLowerCase(), orgs, primaryOrg, row },
    givenName: isStudent ? '' : cells.givenName,
    familyName: isStudent ? '' : cells.familyName,
    phones: [cells.sms, cells.phone].filter((phone) => phone !== ''),
    agents: readList(cells.agentSourcedIds),
    grades: cells.grades,
  };
}

function peopleOfRoles(files: ExportFiles, day: string, problems: ProblemLog): Found | undefined {
  const file = 'users.csv';
  if (files.has(file) && !files.has('roles.csv')) problems.add('roles-missing', { file: 'roles.csv' });
  const users = rowsOf<UserColumn12>(files, file, USERS_MAP_12, problems);
  const roles = readRoles(files, day, problems);
  if (users === undefined || roles === undefined) return undefined;
  const found: Found = {
    rows: [],
    invalid: users.unclear.map(({ cells }) => cells.sourcedId),
    ended: users.ended.map(({ cells }) => cells.sourcedId),
    leftStaff: [...roles.wereStaff].filter((id) => !roles.unclear.has(id)),
  };
  for (const user of users.current) {
    const { row, cells } = user;
    const id = cells.sourcedId;
    if (!isUsableId(id, { file, row, column: 'sourcedId' }, problems)) continue;
    const held = roles.held.get(id) ?? [];
    const isStudent = held.some(({ kind }) => kind === 'student');
    found.rows.push(...capacities(held).map((capacity) => personRow(user, capacity, isStudent, cells.primaryOrgSourcedId)));
    if (held.length > 0) continue;
    const isOver = roles.over.has(id) && !roles.unclear.has(id);
    if (isOver) problems.add('role-over', { file, row, column: 'sourcedId' });
    else if (!roles.unclear.has(id)) problems.add('role-none', { file, row, column: 'sourcedId' });
    (isOver ? found.ended : found.invalid).push(id);
  }
  const gone = users.ended.filter(({ cells }) => roles.held.get(cells.sourcedId)?.some(({ kind }) => kind === 'staff'));
  found.leftStaff.push(...gone.map(({ cells }) => cells.sourcedId));
  reportStrays(
    roles,
    new Set([...users.current, ...users.ended, ...users.unclear].map(({ cells }) => cells.sourcedId)),
    problems,
  );
  return found;
}

interface HeldRole {
  readonly kind: PersonKind;
  readonly role: string;
  readonly org: string;
  readonly isPrimary: boolean;
  readonly row: number;
}

interface RolesById {
  /** In force on the day. */
  readonly held: ReadonlyMap<string, readonly HeldRole[]>;
  /** Whose roles begin later, are over, or are marked as gone. */
  readonly over: ReadonlySet<string>;
  /** With a role that could not be read; reported. */
  readonly unclear: ReadonlySet<string>;
  readonly wereStaff: ReadonlySet<string>;
}

function readRoles(files: ExportFiles, day: string, problems: ProblemLog): RolesById | undefined {
  const roles = rowsOf<RoleColumn>(files, 'roles.csv', ROLES_MAP, problems);
  if (roles === undefined) return undefined;
  const held = new Map<string, HeldRole[]>();
  const over = new Set(roles.ended.map(({ cells }) => cells.userSourcedId));
  const unclear = new Set(roles.unclear.map(({ cells }) => cells.userSourcedId));
  const past = [...roles.ended];
  for (const role of roles.current) {
    const { row, cells } = role;
    const id = cells.userSourcedId;
    const kind = kindOf(cells.role);
    const force = isInForce(cells, day);
    if (kind === undefined) problems.add('role-unknown', { file: 'roles.csv', row, column: 'role' }, cells.role);
    if (force === 'unreadable') problems.add('date-unreadable', { file: 'roles.csv', row, column: 'endDate' });
    if (force === 'over') past.push(role);
    if (kind === undefined || force === 'unreadable') unclear.add(id);
    else if (force !== 'yes') over.add(id);
    else {
      const isPrimary = readWord(cells.roleType) === 'primary';
      const one = { kind, role: cells.role, org: cells.orgSourcedId, isPrimary, row };
      held.set(id, [...(held.get(id) ?? []), one]);
    }
  }
  const wereStaff = past.filter(({ cells }) => kindOf(cells.role) === 'staff').map(({ cells }) => cells.userSourcedId);
  return { held, over, unclear, wereStaff: new Set(wereStaff) };
}

/** Several roles of a kind are one capacity, at all their orgs; it is called what the primary one is called. */
function capacities(roles: readonly HeldRole[]): Capacity[] {
  return [...Map.groupBy(roles, ({ kind }) => kind)].map(([kind, of]) => ({
    kind,
    role: (of.find(({ isPrimary }) => isPrimary) ?? of[0])?.role ?? '',
    orgs: of.map(({ org }) => org).filter((org) => org !== ''),
  }));
}

/** Roles of people whom users.csv does not have: one of the two files is from another night. */
function reportStrays({ held }: RolesById, users: ReadonlySet<string>, problems: ProblemLog): void {
  for (const [id, [first]] of held)
    if (!users.has(id)) problems.add('person-unknown', { file: 'roles.csv', row: first?.row ?? 0, column: 'userSourcedId' }, id);
}

/** A spreadsheet makes `7` of `007`. Nobody can tell whether two ids are two people then, so they are. */
function reportLostZeros(rows: readonly PersonRow[], problems: ProblemLog): void {
  const numbered = rows.filter(({ sisId }) => /^\d+$/.test(sisId));
  for (const alike of Map.groupBy(numbered, ({ sisId }) => sisId.replace(/^0+/, '')).values()) {
    if (new Set(alike.map(({ sisId }) => sisId)).size === 1) continue;
    for (const [sisId, [first]] of Map.groupBy(alike, (row) => row.sisId))
      problems.add('id-zeros', { file: 'users.csv', row: first?.row ?? 0, column: 'sourcedId' }, sisId);
  }
}
