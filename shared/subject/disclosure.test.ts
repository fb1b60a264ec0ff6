import { expect, test } from 'vitest';
import { gateInput, type KnownInput, recipient } from '../../test/fixtures/gate-input.ts';
import { type Afterwards, CALL, person, trailOf } from '../../test/fixtures/sample-subject.ts';
import type { GateRecipient } from '../consent/gate-input.ts';
import { type Disclosure, disclosedTo, mergeDisclosures } from './disclosure.ts';
import { identityOf, traceOf } from './trace.ts';

const neighbour = person({ role: 'other', givenName: 'Nora', familyName: 'Quist' });

async function lines(who: Partial<GateRecipient>, known: Partial<KnownInput> = {}, after: Afterwards = {}) {
  const recipients = [recipient({ contactKey: 'ana', ...who })];
  const input = gateInput({ purpose: 'emergency', saysWhere: true, callEmergencyOnlyContacts: true, ...known, recipients });
  return disclosedTo(await traceOf(await trailOf(neighbour, input, after), identityOf(neighbour, new Map())), neighbour);
}

test('an emergency contact who was told where the students are gets a line: party, interest, facts and threat (99.32(a)(5))', async () => {
  expect(await lines({ role: 'other', emergencyOnly: true })).toMatchObject([
    { id: `call:${CALL}`, party: 'Nora Quist', threat: 'gas-leak, raised by principal:lincoln', noticeId: 'notice-1' },
  ]);
  expect(await lines({ role: 'guardian', emergencyOnly: true })).toHaveLength(1);
});

test.each([
  ['a parent: no line is due (99.32(d))', { role: 'guardian' }, {}, {}],
  ['staff: school officials', { role: 'staff' }, {}, {}],
  ['words that say nothing of a student', { role: 'other', emergencyOnly: true }, { saysWhere: false }, {}],
  ['a phone that nobody picked up: nothing was told', { role: 'other', emergencyOnly: true }, {}, { outcome: 'no-answer' }],
  ['a call that the gate refused', { role: 'other', emergencyOnly: true }, { cancelled: true }, {}],
] as const)('no line for %s', async (_why, who, known, after) => {
  expect(await lines(who, known, after)).toEqual([]);
});

test('a voicemail, a stranger who picked up and a call nobody knows the end of are lines: what was said was said', async () => {
  for (const outcome of ['machine', 'not-my-number', 'unknown', 'screened']) {
    expect(await lines({ role: 'other', emergencyOnly: true }, {}, { outcome }), outcome).toHaveLength(1);
  }
});

test('what a person took down about a call takes the place of what the trail derives', () => {
  const line = (id: string, at: string, recordedBy: string): Disclosure => ({
    id,
    at,
    party: 'p',
    interest: 'i',
    what: 'w',
    recordedBy,
  });
  const derived = [line('call:a', '2026-01-02', 'trail'), line('call:b', '2026-01-01', 'trail')];
  const merged = mergeDisclosures([line('call:a', '2026-01-02', 'cli:dana')], derived);
  expect(merged.map(({ id, recordedBy }) => `${id} ${recordedBy}`)).toEqual(['call:b trail', 'call:a cli:dana']);
});
