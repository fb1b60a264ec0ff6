import { CLEVER_STUDENTS } from '../maps/clever-contacts.ts';
import { BLACKBOARD_CONNECT_WIDE, FINALSITE_PARENTS, PARENTLINK } from '../maps/finalsite-contacts.ts';
import { INFINITE_CAMPUS_CONTACTS } from '../maps/infinite-campus-contacts.ts';
import { POWERSCHOOL_DEM_CONTACTS, POWERSCHOOL_LEGACY_WIDE } from '../maps/powerschool-contacts.ts';
import { POWERSCHOOL_TABLES } from '../maps/powerschool-tables.ts';
import { SCHOOLMESSENGER_LONG, SCHOOLMESSENGER_WIDE } from '../maps/schoolmessenger-contacts.ts';
import { SKYWARD_QMLATIV_TABLES } from '../maps/skyward-contacts.ts';
import type { ContactLayout, TablesLayout } from './layout.ts';

/** Layouts of other systems that a district may name in its settings, of one file. */
export const FOREIGN_LAYOUTS: readonly ContactLayout[] = [
  POWERSCHOOL_DEM_CONTACTS,
  POWERSCHOOL_LEGACY_WIDE,
  INFINITE_CAMPUS_CONTACTS,
  BLACKBOARD_CONNECT_WIDE,
  FINALSITE_PARENTS,
  PARENTLINK,
  SCHOOLMESSENGER_WIDE,
  SCHOOLMESSENGER_LONG,
  CLEVER_STUDENTS,
];

/** And the ones that come as several files in a zip. */
export const TABLES_LAYOUTS: readonly TablesLayout[] = [POWERSCHOOL_TABLES, SKYWARD_QMLATIV_TABLES];
