import { FINAL_STATES } from '../../shared/calls/call.ts';
import { reachChart, refusalsChart } from './charts.ts';
import { type DayReport, FINAL_WORDS, type NoticeReport, secondsUntilShare } from './day-report.ts';
import { count, escapeHtml, figure, table } from './html.ts';
import { checkedWords, minutes, purposeWords, timeOfDay } from './words.ts';

/** Names of schools by their ids, from the district's settings. */
export type SchoolNames = ReadonlyMap<string, string>;

/** For whom: the school an absence notice is for stands in its id, all others say it themselves. */
function whom({ purpose, noticeId, audience }: NoticeReport, schools: SchoolNames): string {
  const school = [...schools].find(([id]) => noticeId.includes(`-${id}-`));
  if (purpose === 'attendance' && school !== undefined) return school[1];
  return audience.replace(/^every family of /, '');
}

/** `Absences, Lincoln Elementary School`: what one bar of a chart is called; no two alike. */
export function shortLabel(notice: NoticeReport, schools: SchoolNames): string {
  const kind = notice.purpose === 'attendance' ? 'Absences' : purposeWords(notice.purpose);
  return `${kind}, ${whom(notice, schools)}`;
}

function finalsTable(notices: readonly NoticeReport[]): string {
  const total = (state: (typeof FINAL_STATES)[number]) => notices.reduce((sum, { finals }) => sum + (finals[state] ?? 0), 0);
  const rows = FINAL_STATES.filter((state) => total(state) > 0).map((state) => [FINAL_WORDS[state], total(state)]);
  const planned = notices.reduce((sum, notice) => sum + notice.planned, 0);
  return table(['Where each number ended', 'Numbers'], [...rows, ['Planned', planned]]);
}

/** What one rule kept silent over several notices, most first. */
export function refusalsOf(notices: readonly NoticeReport[]) {
  const rules = new Map<string, { words: string; citation: string; numbers: number }>();
  for (const { rule, words, citation, count: numbers } of notices.flatMap(({ refusals }) => refusals)) {
    rules.set(rule, { words, citation, numbers: numbers + (rules.get(rule)?.numbers ?? 0) });
  }
  return [...rules].map(([rule, row]) => ({ rule, ...row })).sort((a, b) => b.numbers - a.numbers);
}

function refusalsTable(notices: readonly NoticeReport[]): string {
  const rows = refusalsOf(notices);
  if (rows.length === 0) return '';
  const lines = rows.map(({ words, citation, rule, numbers }) => [words, citation, rule, numbers]);
  return `<h3>Not called, and why</h3>${table(['In plain words', 'Source', 'Rule', 'Numbers'], lines)}`;
}

function reach(notice: NoticeReport): string {
  const half = secondsUntilShare(notice.reachedAfterSeconds, 0.5);
  const most = secondsUntilShare(notice.reachedAfterSeconds, 0.95);
  if (half === undefined || most === undefined) return '';
  const marks = [
    { words: `half: ${minutes(half)}`, seconds: half },
    { words: `95 of 100: ${minutes(most)}`, seconds: most },
  ];
  const caption = `How fast phones were picked up: ${count(notice.reachedAfterSeconds.length)} numbers, in ${count(notice.rings)} rings`;
  return figure(caption, reachChart(notice, marks));
}

function checked({ wordsChecked }: NoticeReport): string {
  return wordsChecked === undefined ? '' : `<p>${escapeHtml(checkedWords(wordsChecked))}</p>`;
}

function noticeSection(notice: NoticeReport, report: DayReport, schools: SchoolNames): string {
  const what = notice.messageName.replaceAll('-', ' ');
  const about = `${notice.audience} · raised ${timeOfDay(notice.raisedAt, report.timezone)} · “${what}” · ${notice.state} · notice ${notice.noticeId}`;
  return `<section><h2>${escapeHtml(shortLabel(notice, schools))}</h2><p class="soft">${escapeHtml(about)}</p>
${checked(notice)}${reach(notice)}${finalsTable([notice])}${refusalsTable([notice])}</section>`;
}

/** Absences are one notice a school: told together, with a line for each. */
function absencesSection(notices: readonly NoticeReport[], report: DayReport, schools: SchoolNames): string {
  const [first] = notices;
  if (first === undefined) return '';
  const of = ({ finals }: NoticeReport, state: (typeof FINAL_STATES)[number]): number => finals[state] ?? 0;
  const lines = notices.map((notice) => [
    whom(notice, schools),
    notice.planned,
    of(notice, 'confirmed') + of(notice, 'delivered'),
    of(notice, 'not-delivered'),
    of(notice, 'refused'),
    of(notice, 'not-needed'),
  ]);
  const head = ['School', 'Planned', 'Delivered', 'Not delivered', 'Not called: a rule', 'Not needed'];
  return `<section><h2>Absences, ${notices.length} schools</h2><p class="soft">One notice a school, raised ${timeOfDay(first.raisedAt, report.timezone)} from the attendance file; brothers and sisters in one call.</p>
${table(head, lines)}${refusalsTable(notices)}</section>`;
}

/** What is urgent first, then in the order of the day; absences together. */
export function noticeSections(report: DayReport, schools: SchoolNames): string {
  const emergencies = report.notices.filter(({ purpose }) => purpose === 'emergency');
  const absences = report.notices.filter(({ purpose }) => purpose === 'attendance');
  const others = report.notices.filter(({ purpose }) => purpose !== 'emergency' && purpose !== 'attendance');
  const told = (notices: readonly NoticeReport[]) => notices.map((notice) => noticeSection(notice, report, schools)).join('');
  return told(emergencies) + absencesSection(absences, report, schools) + told(others);
}

/** The whole day's refusals, in one drawing. */
export function refusalsFigure(report: DayReport): string {
  const rows = refusalsOf(report.notices);
  if (rows.length === 0) return '';
  return `<section><h2>Who was not called, and by which rule</h2>${figure('Numbers not called over the whole day', refusalsChart(rows))}</section>`;
}
