import { describe, expect, test } from 'vitest';
import { grant, NO_CONSENTS, revoke, stateFor } from '../../shared/consent/consent-record.ts';
import { addStop, applyKey, NO_STOPS, type StopEntry } from '../../shared/consent/number-stops.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { type CallersOptions, memoryCallers } from '../../test/ports/memory-callers.ts';
import { callerIn, type LineCall, onTheLine } from './line.ts';

const ana = '+13125550111';
/** When the line is answered, unless a test says otherwise. */
const NOW = '2026-11-24T16:15:00.000Z';
const stranger = '+13125550999';
const concert: Notice = {
  noticeId: 'concert-1',
  purpose: 'event',
  audience: { kind: 'district' },
  messageName: 'concert',
  state: 'open',
  raisedBy: 'office',
  raisedAt: '2026-11-24T15:05:00.000Z',
  expiresAt: '2026-11-24T23:00:00.000Z',
  planned: 120,
};
const words = {
  en: { text: 'The concert at {school} is at 6 & free.' },
  es: { text: 'El concierto es a las seis.' },
  vi: { recording: 's3://b/c.vi.wav' },
};
const said = { notice: concert, message: words };
const ringOf = (purpose: 'event' | 'attendance', basis: 'consent' | 'exempt') => ({
  at: '2026-11-24T15:30:00.000Z',
  purpose,
  basis,
  noticeId: 'n',
});

function call(over: Partial<LineCall> = {}): LineCall {
  return { contactId: 'c-1', caller: ana, step: 'greet', key: '', typed: undefined, language: '', ...over };
}

async function greeted(options: CallersOptions = {}, over: Partial<LineCall> = {}) {
  const house = memoryCallers({ announced: [said], ...options });
  return { house, answer: await onTheLine(house.ports, call(over)) };
}

describe('the greeting', () => {
  test('says whose line it is, what was announced and when, and what may be pressed; strings only', async () => {
    const { answer } = await greeted();
    expect(answer['opening']).toMatch(/^<speak>This is the automated line of Cedar Valley Schools\. To opt out, press 9\./);
    expect(answer['announced']).toBe(
      '<speak>This is the automated line of Cedar Valley Schools. On Tuesday, November 24 at 9:05 AM, we told all families: ' +
        'The concert at Cedar Valley Schools is at 6 &amp; free.</speak>',
    );
    expect(answer['choices']).toMatch(
      /except emergencies, press 9\. .*press 7: .*press pound\. Our office has the number .*press star\./,
    );
    expect(answer['choices']).not.toMatch(/press 2|press 8/);
    expect(Object.values(answer).filter((value) => typeof value !== 'string')).toEqual([]);
  });

  test('speaks the language of whoever gave this number, offers the others each by its own voice, and changes when asked', async () => {
    const callers = { [ana]: { contactKeys: ['ana'], language: 'es-MX' } };
    const { answer } = await greeted({ callers });
    expect(answer).toMatchObject({
      language: 'es',
      voice: 'Lupe',
      languages: '2',
      language1: 'en',
      voice1: 'Joanna',
      language2: 'ar',
      voice2: 'Hala',
    });
    expect(answer['offer1']).toBe('<speak>For English, press 3.</speak>');
    expect(answer['announced']).toContain('El concierto es a las seis.');
    const arabic = await greeted({ callers }, { language: 'ar' });
    expect(arabic.answer).toMatchObject({ language: 'ar', voice: 'Hala', language1: 'en', language2: 'es' });
  });

  test('plays a recording to a family whose language has no voice', async () => {
    const { answer } = await greeted({ callers: { [ana]: { contactKeys: ['ana'], language: 'vi' } } });
    expect(answer).toMatchObject({ kind: 'recording', recording: 's3://b/c.vi.wav', language: 'en' });
  });

  test.each<readonly [string, Partial<Notice>]>([
    ['of an absence', { purpose: 'attendance' }],
    ['for single students', { audience: { kind: 'students', students: ['leo'] } }],
    ['for grades', { audience: { kind: 'grades', schools: ['lincoln'], grades: ['3'] } }],
    ['for a handful of families', { audience: { kind: 'schools', schools: ['lincoln'] }, planned: 12 }],
    ['only for those who agreed in writing', { purpose: 'fundraising' }],
    ['that was cancelled', { state: 'cancelled' }],
    ['that nobody was told', { state: 'closed', counts: { refused: 120 } }],
    ['of last week', { raisedAt: '2026-11-16T15:05:00.000Z' }],
  ])('does not repeat a notice %s', async (_which, over) => {
    const { answer } = await greeted({ announced: [{ notice: { ...concert, ...over }, message: words }] });
    expect(answer['announced']).toContain('There is no recent announcement.');
  });

  test('tells a routine notice only once it is being told: not while it waits for the morning', async () => {
    const { answer } = await greeted({
      now: '2026-11-24T12:00:00.000Z',
      announced: [{ notice: { ...concert, raisedAt: '2026-11-24T11:00:00.000Z' }, message: words }],
    });
    expect(answer['announced']).toContain('no recent announcement');
    const urgent = { ...concert, purpose: 'closure', raisedAt: '2026-11-24T11:00:00.000Z' } as const;
    const { answer: closure } = await greeted({
      now: '2026-11-24T12:00:00.000Z',
      announced: [{ notice: urgent, message: words }],
    });
    expect(closure['announced']).toContain('6 &amp; free');
  });

  test.each(['gas-leak', 'sealed'])('keeps words to itself that say where students are, or may: %s', async (messageName) => {
    const leak = { purpose: 'emergency', saysWhere: true, texts: { en: { text: 'The children are at the church.' } } };
    const notice: Notice = { ...concert, purpose: 'emergency', messageName, audience: { kind: 'schools', schools: ['lincoln'] } };
    const { answer } = await greeted({
      settings: { messages: { 'gas-leak': leak } },
      announced: [{ notice, message: { en: { text: 'The children are at the church.' } } }],
    });
    expect(answer['announced']).toContain(
      'we called the families of Lincoln Elementary. This line may not repeat that message. Please ask our office.',
    );
    expect(JSON.stringify(answer)).not.toContain('church');
  });

  test('tells what is only rehearsed to nobody but the numbers of the rehearsal', async () => {
    const announced = [{ ...said, rehearsal: true }];
    expect((await greeted({ announced })).answer['announced']).toContain('no recent announcement');
    const settings = { mode: 'rehearsal', rehearsalNumbers: [ana] };
    expect((await greeted({ announced, settings })).answer['announced']).toContain('free');
  });

  test('says the same of what was announced to whoever calls: a forged caller id learns nothing of a child', async () => {
    const known = await greeted({ callers: { [ana]: { contactKeys: ['ana'], language: 'en' } } });
    const unknown = await greeted({}, { caller: stranger });
    const withheld = await greeted({}, { caller: undefined });
    expect(known.answer).toEqual(unknown.answer);
    expect(withheld.answer).toEqual(unknown.answer);
  });

  test('offers 8 only where the last call to this number rested on consent, and never says what it was about', async () => {
    const with8 = await greeted({ callers: { [ana]: { lastRing: ringOf('event', 'consent') } } });
    expect(with8.answer['choices']).toContain('To stop only calls like the last one to you, press 8.');
    const exempt = await greeted({ callers: { [ana]: { lastRing: ringOf('attendance', 'exempt') } } });
    expect(exempt.answer['choices']).not.toContain('press 8');
  });

  test('whatever is out of order, says whose line it is and the office’s number', async () => {
    const house = memoryCallers({ announced: [said], callers: { [ana]: { contactKeys: ['ana'], language: 'es' } } });
    for (const part of ['names', 'notices', 'ledger'] as const) house.broken.add(part);
    const answer = await onTheLine(house.ports, call());
    expect(answer).toMatchObject({ language: 'en', voice: 'Joanna' });
    expect(answer['opening']).toContain('Cedar Valley Schools');
    expect(answer['choices']).toContain('Our office has the number');
    expect(house.reported).toHaveLength(2);
  });
});

describe('keys that stop', () => {
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

  test('a step or a key that means nothing is the fault of who deployed', async () => {
    const { ports } = memoryCallers();
    await expect(onTheLine(ports, call({ step: 'sing' }))).rejects.toMatchObject({ code: 'STEP_UNKNOWN' });
    await expect(onTheLine(ports, call({ step: 'stop', key: '1' }))).rejects.toMatchObject({ code: 'STOP_KEY_UNKNOWN' });
  });
});

describe('opting in again', () => {
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
});

test.each([
  ['+13125550111', '+13125550111'],
  ['anonymous', undefined],
  ['', undefined],
  [undefined, undefined],
  ['sip:ana@example.org', undefined],
  ['+266696687', '+266696687'],
])('a caller shown as %s is %s', (address, caller) => {
  expect(callerIn(address)).toBe(caller);
});
