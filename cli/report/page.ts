import { budgetChart, finalsChart, reachChart, refusalsChart } from './charts.ts';
import { BUDGET, type DayReport, FINAL_WORDS, type NoticeReport, secondsUntilShare, sumOfFinals } from './day-report.ts';
import { minutes, perPlaced, purposeWords, timeOfDay } from './words.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for an HTML element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const STYLE = `
:root{color-scheme:light;--ink:#1d2430;--soft:#5a6472;--line:#dfe4ea;--good:#0b6e4f;--bad:#b3361c;--wash:#f5f7f9}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:#fff}
main{max-width:860px;margin:0 auto;padding:32px 20px 80px}h1{font-size:28px;margin:0 0 4px}h2{font-size:21px;margin:44px 0 8px;border-top:1px solid var(--line);padding-top:22px}
h3{font-size:17px;margin:24px 0 6px}p{margin:6px 0 12px}.soft{color:var(--soft)}.tiles{display:flex;flex-wrap:wrap;gap:12px;margin:20px 0}
.tile{flex:1 1 170px;background:var(--wash);border-radius:10px;padding:14px 16px}.tile b{display:block;font-size:26px;line-height:1.2}.good b{color:var(--good)}.bad b{color:var(--bad)}
table{border-collapse:collapse;width:100%;margin:10px 0 18px;font-size:14.5px}th,td{text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}code{font:13px ui-monospace,Menlo,monospace;word-break:break-all}svg{max-width:100%;height:auto;display:block}
.plot{overflow:visible;color:var(--ink)}ul{padding-left:20px}@media print{h2{break-after:avoid}main{padding:0}}`;

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number, tag: 'td' | 'th') =>
    `<${tag}${typeof value === 'number' ? ' class="n"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${escapeHtml(String(value))}</${tag}>`;
  const body = rows.map((row) => `<tr>${row.map((value) => cell(value, 'td')).join('')}</tr>`).join('');
  return `<table><thead><tr>${head.map((value) => cell(value, 'th')).join('')}</tr></thead><tbody>${body}</tbody></table>`;
}

function tile(value: string, words: string, kind = ''): string {
  return `<div class="tile ${kind}"><b>${escapeHtml(value)}</b>${escapeHtml(words)}</div>`;
}

function headline(report: DayReport): string {
  const planned = report.notices.reduce((sum, notice) => sum + notice.planned, 0);
  const ended = report.notices.reduce((sum, notice) => sum + sumOfFinals(notice), 0);
  const adds = planned === ended;
  return `<div class="tiles">${[
    tile(String(report.notices.length), 'notices raised'),
    tile(String(planned), 'numbers planned to be called'),
    tile(
      String(ended),
      adds ? 'ended in a known state: nobody was lost' : 'ended in a known state: SOMEBODY IS MISSING',
      adds ? 'good' : 'bad',
    ),
    tile(
      report.audit.verdict === 'clean' ? 'intact' : report.audit.verdict,
      'audit trail, verified',
      report.audit.verdict === 'clean' ? 'good' : 'bad',
    ),
  ].join('')}</div>`;
}

const label = (notice: NoticeReport): string => `${purposeWords(notice.purpose)}: ${notice.messageName}`;

function noticeSection(notice: NoticeReport, report: DayReport): string {
  const half = secondsUntilShare(notice.reachedAfterSeconds, 0.5);
  const most = secondsUntilShare(notice.reachedAfterSeconds, 0.95);
  const finals = (Object.keys(FINAL_WORDS) as (keyof typeof FINAL_WORDS)[])
    .filter((state) => (notice.finals[state] ?? 0) > 0)
    .map((state) => [FINAL_WORDS[state], notice.finals[state] ?? 0] as const);
  const reach =
    half === undefined || most === undefined
      ? ''
      : `<p>Half of those who picked up had done so <b>${minutes(half)}</b> after it was raised; 95 of 100 after <b>${minutes(most)}</b>. ${notice.rings} rings in all.</p>${reachChart(notice)}`;
  const refusals =
    notice.refusals.length === 0
      ? ''
      : `<h3>Not called, and why</h3>${table(
          ['Rule', 'In plain words', 'Source', 'Numbers'],
          notice.refusals.map((row) => [row.rule, row.words, row.citation, row.count]),
        )}`;
  return `<section><h2>${escapeHtml(label(notice))}</h2><p class="soft">${escapeHtml(notice.audience)} · raised ${timeOfDay(notice.raisedAt, report.timezone)} · ${escapeHtml(notice.state)} · notice <code>${escapeHtml(notice.noticeId)}</code></p>
${table(['Where each number ended', 'Numbers'], [...finals, ['Planned', notice.planned]])}${reach}${refusals}</section>`;
}

function intakeSection(report: DayReport): string {
  const { roster, attendance } = report;
  const parts: string[] = [];
  if (roster) {
    parts.push(
      `<h2>The night's export</h2><p>${roster.students} students, ${roster.contacts} contacts, ${roster.numbers} numbers came in with <code>${escapeHtml(roster.file)}</code>. ${roster.problems.length} rows need somebody's attention.</p>`,
      table(
        ['File', 'Row', 'Column', 'Problem', 'What to do'],
        roster.problems.map((row) => [row.file, row.row, row.column, row.problem, row.advice]),
      ),
    );
  }
  if (attendance) {
    parts.push(
      `<h2>Attendance</h2><p>${attendance.unexcused} unexcused absences led to ${attendance.calls} calls (brothers and sisters in one); ${attendance.excused} excused absences led to none. For the clerk:</p>`,
      table(
        ['Row', 'Problem', 'What to do'],
        attendance.clerk.map((row) => [row.row, row.problem, row.advice]),
      ),
    );
  }
  return parts.join('');
}

function budgetSection(report: DayReport): string {
  const totals = perPlaced(report.budget);
  return `<section><h2>What it took</h2><p>${report.budget.placed} placed calls used <b>${totals.requests.toFixed(2)}</b> AWS requests each (budget ${BUDGET.requests}) and <b>${totals.invocations.toFixed(2)}</b> function invocations each (budget ${BUDGET.invocations}). Requests that do not grow with calls (import, schedules) are not in these figures.</p>${budgetChart(report.budget)}
${table(
  ['Function', 'Invocations', 'Per placed call'],
  report.budget.invocations.map((row) => [row.name, row.count, (row.count / Math.max(1, report.budget.placed)).toFixed(2)]),
)}</section>`;
}

function auditSection(report: DayReport): string {
  const { audit, witness } = report;
  const agree = witness.rings === witness.placedRecords;
  const findings =
    audit.findings.length === 0 ? '' : `<ul>${audit.findings.map((finding) => `<li>${escapeHtml(finding)}</li>`).join('')}</ul>`;
  return `<section><h2>Can it be proved?</h2><p>The audit trail holds <b>${audit.size}</b> sealed records. Verification with the public key alone says: <b>${escapeHtml(audit.verdict)}</b>. The telephone network saw ${witness.rings} rings; the trail knows ${witness.placedRecords}${agree ? ', the same ones' : ': THEY DIFFER'}.</p>${findings}<p class="soft">Root of the log: <code>${escapeHtml(audit.root)}</code></p></section>`;
}

/** The whole report as one file: no script, no network, prints well. */
export function reportPage(report: DayReport): string {
  const refusals = new Map<string, number>();
  for (const row of report.notices.flatMap((notice) => notice.refusals))
    refusals.set(row.rule, (refusals.get(row.rule) ?? 0) + row.count);
  const rules = [...refusals].map(([rule, count]) => ({ rule, count }));
  const title = `Calls of ${report.date}, ${report.district}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>
<h1>${escapeHtml(title)}</h1><p class="soft">${report.mode === 'rehearsal' ? 'Rehearsal: only listed numbers rang. ' : ''}This page names no person and no number. A call counts as confirmed only when a key was pressed.</p>
${headline(report)}${finalsChart(report.notices, label)}${report.notices.map((notice) => noticeSection(notice, report)).join('')}
${rules.length === 0 ? '' : `<section><h2>Refusals of the whole day</h2>${refusalsChart(rules)}</section>`}
${intakeSection(report)}${budgetSection(report)}${auditSection(report)}</main></body></html>`;
}
