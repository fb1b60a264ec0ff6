import fc from 'fast-check';
import { expect, test } from 'vitest';
import { laterThan } from './later-than.ts';

const NOW = '2026-11-24T15:00:00.000Z';

test('now, where nothing on record is as late', () => {
  expect(laterThan([], NOW)).toBe(NOW);
  expect(laterThan([{ at: '2026-11-24T14:59:59.999Z' }], NOW)).toBe(NOW);
});

test('a millisecond after the latest, where some machine’s clock is ahead; a moment that cannot be read holds up nothing', () => {
  expect(laterThan([{ at: NOW }], NOW)).toBe('2026-11-24T15:00:00.001Z');
  const ahead = [{ at: '2026-11-24T15:00:09.000Z' }, { at: 'once' }, { at: '2026-11-24T15:00:01.000Z' }];
  expect(laterThan(ahead, NOW)).toBe('2026-11-24T15:00:09.001Z');
  expect(laterThan([{ at: 'once' }], NOW)).toBe(NOW);
});

test('later than every entry and never before now', () => {
  const moment = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  fc.assert(
    fc.property(fc.array(moment), moment, (moments, now) => {
      const later = laterThan(
        moments.map((at) => ({ at })),
        now,
      );
      expect(later >= now).toBe(true);
      for (const at of moments) expect(later > at).toBe(true);
    }),
  );
});
