import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryInput } from '../../test/fixtures/arbitrary-gate-input.ts';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { KEY, LOG, MemoryTrail, sealInto, writerInto } from '../../test/fixtures/sample-trail.ts';
import type { Call } from '../calls/call.ts';
import { decisionRecord } from '../calls/records.ts';
import { decide } from '../consent/decide.ts';
import type { GateInput } from '../consent/gate-input.ts';
import { emptyHead } from './manifest.ts';
import type { AuditDraft } from './trail.ts';
import { verifyTrail } from './verify.ts';

const call: Call = {
  callId: 'N1.a',
  noticeId: 'N1',
  purpose: 'event',
  numberKey: 'k',
  recipients: [],
  state: 'planned',
  attempt: 0,
  predecessors: [],
  version: 1,
};
const recorded = (input: GateInput): AuditDraft => decisionRecord(call, input, decide(input), {}, (key) => `subject-${key}`);

async function judged(...drafts: readonly AuditDraft[]) {
  const trail = new MemoryTrail();
  await writerInto(trail, 'place-call', 'a').write('N1', [...drafts]);
  await sealInto(trail, emptyHead(LOG));
  const { findings, counts } = await verifyTrail(trail, KEY);
  return { findings: findings.map((finding) => finding.class), adjudicated: counts.adjudicated };
}

const agreed = { purpose: 'event', recipients: [recipient({ consent: 'granted' })] } as const;
const permitted = recorded(gateInput(agreed));
const revoked = recorded(gateInput({ ...agreed, stops: { notMyNumber: true } }));

test('a decision that follows from what it rests on stands', async () => {
  expect([permitted.kind, revoked.kind]).toEqual(['call.permit', 'call.refuse']);
  expect(await judged(permitted)).toEqual({ findings: [], adjudicated: 1 });
  expect(await judged(revoked)).toEqual({ findings: [], adjudicated: 1 });
});

test('a permit over inputs that the gate refuses is convicted, sealed and signed as it may be', async () => {
  const forced = { ...permitted, facts: { ...permitted.facts, input: revoked.facts?.['input'] ?? null } };
  expect(await judged(forced)).toEqual({ findings: ['decided-otherwise'], adjudicated: 1 });
});

test('a decision that names another rule, basis or consent version than the gate does is convicted', async () => {
  for (const change of [{ rule: 'optout.all' }, { basis: 'emergency' }, { consentVersion: 99 }]) {
    const decision = permitted.decision && { ...permitted.decision, ...change };
    expect((await judged({ ...permitted, ...(decision && { decision }) })).findings).toEqual(['decided-otherwise']);
  }
});

test('a decision under a policy this program does not know is left to who knows it', async () => {
  const decision = permitted.decision && { ...permitted.decision, policy: 'strict@1999-01-01#0000', rule: 'other' };
  expect(await judged({ ...permitted, ...(decision && { decision }) })).toEqual({ findings: [], adjudicated: 0 });
});

test('whatever the gate was asked, its record is judged, and stands', async () => {
  const inputs = fc.sample(arbitraryInput, { numRuns: 200, seed: 3 });
  const kinds = new Set(inputs.map((input) => decide(input).kind));
  expect([...kinds].sort()).toEqual(['defer', 'permit', 'refuse']);
  expect(await judged(...inputs.map(recorded))).toEqual({ findings: [], adjudicated: 200 });
});

test('an input too long for a record is recorded by its hash, which nobody can judge and everybody can compare', async () => {
  const ring = {
    at: '2026-11-20T16:00:00.000Z',
    purpose: 'attendance',
    basis: 'emergency',
    noticeId: '01KATNM6Q8ZB3F1V9C5W7X2Y4D',
  } as const;
  const people = Array.from({ length: 24 }, (_, n) =>
    recipient({ consent: 'granted', contactKey: `somebody-on-a-shared-phone-${n}` }),
  );
  const history = Array.from({ length: 40 }, () => ring);
  const all = people.map((_, n) => gateInput({ purpose: 'event', recipients: people.slice(0, n + 1), history }));
  const hashes = all.map((input) => recorded(input).facts?.['input']).filter((input) => JSON.stringify(input).length < 200);
  expect(hashes.at(-1)).toEqual({
    at: gateInput({ purpose: 'event' }).at,
    recipients: 24,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  // Each of them fits in a record, and those that are whole are judged.
  expect(hashes.length).toBeGreaterThan(5);
  expect(await judged(...all.map(recorded))).toEqual({ findings: [], adjudicated: 24 - hashes.length });
});
