import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { FinalState } from '../../shared/calls/call.ts';
import { BUDGET, type BudgetReport, FINAL_WORDS, type NoticeReport } from './day-report.ts';

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

const WIDTH = 760;

function draw(options: Plot.PlotOptions, title: string): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const chart = Plot.plot({
    ...options,
    document,
    width: WIDTH,
    style: { fontFamily: 'inherit', fontSize: '13px', background: 'transparent' },
  });
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-label', title);
  // A strict CSP allows no inline style element: the page carries Plot's few rules itself.
  for (const style of chart.querySelectorAll('style')) style.remove();
  return chart.outerHTML;
}

/** Every planned number by where it ended, one bar a notice. */
export function finalsChart(notices: readonly NoticeReport[], label: (notice: NoticeReport) => string): string {
  const rows = notices.flatMap((notice) =>
    (Object.keys(FINAL_WORDS) as FinalState[]).map((state) => ({
      notice: label(notice),
      state: FINAL_WORDS[state],
      count: notice.finals[state] ?? 0,
    })),
  );
  return draw(
    {
      marginLeft: 230,
      height: 60 + notices.length * 44,
      x: { label: 'numbers', grid: true },
      y: { label: null },
      color: { domain: Object.values(FINAL_WORDS), range: Object.values(FINAL_COLOURS) },
      marks: [Plot.barX(rows, { x: 'count', y: 'notice', fill: 'state', order: Object.values(FINAL_WORDS) }), Plot.ruleX([0])],
    },
    'Where every planned number ended, per notice',
  );
}

/** How fast phones were picked up after the notice was raised. */
export function reachChart(notice: NoticeReport): string {
  const points = notice.reachedAfterSeconds.map((seconds, index) => ({ minutes: seconds / 60, reached: index + 1 }));
  return draw(
    {
      height: 280,
      x: { label: 'minutes after it was raised', grid: true },
      y: { label: 'numbers picked up', grid: true },
      marks: [
        Plot.areaY(points, { x: 'minutes', y: 'reached', curve: 'step-after', fill: '#5fb49c', fillOpacity: 0.35 }),
        Plot.lineY(points, { x: 'minutes', y: 'reached', curve: 'step-after', stroke: '#0b6e4f', strokeWidth: 2 }),
        Plot.ruleY([0]),
      ],
    },
    'Numbers picked up over time',
  );
}

/** Which rule kept how many phones silent. */
export function refusalsChart(rows: readonly { readonly rule: string; readonly count: number }[]): string {
  return draw(
    {
      marginLeft: 230,
      height: 50 + rows.length * 30,
      x: { label: 'numbers not called', grid: true },
      y: { label: null },
      marks: [
        Plot.barX(rows, { x: 'count', y: 'rule', fill: '#6b6b83', sort: { y: '-x' } }),
        Plot.text(rows, { x: 'count', y: 'rule', text: 'count', dx: 6, textAnchor: 'start' }),
        Plot.ruleX([0]),
      ],
    },
    'Calls refused, by the rule that refused them',
  );
}

/** AWS requests per placed call, by kind, against the budget. */
export function budgetChart(budget: BudgetReport): string {
  const byOperation = new Map<string, number>();
  for (const row of budget.requests) byOperation.set(row.operation, (byOperation.get(row.operation) ?? 0) + row.count);
  const rows = [...byOperation]
    .map(([operation, count]) => ({ operation, perCall: count / Math.max(1, budget.placed) }))
    .filter((row) => row.perCall >= 0.005);
  return draw(
    {
      marginLeft: 230,
      height: 50 + rows.length * 26,
      x: { label: `AWS requests per placed call (budget ${BUDGET.requests} in all)`, grid: true },
      y: { label: null },
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
