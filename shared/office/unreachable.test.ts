import { describe, expect, test } from 'vitest';
import { aCall, START } from '../../test/ports/a-call.ts';
import type { Call } from '../calls/call.ts';
import { callsToLookAt, missedIn, stillMissed } from './unreachable.ts';

const NOTICES = ['first', 'second', 'third'] as const;
const ring = (noticeId: string, day: number) =>
  ({ noticeId, at: new Date(Date.parse(START) + day * 86_400_000).toISOString(), purpose: 'event', basis: 'consent' }) as const;
const RINGS = NOTICES.map((noticeId, day) => ring(noticeId, day));

/** One call to a parent's number about Leo. */
const to = (numberKey: string, noticeId: string, over: Partial<Call> = {}): Call =>
  aCall({
    noticeId,
    numberKey,
    recipients: [{ contactKey: `of-${numberKey}`, students: ['leo'] }],
    state: 'not-delivered',
    outcome: 'no-answer',
    attempt: 2,
    ...over,
  });

function found(past: readonly Call[], now: readonly Call[], rings = RINGS, notices = 3) {
  const byNumber = new Map(now.map(({ numberKey }) => [numberKey, rings]));
  const missed = missedIn('third', now, byNumber, notices);
  const wanted = callsToLookAt(missed);
  const read = past.filter(({ callId }) => wanted.includes(callId));
  return stillMissed(missed, new Map(read.map((call) => [call.callId, call]))).map(({ kind, key }) => `${kind} ${key}`);
}

const both = (noticeId: string, over: Partial<Call> = {}) => [to('ana', noticeId, over), to('bo', noticeId, over)];

describe('unreachable', () => {
  test('is a pupil whom nobody was reached for in three notices, one after the other; the numbers are not told of besides', () => {
    expect(found([...both('first'), ...both('second')], both('third'))).toEqual(['pupil leo']);
  });

  test('is a number that failed three times, while the pupil was reached on another', () => {
    const reached = to('bo', 'third', { state: 'delivered', outcome: 'answered' });
    expect(found([...both('first'), ...both('second')], [to('ana', 'third'), reached])).toEqual(['number ana']);
  });

  test('is nobody who was reached once in between, on any phone', () => {
    const picked = to('bo', 'second', { state: 'confirmed', outcome: 'answered' });
    expect(found([...both('first'), to('ana', 'second'), picked], both('third'))).toEqual(['number ana']);
    expect(found([...both('first'), ...both('second', { state: 'delivered' })], both('third'))).toEqual([]);
  });

  test('is nobody yet after two notices, nor where what the earlier ones came to is forgotten', () => {
    expect(found(both('second'), both('third'), RINGS.slice(1))).toEqual([]);
    expect(found(both('second'), both('third'))).toEqual([]);
  });

  test('is not a number that is wrong or does not exist: that is told of as what it is', () => {
    const now = [to('ana', 'third', { outcome: 'invalid-number' })];
    expect(found([to('ana', 'first'), to('ana', 'second')], now)).toEqual([]);
  });

  test('is not a pupil whose phones were not rung for a rule', () => {
    const silent = both('third', { state: 'refused', rule: 'optout.all', attempt: 0 });
    expect(found([...both('first'), ...both('second')], silent)).toEqual([]);
  });

  test('looks at the newest notices, whatever the order of the rings', () => {
    const older = ring('zeroth', -9);
    const mixed = [RINGS[1], older, RINGS[0], RINGS[2]].filter((one) => one !== undefined);
    expect(found([...both('first'), ...both('second')], both('third'), mixed)).toEqual(['pupil leo']);
  });
});
