import { expect, test } from 'vitest';
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

async function judged(draft: AuditDraft) {
  const trail = new MemoryTrail();
  await writerInto(trail, 'place-call', 'a').write('N1', [draft]);
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
