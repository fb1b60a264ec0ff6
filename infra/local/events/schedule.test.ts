import { expect, test } from 'vitest';
import { compileSchedule } from './schedule.ts';

const CREATED = Date.parse('2026-11-24T11:30:20Z');

/** The next three moments. */
function next(expression: string, after = CREATED): string[] {
  const schedule = compileSchedule(expression, CREATED);
  const moments: string[] = [];
  for (let at = schedule(after); at !== undefined && moments.length < 3; at = schedule(at))
    moments.push(new Date(at).toISOString().slice(0, 19));
  return moments;
}

test.each([
  ['rate(1 minute)', ['2026-11-24T11:31:20', '2026-11-24T11:32:20', '2026-11-24T11:33:20']],
  ['rate(2 hours)', ['2026-11-24T13:30:20', '2026-11-24T15:30:20', '2026-11-24T17:30:20']],
  ['cron(* * * * ? *)', ['2026-11-24T11:31:00', '2026-11-24T11:32:00', '2026-11-24T11:33:00']],
  ['cron(0/15 * * * ? *)', ['2026-11-24T11:45:00', '2026-11-24T12:00:00', '2026-11-24T12:15:00']],
  ['cron(0 6 * * ? *)', ['2026-11-25T06:00:00', '2026-11-26T06:00:00', '2026-11-27T06:00:00']],
  ['cron(30 7 ? * MON-FRI *)', ['2026-11-25T07:30:00', '2026-11-26T07:30:00', '2026-11-27T07:30:00']],
  ['cron(0 0 1,15 DEC ? *)', ['2026-12-01T00:00:00', '2026-12-15T00:00:00', '2027-12-01T00:00:00']],
  ['cron(0 0 1 1 ? 2027)', ['2027-01-01T00:00:00']],
])('%s', (expression, expected) => {
  expect(next(expression)).toEqual(expected);
});

test.each([
  'rate(0 minutes)',
  'rate(5 fortnights)',
  'cron(0 6 * * *)',
  'cron(61 * * * ? *)',
  'cron(0 0 L * ? *)',
  'at(2026-11-24T12:00:00)',
])('%s is refused', (expression) => {
  expect(() => next(expression)).toThrow();
});
