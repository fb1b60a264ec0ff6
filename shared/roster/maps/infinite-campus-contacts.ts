/**
 * Infinite Campus: the Census Contacts Summary, as a view or as an Ad Hoc export with `prefix.field` headers (ROSTER §4). A contact
 * stands there once per household, and the student too, as `Self`.
 */
import { optional, promised } from '../bytes/column-map.ts';
import type { LongLayout } from '../layouts/layout.ts';

export const INFINITE_CAMPUS_CONTACTS: LongLayout = {
  kind: 'long',
  name: 'infinite-campus-contacts@1',
  dotted: true,
  fields: {
    studentId: promised('personID', 'student.personID', 'studentNumber', 'student.studentNumber'),
    contactId: promised('contactPersonID'),
    givenName: promised('firstName'),
    familyName: promised('lastName'),
    relationship: promised('relationship'),
    priority: promised('seq'),
    language: optional('communicationLanguage'),
  },
  phones: [
    { number: optional('cellPhone'), label: 'cell' },
    { number: optional('homePhone'), label: 'home' },
    { number: optional('householdPhone'), label: 'home' },
    { number: optional('otherPhone'), label: 'other' },
    { number: optional('workPhone'), label: 'work' },
  ],
  contactIds: 'theirs',
};
