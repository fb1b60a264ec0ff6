import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localDay } from '../dates.ts';
import { readSchoolDate } from './school-date.ts';

const CHICAGO = 'America/Chicago';

test.each([
  ['11/24/26', '2026-11-24'],
  ['11/24/2026 8:05:00 AM', '2026-11-24'],
  ['11/24/2026 0:00', '2026-11-24'],
  ['2026-11-24', '2026-11-24'],
  ['2026-11-24 23:30:00', '2026-11-24'],
  ['2026-11-24T14:30:00Z', '2026-11-24'],
  ['2026-11-25T02:30:00Z', '2026-11-24'],
  ['2026-11-25T02:30:00.000+00:00', '2026-11-24'],
  ['2026-11-24 22:30:00 -06:00', '2026-11-24'],
  ['2026-11-24T00:00:00.000Z', '2026-11-24'],
  ['2026-11-24T25:00:00Z', undefined],
  ['2026-02-30T12:00:00Z', undefined],
  ['noon', undefined],
  ['', undefined],
])('a row of "%s" is about the school day %s', (text, day) => {
  expect(readSchoolDate(text, CHICAGO)).toBe(day);
});

test('whatever moment stands there, written in UTC or with an offset, it is the day on the wall of the school', () => {
  const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(moments, fc.constantFrom(CHICAGO, 'America/New_York', 'Pacific/Honolulu'), (moment, zone) => {
      const text = moment.toISOString();
      fc.pre(!text.includes('T00:00:00'));
      expect(readSchoolDate(text, zone)).toBe(localDay(moment, zone));
    }),
  );
});
