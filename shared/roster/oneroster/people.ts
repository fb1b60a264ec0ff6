/** Who an export says is what, and where: from users.csv alone (1.1), or from users.csv and roles.csv (1.2). */

import { sharedValues } from '../../packed/shared-values.ts';
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
import { type OwnNumbers, type PersonRow, type PersonRows, PersonStore } from './person-rows.ts';
import { eachRowOf, isInForce, isUsableId } from './rows.ts';

/** By id; a person with several rows or roles keeps them all, and what they say is united. */
export interface People {
  readonly students: PersonRows;
  readonly guardians: PersonRows;
  /** Without students: the phone on their row is a pupil's own. */
  readonly staff: PersonRows;
  /** In rows that could not be taken: not absent. */
  readonly invalid: readonly string[];
  /** Of those: a row of contacts may forbid something about them. */
  readonly invalidNumbers: readonly OwnNumbers[];
  /** Marked as gone in some row. */
  readonly ended: ReadonlySet<string>;
  readonly leftStaff: readonly string[];
}

interface Found {
  readonly kinds: Readonly<Record<PersonKind, PersonStore>>;
  readonly invalid: OwnNumbers[];
  readonly ended: string[];
  readonly leftStaff: string[];
}

/** Undefined when users.csv, or roles.csv where it is needed, cannot be taken. @param day YYYY-MM-DD */
export function readPeople(files: ExportFiles, version: '1.1' | '1.2', day: string, problems: ProblemLog): People | undefined {
  const found = version === '1.1' ? peopleOfUsers(files, problems) : peopleOfRoles(files, day, problems);
  if (found === undefined) return undefined;
  const { kinds, invalid, ended, leftStaff } = found;
  reportLostZeros(kinds, problems);
  const students = kinds.student.rows();
  const pupilsAtWork = new Set([...kinds.staff.ids()].filter((id) => students.has(id)));
  const atWork = kinds.staff.rows();
  for (const id of pupilsAtWork) problems.add('staff-is-student', { file: 'users.csv', row: atWork.get(id)?.[0]?.row ?? 0 });
  const staff = new Map([...atWork].filter(([id]) => !pupilsAtWork.has(id)));
  const unclear = new Set(invalid.map(({ sisId }) => sisId));
  // A student's name is not kept, in whichever capacity they have it.
  kinds.guardian.dropNames((id) => students.has(id));
  return {
    ...{ students, guardians: kinds.guardian.rows(), staff },
    invalid: [...unclear],
    invalidNumbers: invalid,
    ended: new Set(ended),
    leftStaff: [...new Set([...leftStaff, ...pupilsAtWork])].filter((id) => !staff.has(id) && !unclear.has(id)),
  };
}

const noneFound = (leftStaff: string[]): Found => ({
  kinds: { student: new PersonStore(), guardian: new PersonStore(), staff: new PersonStore() },
  ...{ invalid: [], ended: [], leftStaff },
});

const kindOf = (role: string) => ROLE_KINDS.get(readWord(role));

const numbersIn = ({
  sourcedId,
  identifier,
  studentNumber,
}: Row<Exclude<UserColumn12, 'primaryOrgSourcedId'>>['cells']): OwnNumbers => ({
  sisId: sourcedId,
  identifier,
  studentNumber,
});

function peopleOfUsers(files: ExportFiles, problems: ProblemLog): Found | undefined {
  const found: Found = noneFound([]);
  const [rowOf, orgsOf] = [rowMaker(), sharedValues(readList)];
  const isThere = eachRowOf<UserColumn>(files, 'users.csv', USERS_MAP, problems, (user, standing) => {
    const { cells, row } = user;
    const { sourcedId: id, role } = cells;
    const kind = kindOf(role);
    const place = { file: 'users.csv', row };
    if (standing === 'ended') {
      found.ended.push(id);
      if (kind === 'staff') found.leftStaff.push(id);
    } else if (standing === 'unclear') found.invalid.push(numbersIn(cells));
    else if (!isUsableId(id, { ...place, column: 'sourcedId' }, problems)) return;
    else if (kind !== undefined)
      found.kinds[kind].add(rowOf(user, { kind, role, orgs: orgsOf(cells.orgSourcedIds) }, kind === 'student'));
    else {
      problems.add('role-unknown', { ...place, column: 'role' }, role);
      found.invalid.push(numbersIn(cells));
    }
  });
  return isThere ? found : undefined;
}

interface Capacity {
  readonly kind: PersonKind;
  readonly role: string;
  readonly orgs: readonly string[];
}

/** Rows that have a role, a grade or a primary school in common have one text for it. */
function rowMaker() {
  const shared = sharedValues(String);
  const lower = sharedValues((role) => role.toLowerCase());
  /** @param isStudent in whichever capacity: a student's name is not kept */
  return (
    { row, cells }: Row<Exclude<UserColumn12, 'primaryOrgSourcedId'>>,
    { kind, role, orgs }: Capacity,
    isStudent: boolean,
    primaryOrg = '',
  ): PersonRow => ({
    ...{ sisId: cells.sourcedId, kind, role: lower(role), orgs, primaryOrg: shared(primaryOrg), row },
    givenName: isStudent ? '' : cells.givenName,
    familyName: isStudent ? '' : cells.familyName,
    phones: [cells.sms, cells.phone].filter((phone) => phone !== ''),
    agents: readList(cells.agentSourcedIds),
    grades: shared(cells.grades),
    identifier: kind === 'student' ? cells.identifier : '',
    studentNumber: kind === 'student' ? cells.studentNumber : '',
  });
}

function peopleOfRoles(files: ExportFiles, day: string, problems: ProblemLog): Found | undefined {
  const file = 'users.csv';
  if (files.has(file) && !files.has('roles.csv')) problems.add('roles-missing', { file: 'roles.csv' });
  const roles = readRoles(files, day, problems);
  const leftStaff = [...(roles?.wereStaff ?? [])].filter((id) => roles?.unclear.has(id) === false);
  const found: Found = noneFound(leftStaff);
  const users = new Set<string>();
  const rowOf = rowMaker();
  const isThere = eachRowOf<UserColumn12>(files, file, USERS_MAP_12, problems, (user, standing) => {
    const { row, cells } = user;
    const id = cells.sourcedId;
    users.add(id);
    const held = roles?.held.get(id) ?? [];
    if (standing === 'unclear') found.invalid.push(numbersIn(cells));
    if (standing === 'ended') {
      found.ended.push(id);
      if (held.some(({ kind }) => kind === 'staff')) found.leftStaff.push(id);
    }
    if (standing !== 'current' || !isUsableId(id, { file, row, column: 'sourcedId' }, problems)) return;
    const isStudent = held.some(({ kind }) => kind === 'student');
    for (const capacity of capacities(held))
      found.kinds[capacity.kind].add(rowOf(user, capacity, isStudent, cells.primaryOrgSourcedId));
    if (held.length > 0 || roles === undefined) return;
    const isOver = roles.over.has(id) && !roles.unclear.has(id);
    if (isOver) problems.add('role-over', { file, row, column: 'sourcedId' });
    else if (!roles.unclear.has(id)) problems.add('role-none', { file, row, column: 'sourcedId' });
    if (isOver) found.ended.push(id);
    else found.invalid.push(numbersIn(cells));
  });
  if (!isThere || roles === undefined) return undefined;
  reportStrays(roles, users, problems);
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
  const [held, over, unclear] = [new Map<string, HeldRole[]>(), new Set<string>(), new Set<string>()];
  const wereStaff = new Set<string>();
  const shared = sharedValues(String);
  const isThere = eachRowOf<RoleColumn>(files, 'roles.csv', ROLES_MAP, problems, ({ row, cells }, standing) => {
    const id = cells.userSourcedId;
    const kind = kindOf(cells.role);
    const isPast = () => {
      over.add(id);
      if (kind === 'staff') wereStaff.add(id);
    };
    if (standing === 'ended') return isPast();
    if (standing === 'unclear') {
      unclear.add(id);
      return;
    }
    const force = isInForce(cells, day);
    if (kind === undefined) problems.add('role-unknown', { file: 'roles.csv', row, column: 'role' }, cells.role);
    if (force === 'unreadable') problems.add('date-unreadable', { file: 'roles.csv', row, column: 'endDate' });
    if (force === 'over' && kind === 'staff') wereStaff.add(id);
    if (kind === undefined || force === 'unreadable') unclear.add(id);
    else if (force !== 'yes') over.add(id);
    else {
      const isPrimary = readWord(cells.roleType) === 'primary';
      const one = { kind, role: shared(cells.role), org: shared(cells.orgSourcedId), isPrimary, row };
      held.set(id, [...(held.get(id) ?? []), one]);
    }
  });
  return isThere ? { held, over, unclear, wereStaff } : undefined;
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
function reportLostZeros(kinds: Found['kinds'], problems: ProblemLog): void {
  const stores = Object.values(kinds);
  const bare = (id: string) => id.replace(/^0+/, '');
  const withZeros = new Set<string>();
  for (const store of stores) for (const id of store.ids()) if (/^0\d*$/.test(id)) withZeros.add(bare(id));
  if (withZeros.size === 0) return;
  const numbered = stores.flatMap((store) => [...store.ids()].filter((id) => /^\d+$/.test(id) && withZeros.has(bare(id))));
  const rowsOf = stores.map((store) => store.rows());
  const first = (id: string) => Math.min(...rowsOf.flatMap((rows) => (rows.get(id) ?? []).map(({ row }) => row)));
  for (const alike of Map.groupBy(new Set(numbered), bare).values()) {
    if (alike.length === 1) continue;
    for (const sisId of alike) problems.add('id-zeros', { file: 'users.csv', row: first(sisId), column: 'sourcedId' }, sisId);
  }
}
