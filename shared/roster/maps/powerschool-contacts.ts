/** PowerSchool SIS: the Data Export Manager's "Contacts", and the older fields of the Students table (ROSTER §3). */
import { optional, promised } from '../bytes/column-map.ts';
import type { GroupedLayout, Slot, WideLayout } from '../layouts/layout.ts';

/** One contact on several rows; the person's columns are filled on the first alone. */
export const POWERSCHOOL_DEM_CONTACTS: GroupedLayout = {
  kind: 'grouped',
  name: 'powerschool-dem-contacts@1',
  fields: {
    contactId: promised('Contact ID'),
    givenName: promised('First Name'),
    familyName: promised('Last Name'),
    studentId: promised('studentNumber'),
    relationship: promised('Relationship Type'),
    priority: promised('Contact Priority Order'),
  },
  phone: {
    number: promised('phoneNumberAsEntered'),
    label: optional('Phone Type'),
    order: optional('Phone Number Priority Order'),
  },
  ofPerson: ['Prefix', 'Suffix', 'Gender', 'Employer', 'Is Active'],
};

const parent = (name: string): Slot => ({
  name,
  fields: { fullName: optional(name) },
  phones: [
    { number: optional(`${name}_home_phone`), label: 'home' },
    { number: optional(`${name}dayphone`), label: 'work' },
  ],
});

const emergency = (place: 1 | 2): Slot => ({
  name: `Emergency ${place}`,
  fields: { fullName: optional(`Emerg_Contact_${place}`) },
  phones: [{ number: optional(`Emerg_Phone_${place}`), label: 'unknown' }],
});

/** Quick Export. `Home_Phone` is the household's, so it is a contact of its own: whose it is nobody says. */
export const POWERSCHOOL_LEGACY_WIDE: WideLayout = {
  kind: 'wide',
  name: 'powerschool-legacy-wide@1',
  fields: { studentId: promised('Student_Number') },
  contacts: [
    parent('Mother'),
    parent('Father'),
    {
      name: 'Guardian',
      fields: { givenName: optional('Guardian_FN'), familyName: optional('Guardian_LN') },
      phones: [
        { number: optional('Guardian_Home_Phone'), label: 'home' },
        { number: optional('Guardiandayphone'), label: 'work' },
      ],
    },
    { name: 'Home', fields: {}, phones: [{ number: optional('Home_Phone'), label: 'home' }] },
    emergency(1),
    emergency(2),
  ],
};
