import { expect, test } from 'vitest';
import { CommandRefused } from './command.ts';
import { actedAt } from './moment.ts';

const now = new Date('2026-11-24T16:00:00.000Z');

test('what somebody did is dated when it was done, now where nobody says, and never ahead', () => {
  expect(actedAt('2026-08-14T09:00:00-05:00', now)).toBe('2026-08-14T14:00:00.000Z');
  expect(actedAt(undefined, now)).toBe('2026-11-24T16:00:00.000Z');
  expect(actedAt('2026-11-24T16:00:30Z', now), 'two clocks').toBe('2026-11-24T16:00:30.000Z');
  expect(() => actedAt('2062-08-14T09:00:00-05:00', now)).toThrow(CommandRefused);
});
