import { DateTime } from 'luxon';
import { budgetChart, finalsChart, finalsLegend } from './charts.ts';
import { BUDGET, type DayReport, secondsUntilShare, sumOfFinals } from './day-report.ts';
import { count, escapeHtml, figure, STYLE, table, tile } from './html.ts';
import { noticeSections, refusalsFigure, type SchoolNames, shortLabel } from './notice-sections.ts';
import { minutes, perPlaced, purposeWords } from './words.ts';

/** How fast the most urgent notice of the day came to people. */
function speedTile({ notices }: DayReport): string {
  const urgent = notices.find(({ purpose }) => purpose === 'emergency') ?? notices[0];
  const half = urgent === undefined ? undefined : secondsUntilShare(urgent.reachedAfterSeconds, 0.5);
  if (urgent === undefined || half === undefined) return tile('–', 'nobody picked up');
  return tile(minutes(half), `${purposeWords(urgent.purpose)}: until half of those who picked up had`);
}

function headline(report: DayReport): string {
  const planned = report.notices.reduce((sum, notice) => sum + notice.planned, 0);
  const ended = report.notices.reduce((sum, notice) => sum + sumOfFinals(notice), 0);
  const pickedUp = report.notices.reduce((sum, notice) => sum + notice.reachedAfterSeconds.length, 0);
  const silent = report.notices.reduce((sum, notice) => sum + (notice.finals.refused ?? 0), 0);
  const [adds, clean] = [planned === ended, report.audit.verdict === 'clean'];
  return `<div class="tiles">${[
    tile(count(planned), `numbers planned, in ${report.notices.length} notices`),
    tile(count(pickedUp), 'numbers picked up'),
    speedTile(report),
    tile(count(silent), 'numbers not called, because a rule forbids it'),
    tile(
      count(ended),
      adds ? 'ended in a known state: nobody was lost' : 'ended in a known state: SOMEBODY IS MISSING',
      adds ? 'good' : 'bad',
    ),
    tile(clean ? 'intact' : report.audit.verdict, 'record of the day, verified', clean ? 'good' : 'bad'),
  ].join('')}</div>`;
}

function intakeSection({ roster, attendance }: DayReport): string {
  const parts: string[] = [];
  if (roster) {
    const came = `${count(roster.students)} students, ${count(roster.contacts)} contacts and ${count(roster.numbers)} numbers came in with <code>${escapeHtml(roster.file)}</code>.`;
    parts.push(
      `<h2>The night's export</h2><p>${came} ${roster.problems.length} rows need somebody's attention:</p>`,
      table(
        ['File', 'Row', 'Column', 'Problem', 'What to do'],
        roster.problems.map((row) => [row.file, row.row, row.column, row.problem, row.advice]),
      ),
    );
  }
  if (attendance) {
    parts.push(
      `<h2>The attendance file</h2><p>${attendance.unexcused} unexcused absences led to ${attendance.calls} planned calls (brothers and sisters in one); ${attendance.excused} excused ones led to none. For the clerk:</p>`,
      table(
        ['Row', 'Problem', 'What to do'],
        attendance.clerk.map((row) => [row.row, row.problem, row.advice]),
      ),
    );
  }
  return `<section>${parts.join('')}</section>`;
}

function budgetSection({ budget }: DayReport): string {
  const totals = perPlaced(budget);
  const used = `${count(budget.placed)} placed calls used <b>${totals.requests.toFixed(2)}</b> AWS requests each (budget ${BUDGET.requests}) and <b>${totals.invocations.toFixed(2)}</b> function invocations each (budget ${BUDGET.invocations}).`;
  const invocations = budget.invocations.map((row) => [row.name, row.count, (row.count / Math.max(1, budget.placed)).toFixed(2)]);
  return `<section><h2>What it took</h2><p>${used} What does not grow with calls (import, the minute's sweep) is not in these figures.</p>${figure('AWS requests per placed call', budgetChart(budget))}
${table(['Function', 'Invocations', 'Per placed call'], invocations)}</section>`;
}

function auditSection({ audit, witness }: DayReport): string {
  const agree = witness.rings === witness.placedRecords;
  const findings =
    audit.findings.length === 0 ? '' : `<ul>${audit.findings.map((finding) => `<li>${escapeHtml(finding)}</li>`).join('')}</ul>`;
  return `<section><h2>Can it be proved?</h2><p>The audit trail holds <b>${count(audit.size)}</b> sealed records. Verified with the public key alone, it is <b>${escapeHtml(audit.verdict)}</b>: nothing was changed, removed, added late or reordered${audit.verdict === 'clean' ? '' : ', except as listed'}. The telephone network saw ${count(witness.rings)} rings; the trail knows ${count(witness.placedRecords)}${agree ? ', the same ones' : ': THEY DIFFER'}.</p>${findings}<p class="soft">Root of the log: <code>${escapeHtml(audit.root)}</code></p></section>`;
}

/** The whole report as one file: no script, no network, prints well. @param schools names by id, from the settings */
export function reportPage(report: DayReport, schools: SchoolNames = new Map()): string {
  const day = DateTime.fromISO(report.date).setLocale('en-US').toLocaleString(DateTime.DATE_HUGE);
  const title = `Calls of ${day}`;
  const chart = finalsChart(report.notices, (notice) => shortLabel(notice, schools));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><title>${escapeHtml(`${title}, ${report.district}`)}</title><style>${STYLE}</style></head><body><main>
<h1>${escapeHtml(title)}</h1><p><b>${escapeHtml(report.district)}</b>${report.mode === 'rehearsal' ? ' · Rehearsal: only listed numbers rang' : ''}<br><span class="soft">This page names no person and no number. A call counts as confirmed only when a key was pressed.</span></p>
${headline(report)}${figure('Where every planned number ended', finalsLegend(report.notices), chart)}
${noticeSections(report, schools)}${refusalsFigure(report)}${intakeSection(report)}${budgetSection(report)}${auditSection(report)}</main></body></html>`;
}
