import { expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { CALL, NUMBER, person, trailOf } from '../../test/fixtures/sample-subject.ts';
import { MemoryTrail, writerInto } from '../../test/fixtures/sample-trail.ts';
import type { AuditDraft } from '../audit/trail.ts';
import { identityOf, traceOf } from './trace.ts';

const ana = person();
const stranger = person({ auditSubject: 'somebody-else', auditNumberKey: Buffer.alloc(32, 9).toString('base64') });
const alone = new Map([[NUMBER.numberKey, { contactKeys: [ana.contactKey] }]]);

const DECIDED = '2026-11-24T16:15:00.000Z';
const ENDED = '2026-11-24T16:20:00.000Z';
const around = (moment: string) => ({
  before: new Date(Date.parse(moment) - 1).toISOString(),
  after: new Date(Date.parse(moment) + 1).toISOString(),
});

/** The one call on the number has ended; nobody is named by that. */
async function endedIn(trail: MemoryTrail): Promise<MemoryTrail> {
  const final: AuditDraft = { kind: 'call.final', id: 'final', at: ENDED, notice: 'notice-1', call: CALL };
  await writerInto(trail, 'resume-deferred', 'd').write('notice-1', [{ ...final, facts: { state: 'not-needed' } }]);
  return trail;
}

async function found(trail: MemoryTrail, erasedAt?: string) {
  const { calls, onNumbers } = await traceOf(trail, identityOf(ana, alone, erasedAt));
  return { theirs: [...calls.keys()], onNumbers: [...onNumbers] };
}

test('a call that was decided about for somebody else is not theirs, though the number is theirs alone by now', async () => {
  const recipients = [recipient({ contactKey: 'somebody-else', consent: 'granted' })];
  const decided = await trailOf(stranger, gateInput({ purpose: 'event', recipients }));
  expect(await found(await endedIn(decided))).toEqual({ theirs: [], onNumbers: [CALL] });
  expect((await found(await endedIn(new MemoryTrail()))).theirs, 'nobody was decided about').toEqual([CALL]);
});

test.each([
  ['after the call had ended', around(ENDED).after, []],
  ['the moment it ended', ENDED, []],
  ['before it ended', around(ENDED).before, [CALL]],
  ['never', undefined, [CALL]],
])('erased %s: a call that its number alone leads to is found only where it ended since', async (_when, erasedAt, calls) => {
  expect(await found(await endedIn(new MemoryTrail()), erasedAt)).toEqual({ theirs: calls, onNumbers: calls });
});

test.each([
  ['after the decision', around(DECIDED).after, []],
  ['the moment of the decision', DECIDED, []],
  ['before the decision', around(DECIDED).before, [CALL]],
  ['never', undefined, [CALL]],
])('erased %s: a call to very many is found by its number only where decided since', async (_when, erasedAt, calls) => {
  const crowd = Array.from({ length: 30 }, (_, n) => recipient({ contactKey: `crowd-${n}` }));
  const trail = await trailOf(stranger, gateInput({ purpose: 'emergency', at: DECIDED, recipients: crowd }));
  expect((await found(trail, erasedAt)).theirs).toEqual(calls);
});
