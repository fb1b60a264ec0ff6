import type { DistrictSettings } from '../district/settings.ts';
import { Loan } from '../packed/loan.ts';
import { type Archive, openArchive } from './bytes/archive.ts';
import type { TableFiles } from './layouts/find-tables.ts';
import { contactsEnding } from './layouts/sign-off.ts';
import { type DeltaFiles, type EarlierExport, layOver } from './oneroster/delta.ts';
import { readManifest } from './oneroster/manifest.ts';
import { type ExportFiles, ONEROSTER_FILES } from './oneroster/oneroster.ts';
import { tracing } from './oneroster/records.ts';
import { type ProblemLog, problemLog } from './report/problem.ts';
import type { ContactStore } from './roster.ts';
import { type Understood, understandInto } from './understand.ts';

/** Both halves of an export as bytes, under the names that its report gives them. Each is given back once it has been read. */
export interface ExportHalves {
  readonly zip: Loan<Uint8Array>;
  readonly zipName: string;
  readonly contacts: Loan<Uint8Array>;
  readonly contactsName: string;
}

/** An export that a delta rests on, as it was dropped. */
export interface EarlierZip {
  readonly name: string;
  readonly zip: Uint8Array;
  /** RFC 3339 UTC. */
  readonly uploadedAt: string;
}

/** The exports a delta rests on, the bulk one first; undefined when there are none, and the log says why. */
export type EarlierZips = (problems: ProblemLog) => Promise<readonly EarlierZip[] | undefined>;

export type ReadExport<Contacts> = Understood<Contacts> & {
  /** `quiet`: a manifest alone, read as the earlier exports stand. */
  readonly sort: 'bulk' | 'delta' | 'quiet';
};

const NOTHING = { kind: 'stopped', maps: [], doNotCall: [], sort: 'bulk' } as const;
const WANTED: ReadonlySet<string> = new Set(ONEROSTER_FILES);

/**
 * What an export says under a district's settings. Never throws of itself, whatever the bytes are.
 * @param day the school day, YYYY-MM-DD
 * @param store takes in the contacts
 */
export async function readExport<Contacts extends ContactStore>(
  { zip, zipName, contacts, contactsName }: ExportHalves,
  settings: DistrictSettings,
  day: string,
  problems: ProblemLog,
  earlier: EarlierZips,
  store: Contacts,
): Promise<ReadExport<Contacts>> {
  const archive = await openArchive(zip.value, WANTED);
  zip.giveBack();
  const companion = await openedContacts(contacts, settings);
  if (archive.kind === 'refused') problems.add(archive.code, { file: zipName });
  const of = companion.kind === 'refused' ? undefined : companion.files;
  const read = (files: ExportFiles, log: ProblemLog) =>
    understandInto(store, files, of, contextOf(settings, day, contactsName), log);
  const found = archive.kind === 'refused' ? NOTHING : await readZip(archive.files, zipName, read, problems, earlier);
  if (companion.kind !== 'refused') return found;
  // Last, or the zip would not be read, whose stops hold all the same.
  problems.add(companion.code, { file: contactsName });
  return { ...NOTHING, ...found, kind: 'stopped' };
}

/** The OneRoster half, and what `read` makes of both. */
async function readZip<Contacts>(
  files: Map<string, Uint8Array>,
  name: string,
  read: (files: ExportFiles, log: ProblemLog) => Understood<Contacts>,
  problems: ProblemLog,
  earlier: EarlierZips,
): Promise<ReadExport<Contacts>> {
  const { says } = readManifest(files, problemLog());
  const own = { get: (of: string) => files.get(of), has: (of: string) => files.has(of), letGo: () => files.clear() };
  if (says === 'whole') return { ...read(own, problems), sort: 'bulk' };
  // A manifest alone says that nothing has changed; the contacts beside it are whole all the same, and may forbid a call.
  const sort = says === 'delta' ? 'delta' : 'quiet';
  const laid = await laidOver(files, earlier, sort === 'delta' ? problems : problemLog());
  if (laid === undefined && sort === 'quiet') return { ...read(files, problems), sort };
  if (laid === undefined) return { ...NOTHING, sort };
  const understood = read(laid, tracing(problems, laid.overlay));
  if (!laid.overlay.isOutdated()) return { ...understood, sort };
  problems.add('delta-older', { file: name });
  return { ...NOTHING, maps: understood.maps, sort };
}

/** Tables are told by their headers, whatever their files are called. */
export const TABLE_FILES = { has: (name: string) => /\.(csv|txt|tsv)$/.test(name) };

/** One file as it is; the tables of a layout that has several are unpacked. */
export async function openedContacts(
  contacts: Loan<Uint8Array>,
  { roster }: DistrictSettings,
): Promise<{ readonly kind: 'opened'; readonly files: Loan<Uint8Array | TableFiles> } | Extract<Archive, { kind: 'refused' }>> {
  if (contactsEnding(roster.contacts) === 'csv') return { kind: 'opened', files: contacts };
  const archive = await openArchive(contacts.value, TABLE_FILES);
  contacts.giveBack();
  return archive.kind === 'refused' ? archive : { kind: 'opened', files: new Loan<TableFiles>(archive.files) };
}

async function laidOver(
  files: ReadonlyMap<string, Uint8Array>,
  earlier: EarlierZips,
  problems: ProblemLog,
): Promise<DeltaFiles | undefined> {
  const opened: EarlierExport[] = [];
  for (const { name, zip, uploadedAt } of (await earlier(problems)) ?? []) {
    const archive = await openArchive(zip, WANTED);
    if (archive.kind === 'refused') problems.add(archive.code, { file: name });
    else opened.push({ name, files: archive.files, uploadedAt });
  }
  return problems.stopped() ? undefined : layOver(files, opened, problems);
}

/** What an export is held against under a district's settings. @param day the school day, YYYY-MM-DD */
export function contextOf(settings: DistrictSettings, day: string, companionFile: string) {
  return {
    day,
    companionFile,
    schools: settings.schools.map((school) => school.id),
    contacts: settings.roster.contacts,
    wordings: settings.consentWordings,
    spreadsheetPercent: settings.exportLimits.spreadsheetPercent,
    numberRules: {
      country: 'US',
      allowedCountries: settings.allowedCountries,
      districtZones: [settings.district.timezone],
      ownLines: [settings.callBackNumber, settings.tollFreeNumber],
    },
  } as const;
}
