import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterOutcome } from './after-outcome.ts';
import { OUTCOMES } from './call.ts';

const attempts = {
  urgent: { maxAttempts: 3, retryAfterSeconds: 180 },
  routine: { maxAttempts: 2, retryAfterSeconds: 3_600 },
};
const settings = { attempts };
const calm = { nearQuota: false };
const first = { purpose: 'event', attempt: 1 } as const;

describe('what follows an attempt', () => {
  test('somebody or a machine took it: delivered, never tried again', () => {
    for (const outcome of ['answered', 'machine', 'screened'] as const)
      expect(afterOutcome(first, outcome, settings, calm)).toEqual({ kind: 'final', state: 'delivered' });
  });

  test('only a key confirms', () => {
    expect(afterOutcome({ ...first, key: '1' }, 'answered', settings, calm)).toEqual({ kind: 'final', state: 'confirmed' });
  });

  test.each(['invalid-number', 'blocked', 'not-my-number'] as const)('%s is not tried again', (outcome) => {
    expect(afterOutcome(first, outcome, settings, calm)).toEqual({ kind: 'final', state: 'not-delivered' });
  });

  test('no answer is tried again after the time of its lane, and not for ever', () => {
    expect(afterOutcome(first, 'no-answer', settings, calm)).toEqual({ kind: 'retry', inSeconds: 3_600, unrung: false });
    expect(afterOutcome({ purpose: 'closure', attempt: 2 }, 'no-answer', settings, calm)).toMatchObject({ inSeconds: 180 });
    expect(afterOutcome({ ...first, attempt: 2 }, 'no-answer', settings, calm)).toEqual({
      kind: 'final',
      state: 'not-delivered',
    });
  });

  test('busy while our own line is nearly full is not held against the number', () => {
    const full = { nearQuota: true };
    expect(afterOutcome({ ...first, attempt: 2 }, 'busy', settings, full)).toEqual({
      kind: 'retry',
      inSeconds: 30,
      unrung: true,
    });
    expect(afterOutcome({ ...first, attempt: 2 }, 'busy', settings, calm)).toMatchObject({ kind: 'final' });
  });

  test('attempts that rang nobody do not count', () => {
    expect(afterOutcome({ ...first, attempt: 4, unrung: 3 }, 'no-answer', settings, calm)).toMatchObject({ kind: 'retry' });
  });

  test('unknown goes on at once in an emergency, and waits its time otherwise', () => {
    expect(afterOutcome({ purpose: 'emergency', attempt: 1 }, 'unknown', settings, calm)).toMatchObject({ inSeconds: 0 });
    expect(afterOutcome(first, 'unknown', settings, calm)).toMatchObject({ inSeconds: 3_600 });
  });
});

test('whatever the line says, a call ends', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...OUTCOMES), { minLength: 20, maxLength: 40 }), fc.boolean(), (outcomes, nearQuota) => {
      let unrung = 0;
      const ended = outcomes.some((outcome, n) => {
        const following = afterOutcome({ purpose: 'emergency', attempt: n + 1, unrung }, outcome, settings, { nearQuota });
        if (following.kind === 'retry' && following.unrung) unrung += 1;
        return following.kind === 'final';
      });
      expect(ended).toBe(true);
    }),
  );
});
