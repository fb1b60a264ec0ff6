import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aCall, START } from '../../test/ports/a-call.ts';
import { type Call, FINAL_STATES, OUTCOMES } from './call.ts';
import { type CallEvent, isFinal, step } from './transitions.ts';

const due = START;
const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.constantFrom<CallEvent>(
    { kind: 'release', due },
    { kind: 'defer', until: due, rule: 'hours' },
    { kind: 'resume', due },
    { kind: 'dial', basis: 'emergency', due },
    { kind: 'place', contactId: 'contact-1', due },
    { kind: 'undial', due },
    { kind: 'press', key: '1', contactId: 'contact-1' },
  ),
  fc.record({
    kind: fc.constant('end' as const),
    state: fc.constantFrom(...FINAL_STATES),
    outcome: fc.constantFrom(...OUTCOMES),
  }),
  fc.record({
    kind: fc.constant('retry' as const),
    outcome: fc.constantFrom(...OUTCOMES),
    to: fc.constantFrom('planned' as const, 'deferred' as const),
    notBefore: fc.constant(due),
    due: fc.constant(due),
    unrung: fc.boolean(),
  }),
);
const anyStart = fc.constantFrom<Call>(aCall(), aCall({ state: 'standby', predecessors: ['gas-leak.other'] }));

function history(start: Call, events: readonly CallEvent[]): readonly Call[] {
  const calls = [start];
  for (const event of events) {
    const next = step(calls.at(-1) ?? start, event);
    if (next.kind === 'moved') calls.push(next.call);
  }
  return calls;
}

describe('whatever happens to a call', () => {
  test('a final state is never left, and there is one at most', () => {
    fc.assert(
      fc.property(anyStart, fc.array(anyEvent, { maxLength: 30 }), (start, events) => {
        expect(history(start, events).filter(isFinal).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('the attempt only grows, by one, when dialing begins; so no attempt is dialed twice', () => {
    fc.assert(
      fc.property(anyStart, fc.array(anyEvent, { maxLength: 30 }), (start, events) => {
        const calls = history(start, events);
        for (const [n, call] of calls.slice(1).entries()) {
          const begins = call.state === 'dialing' && calls[n]?.state !== 'dialing';
          expect(call.attempt).toBe((calls[n]?.attempt ?? 0) + (begins ? 1 : 0));
        }
      }),
    );
  });

  test('each step counts, and only an open call has a time at which to look again', () => {
    fc.assert(
      fc.property(anyStart, fc.array(anyEvent, { maxLength: 30 }), (start, events) => {
        for (const [n, call] of history(start, events).entries()) {
          expect(call.version).toBe(start.version + n);
          expect(call.due === undefined).toBe(isFinal(call));
        }
      }),
    );
  });

  test('whom it is for never changes', () => {
    fc.assert(
      fc.property(anyStart, fc.array(anyEvent, { maxLength: 30 }), (start, events) => {
        const { callId, numberKey, recipients } = history(start, events).at(-1) ?? start;
        expect({ callId, numberKey, recipients }).toEqual({
          callId: start.callId,
          numberKey: start.numberKey,
          recipients: start.recipients,
        });
      }),
    );
  });
});

test.each(['dialing', 'placed'] as const)('a call that may be ringing (%s) is neither cancelled nor expired', (state) => {
  for (const end of ['cancelled', 'expired', 'not-needed', 'refused'] as const)
    expect(step(aCall({ state, attempt: 1 }), { kind: 'end', state: end })).toEqual({ kind: 'refused', why: 'not-from-here' });
});

test('a new attempt does not inherit the key of the one before', () => {
  const waiting = aCall({ attempt: 1, key: '1', contactId: 'contact-1', outcome: 'no-answer', notBefore: due });
  const next = step(waiting, { kind: 'dial', basis: 'consent', due });
  expect(next).toMatchObject({ kind: 'moved', call: { state: 'dialing', attempt: 2, basis: 'consent' } });
  for (const gone of ['key', 'contactId', 'outcome', 'notBefore']) expect(next.kind === 'moved' && gone in next.call).toBe(false);
});
