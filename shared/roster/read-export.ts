import type { DistrictSettings } from '../district/settings.ts';
import { openArchive } from './bytes/archive.ts';
import { ONEROSTER_FILES } from './oneroster/oneroster.ts';
import type { ProblemLog } from './report/problem.ts';
import { type Understood, understand } from './understand.ts';

/** Both halves of an export as bytes, under the names that its report gives them. */
export interface ExportHalves {
  readonly zip: Uint8Array;
  readonly zipName: string;
  readonly contacts: Uint8Array;
  readonly contactsName: string;
}

/** What an export says under a district's settings. Never throws, whatever the bytes are. @param day the school day, YYYY-MM-DD */
export async function readExport(
  { zip, zipName, contacts, contactsName }: ExportHalves,
  settings: DistrictSettings,
  day: string,
  problems: ProblemLog,
): Promise<Understood> {
  const archive = await openArchive(zip, new Set(ONEROSTER_FILES));
  if (archive.kind === 'refused') {
    problems.add(archive.code, { file: zipName });
    return { kind: 'stopped', maps: [] };
  }
  const context = {
    day,
    schools: settings.schools.map((school) => school.id),
    companionFile: contactsName,
    contacts: settings.roster.contacts,
    wordings: settings.consentWordings,
    numberRules: {
      country: 'US',
      allowedCountries: settings.allowedCountries,
      districtZones: [settings.district.timezone],
    },
  } as const;
  return understand(archive.files, contacts, context, problems);
}
