/**
 * SchoolMessenger: what districts already produce for it, wide and long (ROSTER §6). The wide one names no parent; its `PHONE` is
 * nobody's in particular and not read.
 */
import { optional, promised } from '../bytes/column-map.ts';
import type { LongLayout, Slot, WideLayout } from '../layouts/layout.ts';

const parent = (place: 1 | 2): Slot => ({
  name: `Parent ${place}`,
  fields: { priority: optional(`Parent${place}CallOrder`) },
  phones: [
    { number: optional(`Parent${place}CellPhone`), label: 'cell' },
    { number: optional(`Parent${place}HomePhone`), label: 'home' },
    { number: optional(`Parent${place}OtherPhone`), label: 'other' },
    { number: optional(`Parent${place}WorkPhone`), label: 'work' },
  ],
});

export const SCHOOLMESSENGER_WIDE: WideLayout = {
  kind: 'wide',
  name: 'schoolmessenger-wide@1',
  fields: { studentId: promised('STUDENT ID NUMBER'), language: optional('HOME LANGUAGE') },
  contacts: [parent(1), parent(2)],
};

export const SCHOOLMESSENGER_LONG: LongLayout = {
  kind: 'long',
  name: 'schoolmessenger-long@1',
  fields: {
    studentId: promised('Associated Student ID Number'),
    contactId: promised('Guardian ID Number'),
    givenName: promised('First Name'),
    familyName: promised('Last Name'),
    relationship: promised('Guardian Category'),
    language: optional('Home/Correspondence Language', 'Correspondence Language', 'Home Language'),
  },
  phones: [
    { number: optional('Cell Phone'), label: 'cell' },
    { number: optional('Mobile Phone'), label: 'cell' },
    { number: optional('Home Phone'), label: 'home' },
    { number: optional('Work Phone'), label: 'work' },
  ],
  contactIds: 'theirs',
};
