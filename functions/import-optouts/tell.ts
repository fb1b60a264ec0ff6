/** Tells the sender how a file of opt-outs fared: report beside the file, event on the bus, record in the trail, counts only. */
import type { LedgerEntry } from '../../shared/roster/import-ledger.ts';
import { OPTOUTS_MAP } from '../../shared/roster/maps/optouts.ts';
import { type OptoutFile, type OptoutSource, optoutsInLedger } from '../../shared/roster/optouts.ts';
import type { ProblemLog } from '../../shared/roster/report/problem.ts';
import { problemsInOrder, type Report, reportKey } from '../../shared/roster/report/report.ts';
import { reportPage } from '../../shared/roster/report/report-page.ts';
import type { Kept } from './keep-stops.ts';
import type { Silencing } from './may-silence.ts';
import type { OptoutPorts } from './ports.ts';

export interface DroppedFile extends OptoutSource {
  /** Day of the upload: group of the records. */
  readonly group: string;
}

/** Nothing of the file could be taken. People asked to be left alone, so this wakes somebody (alarm `OptoutsRejected`). */
export async function tellRejected(ports: OptoutPorts, { key, hash, group }: DroppedFile, problems: ProblemLog): Promise<void> {
  const stops = problems.list().filter((problem) => problem.severity === 'stop');
  const code = stops[0]?.code ?? 'file-unreadable';
  const at = ports.clock.now().toISOString();
  const counts = countsIn(problems);
  ports.log.info('OPTOUTS_REJECTED', { key, code });
  ports.measures.count('OptoutsRejected');
  await ports.trail.write(group, [{ kind: 'optouts.rejected', at, facts: { file: key, hash, code, problems: counts } }]);
  const summary = `Nothing was stopped, and whoever stands in this file still gets calls: ${stops.map(({ what }) => what).join(' ')}`;
  await writeReport(ports, { file: key, at, result: 'rejected', summary, counts: {}, problems: problemsInOrder(problems) });
  await ports.bus.tell('Optouts Rejected', { file: key, report: `${reportKey(key)}.json`, counts });
  await ports.ledger.note(optoutsInLedger(hash), { at, key, result: 'rejected', counts });
}

/** The same bytes again. A redelivery has its report already; a file of another name gets one that says where it came before. */
export async function tellSeen(
  ports: OptoutPorts,
  { key, hash }: Pick<DroppedFile, 'key' | 'hash'>,
  before: LedgerEntry,
): Promise<void> {
  ports.log.info('OPTOUTS_SEEN', { key });
  if (before.key === key) return;
  const { counts, result } = before;
  const waits =
    result === 'held' ? ` Its wrong numbers still get emergencies, and wait for a person: ${approving(before.key)}` : '';
  const summary = `The same file came before, as ${before.key}: its stops were recorded then, and nothing changes.${waits}`;
  await writeReport(ports, {
    file: key,
    at: ports.clock.now().toISOString(),
    result,
    summary,
    ...(result === 'held' ? { hash } : {}),
    counts,
    problems: [],
  });
}

function approving(file: string): string {
  return `ringfence optouts approve --file ${file} --by "<your name>".`;
}

/** What the trail says of it: how many wait, or who let them pass. */
export function silencingFacts(silencing: Silencing): Readonly<Record<string, string | number>> {
  if (silencing.kind === 'held') return { held: silencing.numbers };
  return silencing.approvedBy === undefined ? {} : { approvedBy: silencing.approvedBy };
}

export interface Told {
  readonly found: OptoutFile;
  readonly kept: Kept;
  readonly silencing: Silencing;
  readonly problems: ProblemLog;
}

/** The ledger comes last: until it is written, the next delivery tells everything again. */
export async function tellImported(
  ports: OptoutPorts,
  { key, hash, group }: DroppedFile,
  { found, kept, silencing, problems }: Told,
): Promise<void> {
  const at = ports.clock.now().toISOString();
  const isHeld = silencing.kind === 'held';
  const counts = {
    'rows in the file': found.seen,
    'stops recorded': kept.stopped,
    'stops an earlier file had recorded': kept.stoppedBefore,
    'stops wider than asked, by the rule of their day': kept.widened,
    'wrong numbers that still get emergencies, until a person has looked': isHeld ? silencing.numbers : 0,
    'numbers whose record does not open': kept.unreadable,
    'rows that named no telephone': problems.counts()['optout-phone'] ?? 0,
  };
  ports.log.info('OPTOUTS_IMPORTED', { key, stops: kept.stopped });
  const facts = { phase: 'applied', file: key, hash, counts, problems: countsIn(problems), ...silencingFacts(silencing) };
  if (isHeld) ports.measures.count('WrongNumbersHeld');
  await ports.trail.write(group, [{ kind: 'optouts.imported', at, facts }]);
  const result = isHeld ? 'held' : 'imported';
  const told = { summary: summaryOf(key, kept, silencing), counts, problems: problemsInOrder(problems) };
  await writeReport(ports, { file: key, at, result, ...(isHeld ? { hash } : {}), ...told });
  const news = isHeld ? 'Optouts Held' : 'Optouts Imported';
  await ports.bus.tell(news, { file: key, report: `${reportKey(key)}.json`, counts });
  // If we die here: the next delivery comes to the same stops, and tells all of this once more.
  await ports.ledger.note(optoutsInLedger(hash), { at, key, result, counts });
}

function summaryOf(key: string, { stopped }: Kept, silencing: Silencing): string {
  const done =
    `${stopped} stops were recorded and are obeyed now, by calls that are queued too. ` +
    'All automated calls stop but emergencies, except where a row asked otherwise; a person may always call.';
  if (silencing.kind === 'held')
    return `${done} ${silencing.numbers} rows say "wrong number", more than silenceLimits takes unseen: those phones still get emergencies, and nothing else. Are they all wrong? ${approving(key)}`;
  return silencing.approvedBy === undefined
    ? done
    : `${done} ${silencing.approvedBy} let its wrong numbers stop emergencies too.`;
}

async function writeReport(ports: OptoutPorts, told: Omit<Report, 'maps'>): Promise<void> {
  const report: Report = { ...told, maps: [OPTOUTS_MAP.name] };
  await ports.intake.writeReport(`${reportKey(report.file)}.json`, 'application/json', JSON.stringify(report, null, 2));
  await ports.intake.writeReport(`${reportKey(report.file)}.html`, 'text/html; charset=utf-8', reportPage(report));
}

function countsIn(problems: ProblemLog): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(problems.counts()));
}
