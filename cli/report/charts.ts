import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { FINAL_STATES, type FinalState } from '../../shared/calls/call.ts';
import { BUDGET, type BudgetReport, FINAL_WORDS, type NoticeReport } from './day-report.ts';
import { count, escapeHtml } from './html.ts';

/** Colours that stay apart for colour-blind readers and in grey print; meaning is always written beside them too. */
export const FINAL_COLOURS: Readonly<Record<FinalState, string>> = {
  confirmed: '#0b6e4f',
  delivered: '#5fb49c',
  'not-delivered': '#c8553d',
  refused: '#6b6b83',
  expired: '#b8a07e',
  cancelled: '#8d8d8d',
  'not-needed': '#c9d6df',
  rehearsed: '#8aa1e0',
};

const WIDTH = 820;
const LABELS = 295;
/** Room for a label of the x axis below its ticks. */
const BELOW = { marginBottom: 48 } as const;
const belowTicks = { labelOffset: 42, labelAnchor: 'right' } as const;

function draw(options: Plot.PlotOptions, title: string): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const chart = Plot.plot({
    ...options,
    document,
    width: WIDTH,
    className: 'plot',
    style: { fontFamily: 'inherit', fontSize: '13px', background: 'transparent' },
  });
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-label', title);
  // A strict CSP allows no inline style element: the page carries Plot's few rules itself.
  for (const style of chart.querySelectorAll('style')) style.remove();
  return chart.outerHTML;
}

/** In the order in which they are drawn; only what occurs. */
export function finalsLegend(notices: readonly Pick<NoticeReport, 'finals'>[]): string {
  const total = (state: FinalState) => notices.reduce((sum, { finals }) => sum + (finals[state] ?? 0), 0);
  const items = FINAL_STATES.filter((state) => total(state) > 0).map(
    (state) =>
      `<li><svg viewBox="0 0 13 13" aria-hidden="true"><rect width="13" height="13" rx="2" fill="${FINAL_COLOURS[state]}"/></svg>${escapeHtml(FINAL_WORDS[state])} (${count(total(state))})</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

/** Every planned number by where it ended, one bar a notice, the sum behind it. */
export function finalsChart(notices: readonly NoticeReport[], label: (notice: NoticeReport) => string): string {
  const rows = notices.flatMap((notice) =>
    FINAL_STATES.map((state) => ({ notice: label(notice), state, numbers: notice.finals[state] ?? 0 })),
  );
  const sums = notices.map((notice) => ({ notice: label(notice), numbers: notice.planned }));
  return draw(
    {
      marginLeft: LABELS,
      marginRight: 50,
      height: 74 + notices.length * 32,
      ...BELOW,
      x: { label: 'numbers', grid: true, ...belowTicks },
      y: { label: null, domain: sums.map(({ notice }) => notice), tickSize: 0 },
      color: { domain: [...FINAL_STATES], range: FINAL_STATES.map((state) => FINAL_COLOURS[state]) },
      marks: [
        Plot.barX(rows, { x: 'numbers', y: 'notice', fill: 'state', order: [...FINAL_STATES] }),
        Plot.text(sums, {
          x: 'numbers',
          y: 'notice',
          text: (row: { numbers: number }) => count(row.numbers),
          dx: 6,
          textAnchor: 'start',
        }),
        Plot.ruleX([0]),
      ],
    },
    'Where every planned number ended, per notice',
  );
}

/** How fast phones were picked up after the notice was raised, with the moments at which half and 95 of 100 had been. */
export function reachChart(notice: NoticeReport, marks: readonly { readonly words: string; readonly seconds: number }[]): string {
  const reached = notice.reachedAfterSeconds.map((seconds, index) => ({ minutes: seconds / 60, reached: index + 1 }));
  const points = [{ minutes: 0, reached: 0 }, ...reached];
  const moments = marks.map(({ words, seconds }) => ({
    minutes: seconds / 60,
    reached: notice.reachedAfterSeconds.filter((at) => at <= seconds).length,
    words,
  }));
  const step = { x: 'minutes', curve: 'step-after' } as const;
  return draw(
    {
      height: 270,
      marginTop: 30,
      marginLeft: 56,
      ...BELOW,
      x: { label: 'minutes after it was raised', grid: true, ...belowTicks },
      y: { label: 'numbers picked up', grid: true },
      marks: [
        Plot.areaY(points, { ...step, y1: 0, y2: 'reached', fill: '#5fb49c', fillOpacity: 0.35 }),
        Plot.lineY(points, { ...step, y: 'reached', stroke: '#0b6e4f', strokeWidth: 2 }),
        Plot.ruleX(moments, { x: 'minutes', y1: 0, y2: 'reached', stroke: '#1d2430', strokeDasharray: '4 3' }),
        Plot.dot(moments, { x: 'minutes', y: 'reached', fill: '#1d2430', r: 4 }),
        Plot.text(moments, {
          x: 'minutes',
          y: 'reached',
          text: 'words',
          textAnchor: 'start',
          dx: 10,
          dy: 14,
          fontWeight: 600,
          stroke: '#fff',
          strokeWidth: 4,
          fill: '#1d2430',
        }),
        Plot.ruleY([0]),
      ],
    },
    'Numbers picked up over time',
  );
}

/** Which rule kept how many phones silent, each in its own words. */
export function refusalsChart(rows: readonly { readonly words: string; readonly numbers: number }[]): string {
  return draw(
    {
      height: 74 + rows.length * 46,
      ...BELOW,
      marginLeft: 4,
      marginRight: 60,
      x: { label: 'numbers not called', grid: true, ...belowTicks },
      y: { label: null, axis: null, domain: rows.map(({ words }) => words), padding: 0 },
      marks: [
        Plot.barX(rows, { x: 'numbers', y: 'words', fill: '#6b6b83', insetTop: 24, insetBottom: 6 }),
        Plot.text(rows, { x: 0, y: 'words', text: 'words', textAnchor: 'start', dx: 2, dy: -11 }),
        Plot.text(rows, {
          x: 'numbers',
          y: 'words',
          text: (row: { numbers: number }) => count(row.numbers),
          dx: 6,
          dy: 9,
          textAnchor: 'start',
          fontWeight: 600,
        }),
        Plot.ruleX([0]),
      ],
    },
    'Numbers not called, by the rule that kept them silent',
  );
}

/** AWS requests per placed call, by kind, against the budget. */
export function budgetChart(budget: BudgetReport): string {
  const byOperation = new Map<string, number>();
  for (const row of budget.requests) byOperation.set(row.operation, (byOperation.get(row.operation) ?? 0) + row.count);
  const rows = [...byOperation]
    .map(([operation, requests]) => ({ operation, perCall: requests / Math.max(1, budget.placed) }))
    .filter((row) => row.perCall >= 0.005);
  return draw(
    {
      marginLeft: LABELS,
      marginRight: 50,
      height: 74 + rows.length * 26,
      ...BELOW,
      x: { label: `AWS requests per placed call (budget ${BUDGET.requests} in all)`, grid: true, ...belowTicks },
      y: { label: null, tickSize: 0 },
      marks: [
        Plot.barX(rows, { x: 'perCall', y: 'operation', fill: '#3d5a80', sort: { y: '-x' } }),
        Plot.text(rows, {
          x: 'perCall',
          y: 'operation',
          text: (row: { perCall: number }) => row.perCall.toFixed(2),
          dx: 6,
          textAnchor: 'start',
        }),
        Plot.ruleX([0]),
      ],
    },
    'AWS requests per placed call, by operation',
  );
}
