import { describe, expect, test } from 'vitest';
import { sampleSettings } from '../../test/ports/sample-settings.ts';
import { dailyDeadlineOf, deadlineFor, schoolDayOf } from './deadline.ts';
import { DEADLINES_AS_OF, STATE_DEADLINES } from './state-deadlines.ts';

/** A district of one school with its bell at `bell`. */
function district(state: string, { bell = '08:15', timezone = 'America/Chicago', holidays = [] as readonly string[] } = {}) {
  const place = { name: 'Cedar Valley Schools', domain: 'cedarvalley.example.org', timezone, state };
  const schools = [{ id: 'lincoln', name: 'Lincoln Elementary', firstBell: bell }];
  return sampleSettings({ district: place, schools, holidays });
}
const third = { grade: '03', schoolIds: ['lincoln'] };
const MORNING = '2026-11-24T15:40:00.000Z';

describe('the clock of an absence', () => {
  test('starts at that school’s bell in the district’s zone, not at midnight and not when the file came', () => {
    expect(deadlineFor(third, MORNING, district('IL'))).toMatchObject({
      day: '2026-11-24',
      due: '2026-11-24T16:15:00.000Z',
      dueLocal: '2026-11-24 10:15',
    });
    expect(deadlineFor(third, MORNING, district('IL', { bell: '09:30' }))?.dueLocal).toBe('2026-11-24 11:30');
    expect(deadlineFor(third, MORNING, district('OH', { timezone: 'America/New_York' }))?.due).toBe('2026-11-24T15:15:00.000Z');
  });

  test('a school that is not in the settings has its bell at eight', () => {
    expect(deadlineFor({ grade: '03', schoolIds: ['gone'] }, MORNING, district('IL'))?.dueLocal).toBe('2026-11-24 10:00');
  });

  test('counts hours that pass, on the day the clocks change too', () => {
    // 8 March 2026: 02:00 becomes 03:00. A bell at 01:30 and two hours more are 04:30.
    expect(deadlineFor(third, '2026-03-08T12:00:00.000Z', district('IL', { bell: '01:30' }))?.dueLocal).toBe('2026-03-08 04:30');
    // 1 November 2026: 02:00 becomes 01:00 again.
    expect(deadlineFor(third, '2026-11-01T18:00:00.000Z', district('IL', { bell: '00:30' }))?.dueLocal).toBe('2026-11-01 01:30');
  });

  test('the day is the district’s: late in the evening it is still the same one', () => {
    expect(schoolDayOf('2026-11-25T05:30:00.000Z', 'America/Chicago')).toBe('2026-11-24');
    expect(schoolDayOf('2026-11-25T06:30:00.000Z', 'America/Chicago')).toBe('2026-11-25');
  });

  test('school days leave out weekends and holidays', () => {
    // Tuesday; Thursday and Friday are Thanksgiving holidays.
    const holidays = ['2026-11-26', '2026-11-27'];
    expect(deadlineFor(third, MORNING, district('WI'))?.dueLocal).toBe('2026-11-26 08:15');
    expect(deadlineFor(third, MORNING, district('WI', { holidays }))?.dueLocal).toBe('2026-11-30 08:15');
  });
});

describe('who is under it', () => {
  test.each([
    ['IL', '08', true],
    ['IL', '09', false],
    ['IL', 'KG', true],
    ['IL', '', true],
    ['OH', '12', true],
    ['RI', '09', true],
    ['RI', '10', false],
  ])('%s, grade "%s": %s', (state, grade, held) => {
    expect(deadlineFor({ grade, schoolIds: ['lincoln'] }, MORNING, district(state)) !== undefined).toBe(held);
  });

  test('a state without a row, and one that counts absences first, starts no clock on one day (D-04)', () => {
    for (const state of ['NV', 'CA', 'TN', 'PA', 'TX', 'WA']) expect(dailyDeadlineOf(state), state).toBeUndefined();
  });
});

describe('the table of states', () => {
  test('has one row a state, each with its text, how sure we are, and a sentence for the office', () => {
    expect(new Set(STATE_DEADLINES.map(({ state }) => state)).size).toBe(STATE_DEADLINES.length);
    for (const { state, citation, evidence, words, clock, metBy } of STATE_DEADLINES) {
      expect(citation, state).toMatch(/\d/);
      expect(['found', 'unverified'], state).toContain(evidence);
      expect(words, state).toMatch(/^[A-Z].*\.$/);
      expect(clock.kind === 'counted', state).toBe(metBy === 'writing');
    }
    expect(DEADLINES_AS_OF).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test('marks as unverified what the reference could not see', () => {
    const unverified = STATE_DEADLINES.filter(({ evidence }) => evidence === 'unverified').map(({ state }) => state);
    expect(unverified).toEqual(expect.arrayContaining(['IL', 'CT']));
  });
});
