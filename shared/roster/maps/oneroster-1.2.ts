/**
 * OneRoster 1.2 CSV, bulk (https://www.imsglobal.org/spec/oneroster/v1p2/bind/csv): users.csv says no longer who is what and where,
 * roles.csv does. userProfiles.csv holds user names and passwords and is never opened; the other files are those of 1.1.
 */
import { type ColumnMap, optional, promised } from '../bytes/column-map.ts';

export type UserColumn12 =
  | 'sourcedId'
  | 'status'
  | 'givenName'
  | 'familyName'
  | 'sms'
  | 'phone'
  | 'agentSourcedIds'
  | 'grades'
  | 'identifier'
  | 'studentNumber'
  | 'primaryOrgSourcedId';

export const USERS_MAP_12: ColumnMap<UserColumn12> = {
  name: 'oneroster-1.2/users@2',
  literal: ['identifier', 'studentNumber'],
  columns: {
    sourcedId: promised('sourcedId'),
    status: optional('status'),
    givenName: promised('givenName'),
    familyName: promised('familyName'),
    sms: optional('sms'),
    phone: optional('phone'),
    agentSourcedIds: promised('agentSourcedIds', 'agents'),
    grades: promised('grades', 'grade'),
    identifier: optional('identifier'),
    studentNumber: optional('studentNumber'),
    primaryOrgSourcedId: optional('primaryOrgSourcedId'),
  },
};

export type RoleColumn = 'status' | 'userSourcedId' | 'roleType' | 'role' | 'beginDate' | 'endDate' | 'orgSourcedId';

export const ROLES_MAP: ColumnMap<RoleColumn> = {
  name: 'oneroster-1.2/roles@1',
  literal: [],
  columns: {
    status: optional('status'),
    userSourcedId: promised('userSourcedId', 'userId'),
    roleType: optional('roleType'),
    role: promised('role'),
    beginDate: optional('beginDate'),
    endDate: optional('endDate'),
    orgSourcedId: promised('orgSourcedId'),
  },
};

export type PersonKind = 'student' | 'guardian' | 'staff';

/** Roles of either version, letters only: 1.2 divides `administrator` into five. */
export const ROLE_KINDS: ReadonlyMap<string, PersonKind> = new Map([
  ['student', 'student'],
  ['guardian', 'guardian'],
  ['parent', 'guardian'],
  ['relative', 'guardian'],
  ['administrator', 'staff'],
  ['aide', 'staff'],
  ['proctor', 'staff'],
  ['teacher', 'staff'],
  ['counselor', 'staff'],
  ['principal', 'staff'],
  ['siteadministrator', 'staff'],
  ['districtadministrator', 'staff'],
  ['systemadministrator', 'staff'],
]);
