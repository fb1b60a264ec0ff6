import { describe, expect, test } from 'vitest';
import { type ConsentRecord, NO_CONSENTS, type RightsEntry } from './consent-record.ts';
import { ageOf, keepsRights, rightsOver } from './rights.ts';

const entry = (state: RightsEntry['state'], at: string): RightsEntry => ({
  ...{ state, at, basis: 'tax-dependent', recordedBy: 'cli:registrar' },
  evidence: { pointer: 'form', sha256: 'a'.repeat(64) },
});
const recordOf = (...entries: RightsEntry[]): ConsentRecord => ({ ...NO_CONSENTS, rights: { s1: entries } });
const [FIRST, LATER] = ['2026-09-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z'];
const edge = { studentKey: 's1', adultFrom: '2026-11-24' };

test('a student is 18 on the birthday and not the day before; without a date nobody knows', () => {
  expect(ageOf(edge, '2026-11-23')).toBe('minor');
  expect(ageOf(edge, '2026-11-24')).toBe('adult');
  expect(ageOf({}, '2026-11-24')).toBe('unknown');
  expect(ageOf({ minorByGrade: true }, '2026-11-24')).toBe('minor');
  expect(ageOf({ minorByGrade: true, adultFrom: '2026-11-01' }, '2026-11-24'), 'the date of birth is better').toBe('adult');
});

test('only what was kept, of this student, keeps rights', () => {
  expect(keepsRights(NO_CONSENTS, 's1')).toBe(false);
  expect(keepsRights({ ...NO_CONSENTS, rights: {} }, 's1')).toBe(false);
  expect(keepsRights(recordOf(entry('kept', FIRST)), 's2')).toBe(false);
  expect(keepsRights(recordOf(entry('ended', FIRST)), 's1')).toBe(false);
  expect(keepsRights(recordOf(entry('ended', FIRST), entry('ended', LATER)), 's1')).toBe(false);
  expect(keepsRights(recordOf(entry('kept', FIRST)), 's1')).toBe(true);
});

describe('a parent’s rights', () => {
  test.each<[string, ConsentRecord | 'unreadable', string, string]>([
    ['are held until the birthday', NO_CONSENTS, '2026-11-23', 'held'],
    ['are held until the birthday, whatever the record', 'unreadable', '2026-11-23', 'held'],
    ['pass on it', NO_CONSENTS, '2026-11-24', 'passed'],
    ['are not known where the record does not open', 'unreadable', '2026-11-24', 'unknown'],
    ['are kept where the record says so', recordOf(entry('kept', FIRST)), '2026-11-24', 'held'],
    ['end where the reason has ended', recordOf(entry('kept', FIRST), entry('ended', LATER)), '2026-11-24', 'passed'],
    ['come back with a later reason', recordOf(entry('ended', FIRST), entry('kept', LATER)), '2026-11-24', 'held'],
    ['kept and ended at one moment have ended', recordOf(entry('kept', FIRST), entry('ended', FIRST)), '2026-11-24', 'passed'],
    ['are not kept by what nobody can date', recordOf(entry('kept', 'lately')), '2026-11-24', 'passed'],
    [
      'have ended where nobody can date the end',
      recordOf(entry('kept', FIRST), entry('ended', 'lately')),
      '2026-11-24',
      'passed',
    ],
  ])('%s', (_what, record, today, rights) => {
    expect(rightsOver(record, edge, today)).toBe(rights);
  });

  test('over a student without a date of birth are not known, unless they are kept on record', () => {
    expect(rightsOver(NO_CONSENTS, { studentKey: 's1' }, '2026-11-24')).toBe('unknown');
    expect(rightsOver(recordOf(entry('kept', FIRST)), { studentKey: 's1' }, '2026-11-24')).toBe('held');
    expect(keepsRights(recordOf(entry('kept', FIRST)), 's2')).toBe(false);
  });
});
