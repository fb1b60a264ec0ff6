import type { DistrictSettings } from '../district/settings.ts';
import { type Companion, readCompanion } from './companion.ts';
import { readContacts } from './layouts/read-contacts.ts';
import { contextOf, type ExportHalves, openedContacts } from './read-export.ts';
import { type ProblemLog, problemLog } from './report/problem.ts';
import { watchSheets } from './spreadsheet.ts';
import type { StudentIds } from './student-ids.ts';

/** What contacts forbid, read without the OneRoster half: students by the ids that the file has for them, whoever they are. */
export interface ContactsAlone {
  readonly orphans: Companion['orphans'];
  /** E.164. */
  readonly doNotCall: readonly string[];
  /** Pairs of contact and student. */
  readonly pairs: number;
}

/** @returns undefined where the file cannot be read either; the log says why, and of a file that can be read nothing else */
export async function readContactsAlone(
  { contacts, contactsName, spool }: Pick<ExportHalves, 'contacts' | 'contactsName' | 'spool'>,
  settings: DistrictSettings,
  problems: ProblemLog,
): Promise<ContactsAlone | undefined> {
  const opened = await openedContacts(contacts, settings, spool);
  if (opened.kind === 'refused') {
    problems.add(opened.code, { file: contactsName });
    return undefined;
  }
  const watch = watchSheets(settings.exportLimits.spreadsheetPercent);
  const found = readContacts(contactsName, opened.files.value, settings.roster.contacts, problems, watch);
  if (found === undefined || problems.stopped()) return undefined;
  const { numberRules } = contextOf(settings, '', contactsName);
  let pairs = 0;
  const counted = {
    ...found,
    each: (visit: Parameters<typeof found.each>[0]) =>
      found.each((row) => {
        pairs += 1;
        visit(row);
      }),
  };
  const asTheyAre: StudentIds = (id, whose) => (whose === 'anybody' ? id : undefined);
  const { orphans, doNotCall } = readCompanion(contactsName, counted, asTheyAre, numberRules, problemLog(), () => undefined);
  return { orphans, doNotCall, pairs };
}
