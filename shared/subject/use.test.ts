import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { CALL, NUMBER, person, trailOf } from '../../test/fixtures/sample-subject.ts';
import { MemoryTrail, writerInto } from '../../test/fixtures/sample-trail.ts';
import type { GateRecipient } from '../consent/gate-input.ts';
import { identityOf, traceOf } from './trace.ts';
import { usesOf } from './use.ts';

const ana = person();
const me = identityOf(ana, new Map());
const mine = (known: Partial<GateRecipient> = {}) => recipient({ contactKey: 'ana', ...known });
const other = (known: Partial<GateRecipient> = {}) => recipient({ contactKey: 'somebody-else', ...known });

async function seenBy(recipients: readonly GateRecipient[], known: Partial<Parameters<typeof gateInput>[0]> = {}, first = ana) {
  const input = gateInput({ purpose: 'event', ...known, recipients });
  return usesOf(await traceOf(await trailOf(first, input, { key: '9' }), me), me);
}

test('a call is found by whom the gate weighed, and its ring, key and outcome by the call alone', async () => {
  const [use, ...others] = await seenBy([mine({ consent: 'granted' })]);
  expect(others).toEqual([]);
  expect(use).toMatchObject({
    callId: CALL,
    purpose: 'event',
    number: NUMBER.e164,
    notice: { message: 'gas-leak', raisedBy: 'principal:lincoln' },
    decisions: [{ kind: 'permit', basis: 'consent', ruling: { rule: 'permit.consent' } }],
    rings: [{ kind: 'placed', outcome: 'answered' }],
    keys: [{ key: '9' }],
  });
  expect(use?.decisions[0]?.ruling).toMatchObject({ words: 'You agreed to calls of this kind on this number.' });
});

test('a call that somebody else on the number was weighed for, and not this person, is not theirs', async () => {
  const stranger = person({ auditSubject: 'somebody-else', auditNumberKey: Buffer.alloc(32, 9).toString('base64') });
  expect(await seenBy([other({ consent: 'granted' })], {}, stranger)).toEqual([]);
});

test('a court order against somebody else on the number does not show; their own does', async () => {
  const [hidden] = await seenBy([mine({ consent: 'granted' }), other({ restricted: true })]);
  expect(hidden?.decisions).toMatchObject([{ kind: 'refuse', ruling: 'not-yours', basis: undefined }]);
  expect(JSON.stringify(hidden)).not.toContain('no-contact');
  const [own] = await seenBy([mine({ restricted: true }), other()]);
  expect(own?.decisions).toMatchObject([{ kind: 'refuse', ruling: { rule: 'no-contact' } }]);
});

test('a call that rang for somebody else says that nothing of this person was used', async () => {
  const [use] = await seenBy([mine({ consent: 'revoked' }), other({ consent: 'granted' })]);
  expect(use?.decisions).toMatchObject([{ kind: 'permit', ruling: 'not-yours' }]);
});

test('a call that rang for both rests, for each, on what they themselves said', async () => {
  const known = { purpose: 'attendance' } as const;
  const [use] = await seenBy([mine({ consent: 'granted' }), other({ consent: 'none' })], known);
  expect(use?.decisions).toMatchObject([{ kind: 'permit', ruling: { rule: 'permit.consent' } }]);
});

const anybody = fc.record({
  role: fc.constantFrom('guardian', 'staff', 'other', 'student') as fc.Arbitrary<GateRecipient['role']>,
  restricted: fc.boolean(),
  emergencyOnly: fc.boolean(),
  consent: fc.constantFrom('granted', 'revoked', 'none', 'unreadable') as fc.Arbitrary<GateRecipient['consent']>,
  limits: fc.subarray(['never', 'no-routine', 'no-location'] as const),
});

test('whatever holds of others on the number, what is shown is this person’s own reason or none', async () => {
  const purposes = fc.constantFrom(
    'emergency',
    'closure',
    'attendance',
    'event',
    'survey',
    'fundraising',
  ) as fc.Arbitrary<'event'>;
  await fc.assert(
    fc.asyncProperty(anybody, anybody, purposes, async (one, two, purpose) => {
      const [alone] = await seenBy([mine(one)], { purpose });
      const [shared] = await seenBy([mine(one), other(two)], { purpose });
      const [shown] = shared?.decisions ?? [];
      expect(JSON.stringify(shared)).not.toContain('somebody-else');
      if (shown?.ruling === 'not-yours') expect(shown.basis).toBeUndefined();
      else expect(shown?.ruling).toEqual(alone?.decisions[0]?.ruling);
    }),
    { numRuns: 150 },
  );
});

test('on a number of very many people the call is found by the number, and no reason is made up', async () => {
  const crowd = [mine({ consent: 'granted' }), ...Array.from({ length: 30 }, (_, n) => other({ contactKey: `crowd-${n}` }))];
  const stranger = person({ auditSubject: 'crowd-1', auditNumberKey: Buffer.alloc(32, 9).toString('base64') });
  const [use] = await seenBy(crowd, { purpose: 'emergency' }, stranger);
  expect(use).toMatchObject({ number: NUMBER.e164, decisions: [{ ruling: 'not-yours' }] });
});

test('a call that ended before the gate was asked is shown on a number that is theirs alone, and on no other', async () => {
  const trail = new MemoryTrail();
  const final = { kind: 'call.final', id: 'final', at: '2026-11-24T16:20:00.000Z', notice: 'notice-1', call: CALL } as const;
  await writerInto(trail, 'resume-deferred', 'a').write('notice-1', [{ ...final, facts: { state: 'not-needed' } }]);
  const seen = async (contactKeys: readonly string[]) => {
    const identity = identityOf(ana, new Map([[NUMBER.numberKey, { contactKeys }]]));
    const trace = await traceOf(trail, identity);
    expect([...trace.onNumbers], 'an erasure looks at it in any case').toEqual([CALL]);
    return usesOf(trace, identity);
  };
  expect(await seen(['ana-key'])).toMatchObject([{ callId: CALL, decisions: [], rings: [], final: { state: 'not-needed' } }]);
  expect(await seen(['ana-key', 'somebody-else'])).toEqual([]);
});
