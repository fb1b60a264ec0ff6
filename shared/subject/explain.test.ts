import { expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { CALL, NUMBER, person, trailOf } from '../../test/fixtures/sample-subject.ts';
import type { ConsentRecord } from '../consent/consent-record.ts';
import { type BookSays, explanationOf, NOTHING_KNOWN } from './explain.ts';
import { traceOfCall } from './trace.ts';

const ana = person();
const form = {
  basis: 'written-form',
  capturedBy: 'import:roster',
  wording: '2026-08',
  language: 'es',
  evidence: { pointer: 'form 311', sha256: 'ab'.repeat(32) },
} as const;
const consents: ConsentRecord = {
  numbers: {
    [NUMBER.numberKey]: {
      event: [
        { ...form, state: 'granted', at: '2026-08-14T00:00:00.000Z' },
        { ...form, state: 'revoked', basis: 'desk', at: '2026-11-30T10:00:00.000Z' },
      ],
      survey: [{ ...form, state: 'granted', at: '2026-08-14T00:00:00.000Z' }],
    },
  },
};
const book: BookSays = {
  recipients: [{ contact: ana, consents }],
  numberKey: NUMBER.numberKey,
  e164: NUMBER.e164,
  stops: {
    stops: [
      {
        id: 's',
        at: '2026-11-24T16:15:30.000Z',
        source: 'key-press',
        requested: { kind: 'purpose', purpose: 'event' },
        effective: { kind: 'all-but-emergencies' },
        recordedBy: 'record-keypress',
      },
    ],
    lifts: [],
  },
  consentVersion: 4,
};

async function explained(known: BookSays) {
  const input = gateInput({ purpose: 'event', recipients: [recipient({ contactKey: 'ana', consent: 'granted' })] });
  return explanationOf(CALL, await traceOfCall(await trailOf(ana, input, { key: '8' }), CALL), known);
}

test('it says who raised it, by which rule and policy it was allowed, what had been agreed to by then, and what followed', async () => {
  const told = await explained(book);
  expect(told).toMatchObject({
    message: 'gas-leak',
    raisedBy: 'principal:lincoln',
    purpose: 'event',
    number: NUMBER.e164,
    people: [{ name: 'Ana Reyes' }],
  });
  expect(told?.decisions).toMatchObject([
    {
      kind: 'permit',
      basis: 'consent',
      consentVersion: 3,
      ruling: { rule: 'permit.consent', policy: expect.stringMatching(/^strict@.*#[0-9a-f]{8}$/) },
    },
  ]);
  expect(told?.decisions[0]?.proof).toMatchObject({
    object: expect.stringMatching(/^records\/place-call\/notice-1\//),
    line: 1,
    leaf: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  // The withdrawal came after the call; the survey is another purpose.
  expect(told?.restedOn.map(({ entry }) => [entry.state, entry.wording, entry.evidence?.pointer])).toEqual([
    ['granted', '2026-08', 'form 311'],
  ]);
  expect(told?.events.map(({ kind, says }) => `${kind} ${says}`)).toEqual([
    'call.placed ',
    'key.pressed 8',
    'call.outcome answered',
  ]);
  expect(told?.stopsAfter).toMatchObject([{ requested: 'purpose:event', effective: 'all-but-emergencies' }]);
});

test('it says when the records are no longer those the gate read, and is silent when they are', async () => {
  expect((await explained(book))?.unknown).toEqual([expect.stringMatching(/read version 3, they are at 4/)]);
  expect((await explained({ ...book, consentVersion: 3 }))?.unknown).toEqual([]);
});

test('without the book it still says why, and says what nobody can say any more', async () => {
  const told = await explained(NOTHING_KNOWN);
  expect(told?.decisions).toMatchObject([{ ruling: { rule: 'permit.consent' } }]);
  expect(told).toMatchObject({ people: [], restedOn: [], number: undefined });
  expect(told?.unknown.join(' ')).toMatch(/Whom it was for.*What was agreed to/);
});

test('of a call the trail does not know, nothing is said', async () => {
  const trace = await traceOfCall(await trailOf(ana, gateInput({ purpose: 'event' })), 'notice-1.AAAAAAAAAAAAAAAA');
  expect(explanationOf('notice-1.AAAAAAAAAAAAAAAA', trace, NOTHING_KNOWN)).toBeUndefined();
});
