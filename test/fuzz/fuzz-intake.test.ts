import { expect, test } from 'vitest';
import { fuzzIntake } from './fuzz-intake.ts';

test('some hundred near-miss files: each is taken with its remarks or refused with a reason (npm run fuzz:intake makes thousands)', async () => {
  const tally = await fuzzIntake({ seed: 1, first: 0, files: 400 }, () => {});
  expect(tally.crashes).toEqual([]);
  expect(tally.taken + tally.refused).toBe(400);
  // Neither all good nor all garbage: both would try little.
  expect(Math.min(tally.taken, tally.refused)).toBeGreaterThan(60);
});
