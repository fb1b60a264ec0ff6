import type { FileBytes } from '../disk/file-bytes.ts';
import type { Spool } from '../disk/spool.ts';
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
  readonly zip: Loan<FileBytes>;
  readonly zipName: string;
  readonly contacts: Loan<FileBytes>;
  readonly contactsName: string;
  /** Where they are unpacked. */
  readonly spool: Spool;
}

/** An export that a delta rests on, as it was dropped. */
export interface EarlierZip {
  readonly name: string;
  readonly zip: FileBytes;
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
  { zip, zipName, contacts, contactsName, spool }: ExportHalves,
  settings: DistrictSettings,
  day: string,
  problems: ProblemLog,
  earlier: EarlierZips,
  store: Contacts,
): Promise<ReadExport<Contacts>> {
  const archive = await openArchive(zip.value, WANTED, spool);
  zip.giveBack();
  const companion = await openedContacts(contacts, settings, spool);
  if (archive.kind === 'refused') problems.add(archive.code, { file: zipName });
  const of = companion.kind === 'refused' ? undefined : companion.files;
  const read = (files: ExportFiles, log: ProblemLog) =>
    understandInto(store, files, of, contextOf(settings, day, contactsName), log);
  const found =
    archive.kind === 'refused' ? NOTHING : await readZip({ files: archive.files, name: zipName, spool }, read, problems, earlier);
  if (companion.kind !== 'refused') return found;
  // Last, or the zip would not be read, whose stops hold all the same.
  problems.add(companion.code, { file: contactsName });
  return { ...NOTHING, ...found, kind: 'stopped' };
}

/** The OneRoster half, and what `read` makes of both. */
async function readZip<Contacts>(
  { files, name, spool }: { readonly files: Map<string, FileBytes>; readonly name: string; readonly spool: Spool },
  read: (files: ExportFiles, log: ProblemLog) => Understood<Contacts>,
  problems: ProblemLog,
  earlier: EarlierZips,
): Promise<ReadExport<Contacts>> {
  const { says } = readManifest(files, problemLog());
  const own = { get: (of: string) => files.get(of), has: (of: string) => files.has(of), letGo: () => files.clear() };
  if (says === 'whole') return { ...read(own, problems), sort: 'bulk' };
  // A manifest alone says that nothing has changed; the contacts beside it are whole all the same, and may forbid a call.
  const sort = says === 'delta' ? 'delta' : 'quiet';
  const laid = await laidOver({ files, spool }, earlier, sort === 'delta' ? problems : problemLog());
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
  contacts: Loan<FileBytes>,
  { roster }: DistrictSettings,
  spool: Spool,
): Promise<{ readonly kind: 'opened'; readonly files: Loan<FileBytes | TableFiles> } | Extract<Archive, { kind: 'refused' }>> {
  if (contactsEnding(roster.contacts) === 'csv') return { kind: 'opened', files: contacts };
  const archive = await openArchive(contacts.value, TABLE_FILES, spool);
  contacts.giveBack();
  return archive.kind === 'refused' ? archive : { kind: 'opened', files: new Loan<TableFiles>(archive.files) };
}

async function laidOver(
  { files, spool }: { readonly files: ReadonlyMap<string, FileBytes>; readonly spool: Spool },
  earlier: EarlierZips,
  problems: ProblemLog,
): Promise<DeltaFiles | undefined> {
  const opened: EarlierExport[] = [];
  for (const { name, zip, uploadedAt } of (await earlier(problems)) ?? []) {
    const archive = await openArchive(zip, WANTED, spool);
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
