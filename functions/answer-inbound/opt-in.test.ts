import { expect, test } from 'vitest';
import { grant, NO_CONSENTS, revoke, stateFor } from '../../shared/consent/consent-record.ts';
import { addStop, applyKey, NO_STOPS, type StopEntry } from '../../shared/consent/number-stops.ts';
import { ana, aLineCall as call, memoryCallers, NOW } from '../../test/ports/memory-callers.ts';
import { onTheLine } from './line.ts';

const callers = { [ana]: { contactKeys: ['ana'], language: 'en' } };
const formOf = (purpose: 'event' | 'fundraising') => ({
  purpose,
  entry: { basis: 'written-form', at: '2026-08-01T00:00:00.000Z', capturedBy: 'desk', wording: 'v1', language: 'en' } as const,
});
const press = {
  callId: 'n.c',
  attempt: 1,
  purpose: 'event',
  basis: 'consent',
  at: '2026-11-24T15:00:00.000Z',
  recordedBy: 'record-keypress',
  revokeAllFrom: '2027-01-31',
} as const;

function house(
  stop: Partial<StopEntry> | 'key 9' | 'key 8' | 'none',
  consented: readonly ('event' | 'fundraising')[] = ['event'],
) {
  const made = memoryCallers({ callers });
  const base: StopEntry = {
    id: 's',
    at: press.at,
    source: 'desk',
    requested: { kind: 'all-but-emergencies' },
    effective: { kind: 'all-but-emergencies' },
    recordedBy: 'desk',
  };
  const record =
    stop === 'none'
      ? NO_STOPS
      : typeof stop === 'string'
        ? applyKey(NO_STOPS, stop === 'key 9' ? '9' : '8', press)
        : addStop(NO_STOPS, { ...base, ...stop });
  made.stops.set(made.keyOf(ana), record);
  const consents = consented.map(formOf).reduce((so, { purpose, entry }) => {
    const change = grant(so, made.keyOf(ana), purpose, entry);
    return change.kind === 'recorded' ? change.record : so;
  }, NO_CONSENTS);
  made.consents.set('ana', consents);
  return made;
}
const ask = (made: ReturnType<typeof house>) => onTheLine(made.ports, call({ step: 'ask', language: 'en' }));
const agree = (made: ReturnType<typeof house>) => onTheLine(made.ports, call({ step: 'agree', language: 'en' }));

test('is offered, asked once in plain words, and changes nothing until 1 is pressed', async () => {
  const made = house('key 9');
  expect((await onTheLine(made.ports, call()))['choices']).toContain('To get automated calls again, press 2.');
  const asked = await ask(made);
  expect(asked).toMatchObject({ may: 'yes' });
  expect(asked['said']).toMatch(
    /absences, and the school events you had agreed to\. Surveys and fundraising stay stopped\..*To agree, press 1\./,
  );
  expect(made.stopped(ana).allButEmergencies).toBe(true);
  expect(made.records).toEqual([]);
});

test('lifts what key 9 had stopped, keeps surveys and fundraising stopped, and says what comes again', async () => {
  const made = house('key 9', ['event', 'fundraising']);
  expect((await agree(made))['said']).toContain('You have agreed.');
  expect(made.stopped(ana)).toMatchObject({ allButEmergencies: false, notMyNumber: false });
  expect([...made.stopped(ana).purposes].sort()).toEqual(['fundraising', 'survey']);
  expect(made.records.map(({ kind }) => kind)).toEqual(['key.pressed', 'consent.granted', 'optout.lifted']);
  expect(made.records[0]?.facts).toMatchObject({ key: '2', contactId: 'c-1', wording: 'call-back-2026-11', language: 'en' });
  expect(made.records[2]?.facts).toMatchObject({ lifted: ['all-but-emergencies'] });
});

test('grants again what this number had agreed to, with the record as evidence, and nothing else', async () => {
  const made = house('key 8');
  await agree(made);
  const record = made.consents.get('ana') ?? NO_CONSENTS;
  const granted = record.numbers[made.keyOf(ana)]?.event?.at(-1);
  expect(granted).toMatchObject({ state: 'granted', basis: 'key-press', wording: 'call-back-2026-11', language: 'en' });
  expect(granted?.evidence).toEqual({ pointer: `audit:line.c-1.${made.keyOf(ana)}.2.pressed`, sha256: 'a'.repeat(64) });
  expect(stateFor(record, made.keyOf(ana), 'closure', NOW)).toBe('none');
});

test('asked for twice, because an answer was lost, it is one agreement and one lift', async () => {
  const made = house('key 9');
  for (const _ of [1, 2]) {
    expect((await agree(made))['said']).toContain('You have agreed.');
    made.time.at += 2_000;
  }
  expect(made.consents.get('ana')?.numbers[made.keyOf(ana)]?.event).toHaveLength(2);
  expect(made.stops.get(made.keyOf(ana))?.lifts).toHaveLength(1);
  const said = [...Map.groupBy(made.records, ({ id }) => id ?? '').values()];
  const versions = said.map((same) => new Set(same.map(({ facts }) => JSON.stringify(facts))).size);
  expect(versions, 'two records of one id say the same').toEqual(versions.map(() => 1));
});

test.each<readonly [string, Partial<StopEntry>]>([
  ['was told at the desk', {}],
  ['stands in the export', { source: 'note' }],
  ['says the number is wrong', { source: 'key-press', effective: { kind: 'wrong-number' } }],
  ['refuses emergencies too', { effective: { kind: 'emergencies' } }],
])('is refused where a stop stands that %s: the office is named', async (_which, stop) => {
  const made = house(stop);
  const before = made.stopped(ana);
  expect((await onTheLine(made.ports, call()))['choices']).not.toContain('press 2');
  expect(await ask(made)).toMatchObject({ may: 'no', said: expect.stringContaining('Please call our office') });
  expect((await agree(made))['said']).toContain('Please call our office');
  expect(made.stopped(ana)).toEqual(before);
  expect(made.records).toEqual([]);
});

test('does not renew what somebody withdrew in writing, nor what was never agreed to', async () => {
  const made = house('key 9');
  const entry = {
    basis: 'written-form',
    at: '2026-09-01T00:00:00.000Z',
    capturedBy: 'desk',
    wording: 'v1',
    language: 'en',
  } as const;
  const change = revoke(made.consents.get('ana') ?? NO_CONSENTS, made.keyOf(ana), 'event', entry);
  if (change.kind === 'recorded') made.consents.set('ana', change.record);
  await agree(made);
  expect(stateFor(made.consents.get('ana') ?? NO_CONSENTS, made.keyOf(ana), 'event', NOW)).toBe('revoked');
  expect(made.records.filter(({ kind }) => kind === 'consent.granted')).toEqual([]);
});

test('leaves each of several people on a number the agreements they had', async () => {
  const made = memoryCallers({ callers: { [ana]: { contactKeys: ['ana', 'ben'] } } });
  made.stops.set(made.keyOf(ana), applyKey(NO_STOPS, '9', press));
  await agree(made);
  expect(made.stopped(ana).allButEmergencies).toBe(false);
  expect(made.consents.size).toBe(0);
});

test('is nothing for a number that is withheld or only typed', async () => {
  const made = house('key 9');
  const withheld = await onTheLine(made.ports, call({ step: 'agree', caller: undefined, typed: '3125550111' }));
  expect(withheld['said']).toContain('Please call our office');
  expect(made.stopped(ana).allButEmergencies).toBe(true);
});
