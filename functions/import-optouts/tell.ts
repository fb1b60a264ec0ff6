/** Tells the sender how a file of opt-outs fared: report beside the file, event on the bus, record in the trail, counts only. */
import type { LedgerEntry } from '../../shared/roster/import-ledger.ts';
import { OPTOUTS_MAP } from '../../shared/roster/maps/optouts.ts';
import type { OptoutFile, OptoutSource } from '../../shared/roster/optouts.ts';
import type { ProblemLog } from '../../shared/roster/report/problem.ts';
import { problemsInOrder, type Report, reportKey } from '../../shared/roster/report/report.ts';
import { reportPage } from '../../shared/roster/report/report-page.ts';
import type { Kept } from './keep-stops.ts';
import type { OptoutPorts } from './ports.ts';

export interface DroppedFile extends OptoutSource {
  /** Day of the upload: group of the records. */
  readonly group: string;
}

/** A ledger of its own: the same bytes under `attendance/` are another file. */
export function ledgerName(hash: string): string {
  return `optouts-${hash}`;
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
  await ports.ledger.note(ledgerName(hash), { at, key, result: 'rejected', counts });
}

/** The same bytes again. A redelivery has its report already; a file of another name gets one that says where it came before. */
export async function tellSeen(ports: OptoutPorts, key: string, before: LedgerEntry): Promise<void> {
  ports.log.info('OPTOUTS_SEEN', { key });
  if (before.key === key) return;
  const summary = `The same file came before, as ${before.key}: its stops were recorded then, and nothing changes.`;
  const { counts } = before;
  await writeReport(ports, { file: key, at: ports.clock.now().toISOString(), result: 'imported', summary, counts, problems: [] });
}

export interface Told {
  readonly found: OptoutFile;
  readonly kept: Kept;
  readonly problems: ProblemLog;
}

/** The ledger comes last: until it is written, the next delivery tells everything again. */
export async function tellImported(
  ports: OptoutPorts,
  { key, hash, group }: DroppedFile,
  { found, kept, problems }: Told,
): Promise<void> {
  const at = ports.clock.now().toISOString();
  const counts = {
    'rows in the file': found.seen,
    'stops recorded': kept.stopped,
    'stops an earlier file had recorded': kept.stoppedBefore,
    'stops wider than asked, by the rule of their day': kept.widened,
    'numbers whose record does not open': kept.unreadable,
    'rows that named no telephone': problems.counts()['optout-phone'] ?? 0,
  };
  ports.log.info('OPTOUTS_IMPORTED', { key, stops: kept.stopped });
  const facts = { phase: 'applied', file: key, hash, counts, problems: countsIn(problems) };
  await ports.trail.write(group, [{ kind: 'optouts.imported', at, facts }]);
  const summary =
    `${kept.stopped} stops were recorded and are obeyed now, by calls that are queued too. ` +
    'All automated calls stop but emergencies, except where a row asked otherwise; a person may always call.';
  await writeReport(ports, { file: key, at, result: 'imported', summary, counts, problems: problemsInOrder(problems) });
  await ports.bus.tell('Optouts Imported', { file: key, report: `${reportKey(key)}.json`, counts });
  // If we die here: the next delivery comes to the same stops, and tells all of this once more.
  await ports.ledger.note(ledgerName(hash), { at, key, result: 'imported', counts });
}

async function writeReport(ports: OptoutPorts, told: Omit<Report, 'maps'>): Promise<void> {
  const report: Report = { ...told, maps: [OPTOUTS_MAP.name] };
  await ports.intake.writeReport(`${reportKey(report.file)}.json`, 'application/json', JSON.stringify(report, null, 2));
  await ports.intake.writeReport(`${reportKey(report.file)}.html`, 'text/html; charset=utf-8', reportPage(report));
}

function countsIn(problems: ProblemLog): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(problems.counts()));
}
