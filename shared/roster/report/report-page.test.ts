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

test('a ruined column stays a readable report: the first few hundred are listed, all are counted', () => {
  const long = problemLog();
  for (let row = 2; row < 1_002; row += 1) long.add('phone-short', { file: 'c.csv', row, column: 'phone' }, '2345678');
  expect([long.list().length, long.counts()['phone-short'], long.rowsRejected()]).toEqual([200, 1_000, 1_000]);
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
