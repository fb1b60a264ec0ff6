import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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

test('7 is work for the office; where its list does not answer, the stop is kept all the same', async () => {
  const { ports, office, keyOf, broken, reported, stopped } = memoryCallers();
  await onTheLine(ports, call({ step: 'stop', key: '7', caller: stranger }));
  await onTheLine(ports, call({ step: 'stop', key: '9' }));
  expect(office).toMatchObject([{ kind: 'not-my-number', numberKey: keyOf(stranger) }]);
  broken.add('office');
  expect(await onTheLine(ports, call({ step: 'stop', key: '7' }))).toMatchObject({ kept: 'yes' });
  expect(stopped(ana).notMyNumber).toBe(true);
  expect(reported).toHaveLength(1);
});

describe('a 7 for a number that is only typed', () => {
  const typed = { step: 'stop', key: '7', typed: '3122340122' } as const;
  const other = '+13122340122';

  test('stops everything but emergencies, is work for the office, and says what stops those too', async () => {
    const { ports, records, office, keyOf, stopped, counted } = memoryCallers();
    const answer = await onTheLine(ports, call(typed));
    expect(answer).toMatchObject({
      kept: 'said',
      said: expect.stringMatching(/except emergencies\. Our office checks the number/),
    });
    expect(stopped(other)).toMatchObject({ notMyNumber: false, allButEmergencies: true, emergencies: false });
    expect(office).toMatchObject([{ kind: 'wrong-number-said', numberKey: keyOf(other) }]);
    expect(records.at(-1)?.facts).toMatchObject({ typed: true, requested: 'wrong-number', effective: 'all-but-emergencies' });
    expect(counted).toEqual([]);
  });
  test('is not kept where the office cannot be told, so that what the line then says is true', async () => {
    const { ports, broken, stops } = memoryCallers();
    broken.add('office');
    await expect(onTheLine(ports, call(typed))).rejects.toThrow('office');
    expect(stops.size).toBe(0);
  });
  test('says the same of a number that nobody knows, in each language of the line', async () => {
    for (const language of ['en', 'es', 'ar']) {
      const known = memoryCallers({ callers: { [other]: { contactKeys: ['ana'] } } });
      const one = await onTheLine(known.ports, call({ ...typed, language }));
      expect(await onTheLine(memoryCallers().ports, call({ ...typed, language }))).toEqual(one);
      expect(one['said']).toContain('<say-as interpret-as="digits">0100</say-as>');
    }
  });
  test('leaves an earlier “not my number” of that phone as it was', async () => {
    const { ports, stopped } = memoryCallers();
    await onTheLine(ports, call({ step: 'stop', key: '7', caller: other }));
    await onTheLine(ports, call({ ...typed, contactId: 'c-2' }));
    expect(stopped(other).notMyNumber).toBe(true);
  });
});

describe('a 7 for the number the network shows', () => {
  const settings = { silenceLimits: { onTheLine: 2, hours: 24 } };
  const seven = (index: number) => call({ step: 'stop', key: '7', caller: `+1312555${1000 + index}`, contactId: `c-${index}` });

  test('silences emergencies up to the limit; the ones beyond are taken as typed ones are, and somebody is called', async () => {
    const { ports, office, counted, stopped, time } = memoryCallers({ settings });
    for (const index of [1, 2]) expect(await onTheLine(ports, seven(index))).toMatchObject({ kept: 'yes' });
    const answer = await onTheLine(ports, seven(3));
    expect(answer).toMatchObject({
      kept: 'said',
      said: expect.stringContaining('calls to this telephone stop, except emergencies'),
    });
    expect(stopped('+13125551002').notMyNumber).toBe(true);
    expect(stopped('+13125551003')).toMatchObject({ notMyNumber: false, allButEmergencies: true });
    expect(office.map(({ kind }) => kind)).toEqual(['not-my-number', 'not-my-number', 'wrong-number-said']);
    expect(counted).toEqual(['LineSilencesBraked']);
    time.at += 24 * 3_600_000;
    expect(await onTheLine(ports, seven(4)), 'a day later').toMatchObject({ kept: 'yes' });
  });
  test('the same phone again counts once, and typed ones not at all', async () => {
    const { ports } = memoryCallers({ settings });
    for (const contactId of ['a', 'b', 'c']) await onTheLine(ports, { ...seven(1), contactId });
    for (const typed of ['3122340122', '3122340123'])
      await onTheLine(ports, call({ step: 'stop', key: '7', typed, contactId: typed }));
    expect(await onTheLine(ports, seven(2))).toMatchObject({ kept: 'yes' });
    expect(await onTheLine(ports, seven(3))).toMatchObject({ kept: 'said' });
  });
  test('whoever calls, and whatever they press and type, no more than the limit lose their emergencies; no stop is lost', async () => {
    const phones = ['+13125551001', '+13125551002', '+13125551003', '+13125551004'];
    const act = fc.record({ caller: fc.constantFrom(...phones, undefined), typed: fc.constantFrom(...phones, undefined) });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        const { ports, stopped } = memoryCallers({ settings });
        for (const [index, { caller, typed }] of acts.entries())
          await onTheLine(ports, call({ step: 'stop', key: '7', caller, typed: typed?.slice(2), contactId: `c-${index}` }));
        const silenced = phones.filter((phone) => stopped(phone).notMyNumber);
        expect(silenced.length).toBeLessThanOrEqual(2);
        const own = acts.flatMap(({ caller, typed }) => (typed === undefined && caller !== undefined ? [caller] : []));
        expect(silenced.every((phone) => own.includes(phone))).toBe(true);
        for (const phone of acts.flatMap(({ caller, typed }) => typed ?? caller ?? []))
          expect(stopped(phone).notMyNumber || stopped(phone).allButEmergencies).toBe(true);
      }),
    );
  });
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
