import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aCall, aNotice, START } from '../../test/ports/a-call.ts';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import type { Call } from '../calls/call.ts';
import type { CallBook } from '../calls/call-book.ts';
import { type CallEvent, step } from '../calls/transitions.ts';
import type { NoticeBook } from '../notices/notice-book.ts';
import { createCallBook } from './call-store.ts';
import { createNoticeBook } from './notice-store.ts';

let tables: TestTables;
let calls: CallBook;
let notices: NoticeBook;

beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());
beforeEach(async () => {
  const table = await tables.notices();
  calls = createCallBook({ documents: tables.documents, table, now: () => new Date(START) });
  notices = createNoticeBook({ documents: tables.documents, table });
});

const expiresAt = aNotice().expiresAt;
const planning = { planner: 'one', until: '2026-11-24T16:21:00.000Z' };
const sealed = Buffer.from('sealed words');

function after(call: Call, ...events: readonly CallEvent[]): Call {
  return events.reduce((before, event) => {
    const next = step(before, event);
    if (next.kind === 'refused') throw new Error(`${event.kind}: ${next.why}`);
    return next.call;
  }, call);
}

test('of two who dial the same attempt, one gets through', async () => {
  const call = aCall();
  await calls.plan([call], expiresAt);
  const dialing = after(call, { kind: 'dial', basis: 'emergency', due: START });
  const answers = await Promise.all([calls.move(call, dialing), calls.move(call, dialing)]);
  expect(answers.sort()).toEqual(['lost', 'moved']);
  expect((await calls.get([call.callId])).get(call.callId)).toEqual(dialing);
});

test('what a step takes away is taken off the item', async () => {
  const call = aCall();
  await calls.plan([call], expiresAt);
  const due = '2026-11-24T16:17:00.000Z';
  const dialing = after(call, { kind: 'dial', basis: 'emergency', due });
  const pressed = after(dialing, { kind: 'press', key: '1', contactId: 'contact-1' });
  const ended = after(pressed, { kind: 'end', state: 'confirmed', outcome: 'answered' });
  expect(await calls.move(call, dialing)).toBe('moved');
  expect(await calls.move(dialing, pressed)).toBe('moved');
  expect(await calls.move(pressed, ended)).toBe('moved');
  const stored = (await calls.get([call.callId])).get(call.callId);
  expect(stored).toEqual(ended);
  expect(stored).not.toHaveProperty('due');
});

test('a final call leaves the list of open ones, and stays among all', async () => {
  const [one, other] = [aCall({ numberKey: 'one' }), aCall({ numberKey: 'other' })];
  await calls.plan([one, other], expiresAt);
  await calls.move(one, after(one, { kind: 'end', state: 'refused', rule: 'no-contact' }));
  expect((await calls.openOf('gas-leak')).map(({ numberKey }) => numberKey)).toEqual(['other']);
  expect(await calls.allOf('gas-leak')).toHaveLength(2);
});

test('130 calls and their notice come back from one reading', async () => {
  const many = Array.from({ length: 130 }, (_, n) => aCall({ numberKey: `number-${n}` }));
  await notices.create(aNotice({ state: 'raised' }), sealed, planning);
  await calls.plan(many, expiresAt);
  const read = await calls.withNotices(many.map(({ callId }) => callId));
  expect(read.calls.size).toBe(130);
  expect(read.notices.get('gas-leak')).toEqual(aNotice({ state: 'raised' }));
});

test('rings are found by contact and by attempt', async () => {
  const ring = { contactId: 'contact-1', callId: aCall().callId, attempt: 2 };
  await calls.noteRings([ring]);
  expect((await calls.ringsOf(['contact-1', 'contact-2'])).get('contact-1')).toEqual(ring);
  expect([...(await calls.contactsOf([ring])).values()]).toEqual(['contact-1']);
});

test('a notice is made once, and planned by one at a time', async () => {
  const raised = aNotice({ state: 'raised' });
  expect(await notices.create(raised, sealed, planning)).toBe('created');
  expect(await notices.create(raised, sealed, planning)).toBe('exists');
  const second = { planner: 'two', until: '2026-11-24T16:30:00.000Z' };
  expect(await notices.takeOver('gas-leak', second, START)).toBe('theirs');
  await notices.giveUp('gas-leak', planning);
  expect(await notices.takeOver('gas-leak', second, START)).toBe('ours');
  expect(await notices.open('gas-leak', { planned: 3, weekSpent: 0 }, planning)).toBe('lost');
  expect(await notices.open('gas-leak', { planned: 3, weekSpent: 0 }, second)).toBe('opened');
  expect(await notices.get('gas-leak')).toEqual({ ...raised, state: 'open', planned: 3 });
  expect(await notices.sealedMessage('gas-leak')).toEqual(new Uint8Array(sealed));
});

test('a cancelled notice cannot be opened any more', async () => {
  await notices.create(aNotice({ state: 'raised' }), sealed, planning);
  expect(await notices.cancel('gas-leak', START)).toBe('cancelled');
  expect(await notices.cancel('gas-leak', START)).toBe('over');
  expect(await notices.cancel('another', START)).toBe('unknown');
  expect(await notices.open('gas-leak', { planned: 3, weekSpent: 0 }, planning)).toBe('lost');
});

test('a sweep between may leave routine notices out, unless they were cancelled', async () => {
  await notices.create(aNotice({ noticeId: 'concert', purpose: 'event', state: 'raised' }), sealed, planning);
  await notices.list('concert', 'routine');
  const listed = async (which: 'all' | 'urgent') => (await notices.toSweep(which)).notices.map(({ noticeId }) => noticeId);
  expect([await listed('all'), await listed('urgent')]).toEqual([['concert'], []]);
  await notices.cancel('concert', START);
  expect(await listed('urgent')).toEqual(['concert']);
});

test('a sweep finds open notices and contacts with something left to do, until they are done', async () => {
  await notices.create(aNotice({ state: 'raised' }), sealed, planning);
  await notices.list('gas-leak', 'urgent');
  await notices.open('gas-leak', { planned: 0, weekSpent: 0 }, planning);
  const left = { contactId: 'contact-1', callId: aCall().callId, attempt: 1, askForKey: true };
  await calls.leaveForSweeper([left]);
  const found = await notices.toSweep('all');
  expect(found.notices.map(({ noticeId }) => noticeId)).toEqual(['gas-leak']);
  expect(found.leftovers).toEqual([left]);
  await calls.sweptUp(['contact-1']);
  await notices.noteReached('gas-leak');
  await notices.close('gas-leak', 'open', { confirmed: 2 });
  expect(await notices.toSweep('all')).toEqual({ notices: [], leftovers: [] });
  expect(await notices.get('gas-leak')).toMatchObject({ state: 'closed', counts: { confirmed: 2 }, reached: true });
});
