import { expect, test } from 'vitest';
import { ana, aLineCall as call, memoryCallers, ringOf, stranger } from '../../test/ports/memory-callers.ts';
import { onTheLine } from './line.ts';

test('9 is recorded, kept, and recorded as kept, in that order', async () => {
  const { ports, records, stopped } = memoryCallers();
  expect(await onTheLine(ports, call({ step: 'stop', key: '9' }))).toMatchObject({ kept: 'yes' });
  expect(stopped(ana)).toMatchObject({ allButEmergencies: true, notMyNumber: false });
  expect(records.map(({ kind, facts }) => [kind, facts?.['key'], facts?.['effective']])).toEqual([
    ['key.pressed', '9', undefined],
    ['optout.recorded', '9', 'all-but-emergencies'],
  ]);
  expect(JSON.stringify(records)).not.toContain(ana);
});

test('7 stops emergencies too; a number nobody knows is kept as well', async () => {
  const { ports, stopped } = memoryCallers();
  await onTheLine(ports, call({ step: 'stop', key: '7', caller: stranger }));
  expect(stopped(stranger).notMyNumber).toBe(true);
});

test('7 is work for the office, shown or typed; where its list does not answer, the stop is kept all the same', async () => {
  const { ports, office, keyOf, broken, reported, stopped } = memoryCallers();
  await onTheLine(ports, call({ step: 'stop', key: '7', typed: '3122340122' }));
  await onTheLine(ports, call({ step: 'stop', key: '9' }));
  expect(office).toEqual([keyOf('+13122340122')]);
  broken.add('office');
  expect(await onTheLine(ports, call({ step: 'stop', key: '7' }))).toMatchObject({ kept: 'yes' });
  expect(stopped(ana).notMyNumber).toBe(true);
  expect(reported).toHaveLength(1);
});

test('8 stops the kind of the last call where that rested on consent, and everything but emergencies elsewhere', async () => {
  const consented = memoryCallers({ callers: { [ana]: { lastRing: ringOf('event', 'consent') } } });
  await onTheLine(consented.ports, call({ step: 'stop', key: '8' }));
  expect(consented.stopped(ana)).toMatchObject({ purposes: ['event'], allButEmergencies: false });
  const exempt = memoryCallers({ callers: { [ana]: { lastRing: ringOf('attendance', 'exempt') } } });
  await onTheLine(exempt.ports, call({ step: 'stop', key: '8' }));
  expect(exempt.stopped(ana)).toMatchObject({ allButEmergencies: true });
  const never = memoryCallers();
  await onTheLine(never.ports, call({ step: 'stop', key: '8' }));
  expect(never.stopped(ana)).toMatchObject({ allButEmergencies: true });
});

test('the same key twice in a call is one stop, with the same records', async () => {
  const { ports, stops, records, keyOf } = memoryCallers();
  for (const _ of [1, 2]) await onTheLine(ports, call({ step: 'stop', key: '9' }));
  expect(stops.get(keyOf(ana))?.stops).toHaveLength(1);
  expect(new Set(records.map(({ id }) => id)).size).toBe(2);
});

test('a withheld number is asked for, and what was typed is stopped; the caller’s own is not', async () => {
  const { ports, stopped } = memoryCallers();
  const asked = await onTheLine(ports, call({ step: 'stop', key: '9', caller: undefined }));
  expect(asked).toMatchObject({ kept: 'number', askNumber: expect.stringContaining('Type the telephone number') });
  const mistyped = await onTheLine(ports, call({ step: 'stop', key: '9', caller: undefined, typed: '555' }));
  expect(mistyped['askNumber']).toContain('That was not a telephone number.');
  for (const typed of ['3122340122', '13122340122', '3122340122']) {
    expect(await onTheLine(ports, call({ step: 'stop', key: '9', typed }))).toMatchObject({ kept: 'yes' });
  }
  expect(stopped('+13122340122').allButEmergencies).toBe(true);
  expect(stopped(ana).allButEmergencies).toBe(false);
});

test('a key that cannot be recorded fails, so that the flow can say so; nothing is stopped without its record', async () => {
  for (const part of ['names', 'trail', 'ledger'] as const) {
    const house = memoryCallers();
    house.broken.add(part);
    await expect(onTheLine(house.ports, call({ step: 'stop', key: '9' }))).rejects.toThrow(part);
    if (part === 'trail') expect(house.stops.size).toBe(0);
  }
});
