/** Skyward Qmlativ: its objects as its interface names their fields, a file each (ROSTER §5). Nothing of SMS 2.0 has been seen. */
import { optional, promised } from '../bytes/column-map.ts';
import type { TablesLayout } from '../layouts/layout.ts';

export const SKYWARD_QMLATIV_TABLES: TablesLayout = {
  kind: 'tables',
  name: 'skyward-qmlativ-tables@1',
  tables: {
    // StudentGuardian. The relationship is a number whose table has not been seen.
    links: { student: promised('StudentID'), person: promised('NameIDGuardian'), priority: promised('Rank') },
    students: { id: promised('StudentID'), number: promised('StudentNumber') },
    // Name, and NamePhone.
    people: { id: promised('NameID'), givenName: promised('FirstName'), familyName: promised('LastName') },
    phones: {
      person: promised('NameID'),
      number: promised('PhoneNumber'),
      order: promised('Rank'),
      extension: optional('Extension'),
      label: optional('PhoneTypeID'),
    },
    codes: { id: promised('PhoneTypeID'), word: promised('Description') },
  },
};
