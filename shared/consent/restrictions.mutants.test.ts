/** Examples that tell broken restrictions from whole ones; each was found by a change to the code that no test noticed. */
import { expect, test } from 'vitest';
import { NO_CONSENTS, type RestrictionEntry } from './consent-record.ts';
import { isCleared, isRestrictedFor, withRestriction } from './restrictions.ts';

const set: RestrictionEntry = {
  state: 'set',
  at: '2026-09-01T00:00:00.000Z',
  recordedBy: 'cli:registrar',
  evidence: { pointer: 'order 2026-CV-118', sha256: 'a'.repeat(64) },
};

test('where nobody took anything down, the export alone speaks, and nothing is cleared', () => {
  expect(isRestrictedFor(NO_CONSENTS, { studentKey: 's1', restricted: true })).toBe(true);
  expect(isRestrictedFor(NO_CONSENTS, { studentKey: 's1', restricted: false })).toBe(false);
  expect(isCleared(NO_CONSENTS, 's1')).toBe(false);
});

test.each([
  ['at another time', { at: '2026-09-02T00:00:00.000Z' }],
  ['by another paper', { evidence: { pointer: 'order 2026-CV-118', sha256: 'b'.repeat(64) } }],
] as const)('an order %s is another order', (_, other) => {
  const record = withRestriction(withRestriction(NO_CONSENTS, 's1', set), 's1', { ...set, ...other });
  expect(record.restrictions?.['s1']).toHaveLength(2);
});
