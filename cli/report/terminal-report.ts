import type { Terminal } from '../machine/terminal.ts';
import { BUDGET, type DayReport, FINAL_WORDS, type NoticeReport, secondsUntilShare, sumOfFinals } from './day-report.ts';
import { minutes, perPlaced, purposeWords, timeOfDay } from './words.ts';

function sayNotice(notice: NoticeReport, report: DayReport, terminal: Terminal): void {
  terminal.line(
    `  ${purposeWords(notice.purpose)} "${notice.messageName}", raised ${timeOfDay(notice.raisedAt, report.timezone)}, ${notice.audience}`,
  );
  const parts = (Object.keys(FINAL_WORDS) as (keyof typeof FINAL_WORDS)[])
    .filter((state) => (notice.finals[state] ?? 0) > 0)
    .map((state) => `${notice.finals[state]} ${state}`);
  const sum = sumOfFinals(notice);
  const adds = `planned ${notice.planned} = ${parts.join(' + ')}`;
  if (sum === notice.planned) terminal.good(adds);
  else terminal.bad(`${adds}, which is ${sum}: ${notice.planned - sum} are missing`);
  const half = secondsUntilShare(notice.reachedAfterSeconds, 0.5);
  const most = secondsUntilShare(notice.reachedAfterSeconds, 0.95);
  if (half !== undefined && most !== undefined) {
    terminal.soft(
      `of the ${notice.reachedAfterSeconds.length} numbers that picked up: 50 % after ${minutes(half)}, 95 % after ${minutes(most)}; ${notice.rings} rings`,
    );
  }
  for (const row of notice.refusals) terminal.soft(`${row.count} not called by rule ${row.rule}: ${row.words} (${row.citation})`);
}

/** The day's report as a person reads it in a terminal. */
export function sayReport(report: DayReport, terminal: Terminal): void {
  terminal.heading(`The day's report: ${report.district}, ${report.date}`);
  for (const notice of report.notices) sayNotice(notice, report, terminal);
  const totals = perPlaced(report.budget);
  terminal.line(`  ${report.budget.placed} placed calls, per call:`);
  const say = (within: boolean, text: string): void => (within ? terminal.good(text) : terminal.bad(text));
  say(totals.requests <= BUDGET.requests, `${totals.requests.toFixed(2)} AWS requests (budget ${BUDGET.requests})`);
  const byOperation = new Map<string, number>();
  for (const row of report.budget.requests) byOperation.set(row.operation, (byOperation.get(row.operation) ?? 0) + row.count);
  for (const [operation, count] of [...byOperation].sort((a, b) => b[1] - a[1])) {
    terminal.soft(`  ${(count / Math.max(1, report.budget.placed)).toFixed(2)}  ${operation}`);
  }
  say(
    totals.invocations <= BUDGET.invocations,
    `${totals.invocations.toFixed(2)} function invocations (budget ${BUDGET.invocations})`,
  );
  for (const row of report.budget.invocations)
    terminal.soft(`  ${(row.count / Math.max(1, report.budget.placed)).toFixed(2)}  ${row.name}`);
  say(
    report.witness.rings === report.witness.placedRecords,
    `${report.witness.rings} rings on the telephone network, ${report.witness.placedRecords} in the audit trail`,
  );
  say(report.audit.verdict === 'clean', `audit trail: ${report.audit.size} records sealed, verdict ${report.audit.verdict}`);
  for (const finding of report.audit.findings) terminal.bad(finding);
}

/**
 * Whether everything a district is promised held on this day. The budget is shown and not among it: it is a measure of ours,
 * and a crowded machine makes smaller batches.
 */
export function allHeld(report: DayReport): boolean {
  return (
    report.notices.every((notice) => sumOfFinals(notice) === notice.planned && notice.open === 0) &&
    report.audit.verdict === 'clean' &&
    report.witness.rings === report.witness.placedRecords
  );
}
