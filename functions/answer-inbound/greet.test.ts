import { expect, test } from 'vitest';
import type { Notice } from '../../shared/notices/notice.ts';
import { ana, type CallersOptions, aLineCall as call, memoryCallers, ringOf, stranger } from '../../test/ports/memory-callers.ts';
import { type LineCall, onTheLine } from './line.ts';

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

async function greeted(options: CallersOptions = {}, over: Partial<LineCall> = {}) {
  const house = memoryCallers({ announced: [said], ...options });
  return { house, answer: await onTheLine(house.ports, call(over)) };
}

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
