/** Clever's students.csv: the student's row stands there once for each contact (ROSTER §6). Only the contact's half is read. */
import { optional, promised } from '../bytes/column-map.ts';
import type { LongLayout } from '../layouts/layout.ts';

export const CLEVER_STUDENTS: LongLayout = {
  kind: 'long',
  name: 'clever-students@1',
  fields: {
    studentId: promised('Student_id'),
    contactId: optional('Contact_sis_id'),
    fullName: promised('Contact_name'),
    relationship: promised('Contact_relationship'),
  },
  phones: [{ number: promised('Contact_phone'), label: optional('Contact_phone_type') }],
  contactIds: 'made',
};
