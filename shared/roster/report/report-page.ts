import type { Problem } from './problem.ts';
import type { Report, ReportList } from './report.ts';

const RESULTS = {
  imported: 'Imported',
  rejected: 'Not imported',
  waiting: 'Waiting for the other file',
  held: 'Held for a person to look',
} as const;
const EFFECTS = {
  stop: 'nothing of the file was taken',
  rejected: 'not taken',
  held: 'taken; nobody is called because of it',
  note: 'taken',
} as const;

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2733}
h1{font-size:1.4rem}table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;padding:.35rem .6rem;
border-bottom:1px solid #d8dee6;vertical-align:top}th{font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums}
.imported{color:#17643a}.rejected{color:#a3231f}.waiting,.held{color:#7a5200}`;

/** The report as a page that needs nothing from anywhere. Every text is escaped; formulas have no power in HTML. */
export function reportPage(report: Report): string {
  const counts = Object.entries(report.counts).map(
    ([name, count]) => `<tr><td>${escaped(name)}</td><td class="n">${count}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(report.file)}: ${RESULTS[report.result]}</title><style>${STYLE}</style></head>
<body><h1 class="${report.result}">${RESULTS[report.result]}: ${escaped(report.file)}</h1>
<p>${escaped(report.summary)}</p><p>${escaped([report.at, ...report.maps].join(' · '))}</p>
${signalList(report)}
${counts.length === 0 ? '' : `<table><tbody>${counts.join('\n')}</tbody></table>`}
${(report.lists ?? []).map(listTable).join('\n')}
${report.problems.length === 0 ? '<p>No row gave reason for a remark.</p>' : problemTable(report.problems)}
</body></html>
`;
}

function signalList({ signals = [], result }: Report): string {
  if (signals.length === 0) return '';
  const effect = { hold: result === 'held' ? 'it is held for this' : 'a person let it pass', warn: 'worth knowing' } as const;
  const items = signals.map(({ level, words }) => `<li>${escaped(words)} <em>(${effect[level]})</em></li>`);
  return `<h2>Unlike the last export</h2><ul>${items.join('\n')}</ul>`;
}

function listTable({ title, columns, rows }: ReportList): string {
  if (rows.length === 0) return '';
  return `<h2>${escaped(title)}</h2>${table(columns, rows)}`;
}

/** Of one kind in one column: a page is for people. */
const SHOWN_PER_KIND = 200;

function problemTable(problems: readonly Problem[]): string {
  const kinds = Map.groupBy(problems, ({ code, file, column }) => JSON.stringify([code, file, column]));
  const rows = [...kinds.values()].flatMap((all) => {
    const [more] = all.slice(SHOWN_PER_KIND);
    const shown = all.slice(0, SHOWN_PER_KIND).map((problem) => cellsOf(problem, rowOf(problem), problem.valueClass ?? ''));
    if (more === undefined) return shown;
    return [...shown, cellsOf(more, `${all.length - SHOWN_PER_KIND} more rows: the .json beside this page names them`, '')];
  });
  return `<h2>Remarks</h2>${table(['File', 'Row', 'Column', 'Kind of value', 'What', 'What to do'], rows)}`;
}

function cellsOf({ file, column = '', what, severity, todo }: Problem, row: string, valueClass: string): readonly string[] {
  return [file, row, column, valueClass, `${what} (${EFFECTS[severity]})`, todo];
}

function rowOf({ row, rows }: Problem): string {
  if (rows !== undefined) return `in ${rows} rows`;
  return row === undefined ? '' : String(row);
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (tag: 'th' | 'td', cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${line('th', columns)}</thead><tbody>${rows.map((row) => line('td', row)).join('\n')}</tbody></table>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
