/**
 * OneRoster 1.1 CSV, bulk (https://www.imsglobal.org/oneroster-v11-final-csv-tables): of 14 files the few columns that
 * say who is enrolled where and who belongs to whom. Passwords, race, sex and birthplace are not named here, so nobody reads them.
 * `agents`, `userId` and `userSourcedId` in demographics are left over from 1.0. All but users.csv is the same in 1.2.
 */
import { type ColumnMap, optional, promised } from '../bytes/column-map.ts';

export type UserColumn =
  | 'sourcedId'
  | 'status'
  | 'orgSourcedIds'
  | 'role'
  | 'givenName'
  | 'familyName'
  | 'sms'
  | 'phone'
  | 'agentSourcedIds'
  | 'grades'
  | 'identifier'
  | 'studentNumber';

export const USERS_MAP: ColumnMap<UserColumn> = {
  name: 'oneroster-1.1/users@2',
  literal: ['identifier', 'studentNumber'],
  columns: {
    sourcedId: promised('sourcedId'),
    status: optional('status'),
    orgSourcedIds: promised('orgSourcedIds'),
    role: promised('role'),
    givenName: promised('givenName'),
    familyName: promised('familyName'),
    sms: optional('sms'),
    phone: optional('phone'),
    agentSourcedIds: promised('agentSourcedIds', 'agents'),
    grades: promised('grades', 'grade'),
    identifier: optional('identifier'),
    studentNumber: optional('studentNumber'),
  },
  // Calling needs no student's name, so none gets past this line.
  forget: { where: 'role', is: ['student'], columns: ['givenName', 'familyName'] },
};

export type OrgColumn = 'sourcedId' | 'status' | 'type' | 'parentSourcedId';

export const ORGS_MAP: ColumnMap<OrgColumn> = {
  name: 'oneroster-1.1/orgs@2',
  literal: [],
  columns: {
    sourcedId: promised('sourcedId'),
    status: optional('status'),
    type: promised('type'),
    parentSourcedId: optional('parentSourcedId'),
  },
};

/** Letters only. */
export const ORG_TYPES: ReadonlySet<string> = new Set(['department', 'school', 'district', 'local', 'state', 'national']);

export type EnrollmentColumn = 'status' | 'schoolSourcedId' | 'userSourcedId' | 'role' | 'beginDate' | 'endDate';

export const ENROLLMENTS_MAP: ColumnMap<EnrollmentColumn> = {
  name: 'oneroster-1.1/enrollments@1',
  literal: [],
  columns: {
    status: optional('status'),
    schoolSourcedId: promised('schoolSourcedId'),
    userSourcedId: promised('userSourcedId', 'userId'),
    role: promised('role'),
    beginDate: optional('beginDate'),
    endDate: optional('endDate'),
  },
};

export type DemographicsColumn = 'sourcedId' | 'status' | 'birthDate';

export const DEMOGRAPHICS_MAP: ColumnMap<DemographicsColumn> = {
  name: 'oneroster-1.1/demographics@1',
  literal: [],
  columns: { sourcedId: promised('sourcedId', 'userSourcedId'), status: optional('status'), birthDate: promised('birthDate') },
};

export type ManifestColumn = 'propertyName' | 'value';

export const MANIFEST_MAP: ColumnMap<ManifestColumn> = {
  name: 'oneroster-1.1/manifest@1',
  literal: [],
  columns: { propertyName: promised('propertyName'), value: promised('value') },
};
