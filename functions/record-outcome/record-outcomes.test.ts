import { expect, test } from 'vitest';
import { effectiveStops } from '../../shared/consent/number-stops.ts';
import { TryAgain } from '../../shared/faults/fault.ts';
import type { Person } from '../../test/ports/memory-people.ts';
import { schoolDay } from '../../test/ports/school-day.ts';
import { recordOutcomes } from './record-outcomes.ts';

const ana: readonly Person[] = [{ name: 'ana', numbers: ['n1'], agreed: true }];
class Busy extends TryAgain {
  readonly code = 'BUSY';
}
const busy = async (): Promise<never> => {
  throw new Busy('busy', {});
};
const message = (contactId: string, over: object = {}) => ({
  messageId: contactId,
  body: { contactId, eventType: 'DISCONNECTED', time: '2026-11-24T16:16:00Z', reason: 'CUSTOMER_DISCONNECT', ...over },
});
const stopsOn = (day: ReturnType<typeof schoolDay>, numberKey: string) => {
  const held = day.book.stops.get(numberKey);
  return held === undefined ? undefined : effectiveStops(held.value);
};

const PRESSED_9 = { reason: 'CONTACT_FLOW_DISCONNECT', afterS: 20, key: '9' };

/** Phones that have rung and are over, of which nobody has told yet. */
async function overButUntold(ending: { reason: string; afterS: number; key?: string } | undefined, people = ana, seconds = 60) {
  const day = schoolDay({ people, told: () => false, ...(ending === undefined ? {} : { ending: () => ending }) });
  await day.raise();
  await day.stepOnce();
  day.wait(seconds);
  return day;
}

test('the same end told twice is one end, and frees the line once', async () => {
  const day = await overButUntold(undefined);
  await recordOutcomes(day.ports, [message('contact-1')]);
  await recordOutcomes(day.ports, [message('contact-1')]);
  expect(day.finals()).toEqual({ delivered: 1 });
  expect(day.ports.pacer.pace()).toMatchObject({ urgentInFlight: 0 });
  expect(new Set(day.records.filter(({ kind }) => kind === 'call.final').map(({ id }) => id)).size).toBe(1);
  expect(day.line.rung[0]?.scrubbed).toBe(true);
});

test('a key whose function failed is carried out from the contact: 9 stops, and proves a person', async () => {
  const day = schoolDay({ people: ana, ending: () => PRESSED_9 });
  await day.raise();
  await day.toTheEnd();
  expect(stopsOn(day, 'n1')).toMatchObject({ allButEmergencies: true });
  expect(day.finals()).toEqual({ confirmed: 1 });
  expect(day.records.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['key.pressed', 'optout.recorded']));
});

test('7 is nobody reached: the next number rings', async () => {
  const people = [{ name: 'ana', numbers: ['n1', 'n2'], agreed: true }];
  const ending = (callId: string) => {
    const first = callId === day.line.rung[0]?.callId || day.line.rung.length === 0;
    return { reason: 'CONTACT_FLOW_DISCONNECT', afterS: 20, ...(first ? { key: '7' } : {}) };
  };
  const day: ReturnType<typeof schoolDay> = schoolDay({ people, ending });
  await day.raise({ purpose: 'event', message: { name: 'concert' } });
  await day.toTheEnd();
  expect(day.finals()).toEqual({ 'not-delivered': 1, delivered: 1 });
  expect(stopsOn(day, 'n1')).toMatchObject({ notMyNumber: true });
});

const updated = (contactId: string) => ({
  ...message(contactId, { eventType: 'CONTACT_DATA_UPDATED', reason: '' }),
  messageId: `${contactId}-key`,
});

test('where Connect is too busy to say which key it was, the message comes again and the stop is kept then', async () => {
  const day = await overButUntold({ ...PRESSED_9, reason: 'CUSTOMER_DISCONNECT' });
  const deaf = { ...day.ports, desk: { ...day.line.desk, attributes: busy } };
  const faults = await recordOutcomes(deaf, [updated('contact-1'), message('contact-1')]);
  expect([...faults.keys()]).toEqual(['contact-1-key']);
  expect(day.finals()).toEqual({ delivered: 1 });
  expect((await recordOutcomes(day.ports, [updated('contact-1')])).size).toBe(0);
  expect(stopsOn(day, 'n1')).toMatchObject({ allButEmergencies: true });
});

test('once one key proves to have been lost, every silent call of the batch is asked about', async () => {
  const people = [...ana, { name: 'ben', numbers: ['n2'], agreed: true }];
  const day = await overButUntold(PRESSED_9, people);
  await recordOutcomes(day.ports, [updated('contact-1'), message('contact-1'), message('contact-2')]);
  expect(stopsOn(day, 'n1')).toMatchObject({ allButEmergencies: true });
  expect(stopsOn(day, 'n2')).toMatchObject({ allButEmergencies: true });
  expect(day.finals()).toEqual({ confirmed: 2 });
  expect(day.counts.get('KeysRecovered')).toBe(1);
});

test('a flow that hangs up early has heard a key: it is asked for, even where function and event were both lost', async () => {
  const day = await overButUntold(PRESSED_9);
  const early = { reason: 'CONTACT_FLOW_DISCONNECT', connected: '2026-11-24T16:15:50.000Z', time: '2026-11-24T16:16:00Z' };
  await recordOutcomes(day.ports, [message('contact-1', early)]);
  expect(stopsOn(day, 'n1')).toMatchObject({ allButEmergencies: true });
  expect(day.finals()).toEqual({ confirmed: 1 });
});

test('a flow that has said everything twice costs no request', async () => {
  const day = await overButUntold(undefined, ana, 200);
  const deaf = { ...day.ports, desk: { ...day.line.desk, attributes: busy, describe: busy } };
  const whole = { reason: 'CONTACT_FLOW_DISCONNECT', connected: '2026-11-24T16:14:00.000Z', time: '2026-11-24T16:16:00Z' };
  expect((await recordOutcomes(deaf, [message('contact-1', whole)])).size).toBe(0);
  expect(day.finals()).toEqual({ delivered: 1 });
});

test('a key that record-keypress has kept costs no request to Connect', async () => {
  const day = await overButUntold(PRESSED_9, ana, 0);
  await recordOutcomes(day.ports, [updated('contact-1')]);
  const deaf = { ...day.ports, desk: { ...day.line.desk, attributes: busy, describe: busy } };
  expect((await recordOutcomes(deaf, [updated('contact-1')])).size).toBe(0);
  expect((await recordOutcomes(deaf, [message('contact-1', { reason: '', connected: '2026-11-24T16:15:30.000Z' })])).size).toBe(
    0,
  );
  expect(day.finals()).toEqual({ confirmed: 1 });
});

test('an event without a reason is asked about; one that Connect cannot explain yet comes again', async () => {
  const day = schoolDay({ people: ana, told: () => false, ending: () => ({ reason: 'TELECOM_BUSY', afterS: 20 }) });
  await day.raise();
  await day.stepOnce();
  const early = await recordOutcomes(day.ports, [message('contact-1', { reason: '' })]);
  expect(early.get('contact-1')?.code).toBe('OUTCOME_NOT_TOLD_YET');
  day.wait(60);
  const busyDesk = { ...day.line.desk, describe: busy };
  expect((await recordOutcomes({ ...day.ports, desk: busyDesk }, [message('contact-1', { reason: '' })])).size).toBe(1);
  expect((await recordOutcomes(day.ports, [message('contact-1', { reason: undefined })])).size).toBe(0);
  expect(day.records.find(({ kind }) => kind === 'call.outcome')?.facts).toMatchObject({ outcome: 'busy', source: 'describe' });
});

test('a connection says that somebody picked up, where no reason is given; 1970 says that nobody did', async () => {
  const day = await overButUntold({ reason: 'TELECOM_BUSY', afterS: 20 });
  const nobody = message('contact-1', { reason: '', connected: '1970-01-01T00:00:00.001Z' });
  const deaf = { ...day.ports, desk: { ...day.line.desk, describe: busy } };
  expect((await recordOutcomes(deaf, [nobody])).size, 'Connect must be asked').toBe(1);
  await recordOutcomes(deaf, [message('contact-1', { reason: '', connected: '2026-11-24T16:15:30.000Z' })]);
  expect(day.finals()).toEqual({ delivered: 1 });
});

test('an event that is earlier than our own note of the ring is matched by the contact’s attributes', async () => {
  const day = schoolDay({ people: ana, told: () => false });
  const { calls } = day.ports;
  day.ports.calls = { ...calls, noteRings: async () => undefined };
  await day.raise();
  await day.stepOnce();
  await recordOutcomes(day.ports, [message('contact-1')]);
  expect(day.finals()).toEqual({ delivered: 1 });
});

test('somebody who called the number is no call of ours: Connect is not asked, and forgets their number', async () => {
  const day = schoolDay({ people: ana });
  const scrubbed: string[] = [];
  const asked = async () => {
    throw new Error('Connect need not be asked');
  };
  const scrub = async (contactId: string) => {
    scrubbed.push(contactId);
    return 'scrubbed' as const;
  };
  const ports = { ...day.ports, desk: { ...day.line.desk, describe: asked, attributes: asked, scrub } };
  const faults = await recordOutcomes(ports, [
    message('caller-1', { method: 'INBOUND', reason: '' }),
    message('caller-2', { method: 'INBOUND', eventType: 'CONTACT_DATA_UPDATED' }),
  ]);
  expect(faults.size).toBe(0);
  expect(scrubbed).toEqual(['caller-1']);
  expect(day.records).toEqual([]);
});

test('somebody else’s contact, another kind of event and a broken message touch nothing', async () => {
  const day = schoolDay({ people: ana });
  const faults = await recordOutcomes(day.ports, [
    message('somebody-elses'),
    message('contact-1', { eventType: 'INITIATED' }),
    { messageId: 'broken', body: { contact: 1 } },
  ]);
  expect([...faults].map(([id, { code }]) => [id, code])).toEqual([['broken', 'MESSAGE_MALFORMED']]);
  expect(day.records).toEqual([]);
  expect(day.counts.get('ForeignContacts')).toBe(1);
});
