/**
 * PowerSchool's Data Export Manager by table, a file each with `TABLE.Column` as headers (ROSTER §3). Joins run on ids of the
 * database, so the table of students is needed for the number that the rest of the export knows them by.
 */
import { optional, promised } from '../bytes/column-map.ts';
import type { TablesLayout } from '../layouts/layout.ts';

export const POWERSCHOOL_TABLES: TablesLayout = {
  kind: 'tables',
  name: 'powerschool-dem-tables@1',
  tables: {
    links: {
      key: promised('STUDENTCONTACTASSOC.StudentContactAssocID'),
      student: promised('STUDENTCONTACTASSOC.StudentDCID'),
      person: promised('STUDENTCONTACTASSOC.PersonID'),
      priority: promised('STUDENTCONTACTASSOC.ContactPriorityOrder'),
      relationship: optional('STUDENTCONTACTASSOC.CurrRelTypeCodeSetID'),
    },
    details: {
      of: promised('STUDENTCONTACTDETAIL.StudentContactAssocID'),
      active: promised('STUDENTCONTACTDETAIL.IsActive'),
    },
    students: { id: promised('STUDENTS.DCID'), number: promised('STUDENTS.Student_Number') },
    people: { id: promised('PERSON.ID'), givenName: promised('PERSON.FirstName'), familyName: promised('PERSON.LastName') },
    phones: {
      person: promised('PERSONPHONENUMBERASSOC.PersonID'),
      number: promised('PERSONPHONENUMBERASSOC.PhoneNumberAsEntered'),
      order: promised('PERSONPHONENUMBERASSOC.PhoneNumberPriorityOrder'),
      label: optional('PERSONPHONENUMBERASSOC.PhoneTypeCodeSetID'),
    },
    codes: { id: promised('CODESET.CodeSetID'), word: promised('CODESET.Code') },
  },
};
