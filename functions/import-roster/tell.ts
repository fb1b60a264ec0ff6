/** Tells the sender how a file fared: the report beside the file, the event on the bus, the record in the trail, counts only. */
import type { Signal } from '../../shared/roster/book/breaker.ts';
import { fileNameOf } from '../../shared/roster/drop-names.ts';
import type { ChainLink } from '../../shared/roster/export-chain.ts';
import type { Approval, LedgerEntry } from '../../shared/roster/import-ledger.ts';
import { layoutOf } from '../../shared/roster/layouts/sign-off.ts';
import type { ReadExport } from '../../shared/roster/read-export.ts';
import type { ProblemLog } from '../../shared/roster/report/problem.ts';
import { problemsInOrder, type Report, type ReportList, reportKey, whyStopped } from '../../shared/roster/report/report.ts';
import { reportPage } from '../../shared/roster/report/report-page.ts';
import { NOTHING_OBEYED } from './forbid-alone.ts';
import { dayOf, earlierUpload, type Halves, laterUpload } from './halves.ts';
import { listHeld, listMisnamed, listRefused, listSeen, listTaken } from './office-list.ts';
import type { RosterPorts } from './ports.ts';
import { noteInChain, noteUntaken } from './rests-on.ts';

type Counts = Readonly<Record<string, number>>;

const HOUR_MS = 3_600_000;

/** Of both halves. @param maps of the OneRoster half; none where it was not opened */
const allMaps = ({ settings }: RosterPorts, maps: readonly string[]) =>
  maps.length === 0 ? [] : [...maps, layoutOf(settings.roster.contacts).name];

const isAny = (counts: Counts): boolean => Object.values(counts).some((count) => count > 0);

/** A half is missing. Nothing is permitted yet. @param why what is missing, and when it goes on */
export async function tellWaiting(
  ports: RosterPorts,
  files: readonly string[],
  why: string,
  obeyed = NOTHING_OBEYED,
): Promise<void> {
  ports.log.info('ROSTER_WAITING', { files });
  const { counts } = obeyed;
  const summary = isAny(counts)
    ? `Nothing that it permits is taken yet, and what the contacts forbid holds from now on. It waits: ${why}`
    : `Nothing has changed yet: ${why}`;
  await writeReport(ports, files, { result: 'waiting', summary, counts, problems: problemsInOrder(obeyed.problems), maps: [] });
}

/** A file, or both halves, of which nothing was taken but what they forbid. */
export async function tellRejected(
  ports: RosterPorts,
  of: Halves | { readonly key: string; readonly uploadedAt: string },
  problems: ProblemLog,
  maps: readonly string[] = [],
  obeyed = NOTHING_OBEYED,
): Promise<void> {
  const [files, group] =
    'key' in of ? [[of.key], of.uploadedAt.slice(0, 10)] : [[of.unit.zipKey, of.unit.contactsKey], dayOf(of)];
  const stops = problems.list().filter((problem) => problem.severity === 'stop');
  const code = stops[0]?.code ?? 'no-students';
  const file = files[0] ?? '';
  const at = ports.clock.now().toISOString();
  ports.log.info('ROSTER_REJECTED', { file, code });
  const facts = { file, code, problems: problemCounts(problems), ...(isAny(obeyed.counts) ? { forbidden: obeyed.counts } : {}) };
  await ports.trail.write(group, [{ kind: 'roster.rejected', at, facts }]);
  const why = whyStopped(problems);
  const summary = isAny(obeyed.counts)
    ? `Nothing that it permits was taken, and what it forbids holds from now on: ${why}`
    : `Nothing was taken and nothing has changed: ${why}`;
  await writeReport(ports, files, {
    result: 'rejected',
    summary,
    counts: obeyed.counts,
    problems: problemsInOrder(problems, obeyed.problems),
    maps: allMaps(ports, maps),
  });
  await ports.bus.tell('Roster Rejected', { file, report: `${reportKey(file)}.json`, counts: problemCounts(problems) });
  if (!('hash' in of)) return listMisnamed(ports, of, stops);
  await listRefused(ports, of, stops);
  // If we die here: the next delivery tells all of this once more, and the task is open already.
  await noteUntaken(ports, of);
  await ports.ledger.note(of.hash, { at, key: file, result: 'rejected', counts: problemCounts(problems) });
}

/** The same bytes again. A redelivery has its report already; files of other names get one that says where they came before. */
export async function tellSeen(ports: RosterPorts, halves: Halves, before: LedgerEntry): Promise<void> {
  const { unit } = halves;
  ports.log.info('ROSTER_SEEN', { key: unit.zipKey });
  if (before.key === unit.zipKey) return;
  const summary = `The same export came before, as ${before.key}: the contact book took it then, and nothing has changed now.`;
  const { counts } = before;
  await writeReport(ports, [unit.zipKey, unit.contactsKey], { result: 'imported', summary, counts, problems: [], maps: [] });
  await listSeen(ports, halves);
}

export interface Held {
  readonly counts: Counts;
  readonly signals: readonly Signal[];
  readonly problems: ProblemLog;
  readonly maps: readonly string[];
}

/**
 * The export waits for a named person. The ledger comes last: until it is written, the next delivery tells everything again.
 * Durable: report, event, the office's task, ledger; the record came before what was done.
 */
export async function tellHeld(ports: RosterPorts, halves: Halves, { counts, signals, problems, maps }: Held): Promise<void> {
  const { unit, hash } = halves;
  const at = ports.clock.now().toISOString();
  const reasons = signals.filter(({ level }) => level === 'hold').map(({ words }) => words);
  ports.log.info('ROSTER_HELD', { file: unit.zipKey, signals: signals.map(({ id }) => id) });
  ports.measures.count('RosterHeld');
  const summary = `Held, and nothing it permits is taken: ${reasons.join(' ')} Calls go on with the contacts of the last export. What it forbids holds from now on. If it is right after all: ringfence roster approve --file ${unit.zipKey} --by "<your name>".`;
  const told = {
    result: 'held',
    summary,
    counts,
    hash,
    signals,
    problems: problemsInOrder(problems),
    maps: allMaps(ports, maps),
  } as const;
  await writeReport(ports, [unit.zipKey, unit.contactsKey], told);
  await ports.bus.tell('Roster Held', { file: unit.zipKey, report: `${reportKey(unit.zipKey)}.json`, counts });
  await listHeld(ports, halves, reasons);
  await noteUntaken(ports, halves);
  await ports.ledger.note(hash, { at, key: unit.zipKey, result: 'held', counts });
}

export interface Imported {
  readonly counts: Counts;
  readonly signals: readonly Signal[];
  readonly approval: Approval | undefined;
  readonly lists: readonly ReportList[];
  readonly problems: ProblemLog;
  /** Column maps by which the OneRoster half was read. */
  readonly maps: readonly string[];
  /** Absent where the manifest says that nothing has changed, and nothing was read. */
  readonly taken?: Taken;
}

export interface Taken {
  readonly sort: ReadExport<unknown>['sort'];
  /** Of a delta: the bulk export, and what was laid over it before. Else empty. */
  readonly restsOn: readonly ChainLink[];
  readonly bytes: number;
}

/**
 * Both halves are in the book. The ledger comes last: until it is written, the next delivery tells everything again.
 * Durable: record, report, event, ledger.
 */
export async function tellImported(
  ports: RosterPorts,
  halves: Halves,
  { counts, signals, approval, lists, problems, maps, taken }: Imported,
): Promise<void> {
  const { unit, hash } = halves;
  const at = ports.clock.now().toISOString();
  const all = { ...counts, 'rows not taken, or held': problems.rowsRejected() };
  ports.log.info('ROSTER_IMPORTED', { file: unit.zipKey, counts: all });
  const approvedBy = approval === undefined ? {} : { approvedBy: approval.by };
  const [bulk, ...deltas] = taken?.restsOn ?? [];
  const restsOn = bulk === undefined ? {} : { restsOn: [bulk, ...deltas].map(({ sha256 }) => sha256) };
  const facts = {
    phase: 'applied',
    file: unit.zipKey,
    hash,
    ...restsOn,
    counts: all,
    problems: problemCounts(problems),
    ...approvedBy,
  };
  await ports.trail.write(dayOf(halves), [{ kind: 'roster.imported', at, facts }]);
  const summary =
    taken === undefined
      ? 'The manifest says that nothing has changed, so nothing was.'
      : `The contact book now says what this export says${onWhat(taken)}. Whoever is not in it was left as they were.${approval === undefined ? '' : ` ${approval.by} let it pass.`}`;
  await writeReport(ports, [unit.zipKey, unit.contactsKey], {
    result: 'imported',
    summary,
    counts: all,
    ...(signals.length === 0 ? {} : { signals }),
    ...(lists.length === 0 ? {} : { lists }),
    problems: problemsInOrder(problems),
    maps: allMaps(ports, maps),
  });
  await ports.bus.tell('Roster Imported', { file: unit.zipKey, report: `${reportKey(unit.zipKey)}.json`, counts: all });
  // Since which export nothing has changed, nobody says: it may be one that was refused. So the book is no younger for it.
  if (taken !== undefined) {
    await noteTaken(ports, halves, taken.bytes);
    // If we die here: a delta that comes before the next delivery finds an export that was not imported, and waits for it.
    await noteInChain(ports, halves, taken.sort);
    await listTaken(ports, halves, approval !== undefined);
  }
  // If we die here: the next delivery finds nothing to write, and tells all of this once more.
  await ports.ledger.note(hash, { at, key: unit.zipKey, result: 'imported', counts: all });
}

async function noteTaken({ ledger, clock, measures, settings }: RosterPorts, halves: Halves, bytes: number): Promise<void> {
  const earlierAt = earlierUpload(halves);
  await ledger.noteTaken({ hash: halves.hash, uploadedAt: laterUpload(halves), earlierAt, bytes });
  const hours = (clock.now().getTime() - Date.parse(earlierAt)) / HOUR_MS;
  // An alarm waits for these: it sounds when for so long none came.
  if (hours <= settings.exportLimits.warnAfterHours) measures.count('FreshExportTaken');
}

function onWhat({ restsOn: [bulk, ...deltas] }: Taken): string {
  if (bulk === undefined) return '';
  const since = deltas.length === 0 ? '' : ` and ${deltas.map(({ key }) => fileNameOf(key)).join(', ')}`;
  return ` (changes only, laid over ${fileNameOf(bulk.key)}${since})`;
}

async function writeReport(ports: RosterPorts, files: readonly string[], told: Omit<Report, 'file' | 'at'>): Promise<void> {
  const at = ports.clock.now().toISOString();
  for (const file of files) {
    const report: Report = { file, at, ...told };
    await ports.intake.writeReport(`${reportKey(file)}.json`, 'application/json', JSON.stringify(report, null, 2));
    await ports.intake.writeReport(`${reportKey(file)}.html`, 'text/html; charset=utf-8', reportPage(report));
  }
}

function problemCounts(problems: ProblemLog): Counts {
  return Object.fromEntries(Object.entries(problems.counts()));
}
