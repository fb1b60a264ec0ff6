import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { problemLog } from './problem.ts';
import { problemsInOrder, reportKey } from './report.ts';
import { reportPage } from './report-page.ts';

const log = problemLog();
log.add('language-unknown', { file: 'c.csv', row: 2, column: 'language' }, 'Klingon');
log.add('phone-impossible', { file: 'c.csv', row: 3, column: 'phone' }, '123');
const page = reportPage({
  file: 'roster/<script>alert(1)</script>.zip',
  at: '2026-11-24T11:30:00.000Z',
  result: 'imported',
  summary: 'Done & dusted.',
  counts: { students: 2 },
  lists: [{ title: 'For the clerk', columns: ['Student id'], rows: [['=S<1>']] }],
  problems: problemsInOrder(log),
  maps: ['m@1'],
});

test('a report is one page that needs nothing from anywhere and runs nothing', () => {
  const { document } = parseHTML(page);
  expect(document.querySelectorAll('script, link, img, iframe')).toHaveLength(0);
  expect(document.querySelector('h1')?.textContent).toBe('Imported: roster/<script>alert(1)</script>.zip');
  expect(page).not.toMatch(/https?:/);
  expect([...document.querySelectorAll('td')].map((cell) => cell.textContent)).toContain('=S<1>');
});

test('the worst comes first, with what to do; the value itself is nowhere', () => {
  expect(problemsInOrder(log).map(({ code }) => code)).toEqual(['phone-impossible', 'language-unknown']);
  expect(page).toContain('Correct the phone in the student information system');
  expect(page).not.toMatch(/Klingon|>123</);
  expect(reportKey('roster/n.zip')).toBe('reports/roster/n.zip');
});

test('every row that was not taken is listed, and a page of them can be read; of notes there are a few hundred, and all are counted', () => {
  const long = problemLog();
  for (let row = 2; row < 1_002; row += 1) {
    long.add('phone-short', { file: 'c.csv', row, column: 'phone' }, '2345678');
    long.add('language-unknown', { file: 'c.csv', row, column: 'language' }, 'Klingon');
  }
  const listed = long.list().filter(({ code }) => code === 'phone-short');
  expect([listed.length, listed.at(-1)?.row, long.list().length]).toEqual([1_000, 1_001, 1_200]);
  expect([long.counts(), long.rowsRejected()]).toEqual([{ 'phone-short': 1_000, 'language-unknown': 1_000 }, 1_000]);
  const { document } = parseHTML(
    reportPage({ file: 'f', at: '', result: 'imported', summary: '', counts: {}, maps: [], problems: problemsInOrder(long) }),
  );
  const rows = [...document.querySelectorAll('tbody tr')].map((row) => row.children[1]?.textContent);
  expect([rows.length, rows[0], rows[199], rows[200]]).toEqual([
    401,
    '2',
    '201',
    '800 more rows: the .json beside this page names them',
  ]);
});

test('what is unlike the last export is said with what came of it', () => {
  const signals = [
    { id: 'first-export', level: 'hold', words: 'None came before <b>.' },
    { id: 'export-size', level: 'warn', words: 'It is smaller.' },
  ] as const;
  const common = { file: 'f', at: '', summary: '', counts: {}, problems: [], maps: [], signals } as const;
  const said = (result: 'held' | 'imported') => {
    const { document } = parseHTML(reportPage({ ...common, result }));
    return [...document.querySelectorAll('li')].map((item) => item.textContent);
  };
  expect(said('held')).toEqual(['None came before <b>. (it is held for this)', 'It is smaller. (worth knowing)']);
  expect(said('imported')[0]).toBe('None came before <b>. (a person let it pass)');
});
