import { describe, expect, test } from 'vitest';
import type { Call } from '../../shared/calls/call.ts';
import type { Listener } from '../../shared/calls/listener.ts';
import { type DistrictSettings, settingsSchema } from '../../shared/district/settings.ts';
import type { Message, Notice } from '../../shared/notices/notice.ts';
import { type AnswerPorts, answer, type FullAnswer } from './answer.ts';

const settings: DistrictSettings = settingsSchema.parse({
  district: { name: 'Prairie & Lake District', domain: 'prairie.example.org', timezone: 'America/Chicago', state: 'IL' },
  schools: [
    { id: 's1', name: 'Lincoln School' },
    { id: 's2', name: 'Maple School' },
    { id: 's3', name: 'Cedar School' },
  ],
  languages: { default: 'en', voices: { en: { voice: 'Joanna' }, es: { voice: 'Lupe' }, ar: { voice: 'Hala' }, vi: {} } },
  callBackNumber: '+12174480100',
  tollFreeNumber: '+18334480100',
  messages: { concert: { purpose: 'event', individualCaller: 'Dana Ruiz', texts: { en: { text: 'Hello.' } } } },
});
const message: Message = {
  en: { text: 'The concert at {school} is at 6 <pm> & free.' },
  es: { text: 'El concierto es a las seis.' },
  ar: { text: 'الحفل في السادسة.' },
  vi: { recording: 's3://recordings/concert.vi.wav' },
};
const call: Call = {
  callId: 'N1.abc',
  noticeId: 'N1',
  purpose: 'event',
  numberKey: 'num',
  recipients: [{ contactKey: 'ana', students: ['kid'] }],
  state: 'placed',
  attempt: 1,
  predecessors: [],
  basis: 'consent',
  version: 2,
};
const notice: Notice = {
  noticeId: 'N1',
  purpose: 'event',
  audience: { kind: 'schools', schools: ['s1'] },
  messageName: 'concert',
  state: 'open',
  raisedBy: 'principal:lincoln',
  raisedAt: '2026-11-24T20:00:00.000Z',
  expiresAt: '2026-11-25T02:00:00.000Z',
};
interface Known {
  readonly listener?: Partial<Listener>;
  readonly notice?: Partial<Notice>;
  readonly call?: Partial<Call>;
  readonly message?: Message;
  readonly now?: string;
}

function house(known: Known = {}) {
  const reads: string[] = [];
  const counted: string[] = [];
  const ports: AnswerPorts = {
    clock: { now: () => new Date(known.now ?? '2026-11-24T20:05:00.000Z') },
    settings,
    spokenCall: async (callId) => {
      reads.push('call and notice');
      if (callId !== call.callId) return undefined;
      return {
        call: { ...call, ...known.call },
        notice: { ...notice, ...known.notice },
        message: known.message ?? message,
        listener: { language: 'en', schoolIds: ['s1'], ...known.listener },
      };
    },
    count: (name) => counted.push(name),
  };
  return { ports, reads, counted };
}

async function heard(known: Known = {}): Promise<FullAnswer> {
  const spoken = await answer(house(known).ports, 'N1.abc');
  if (spoken.kind === 'silent') throw new Error('nothing was said');
  return spoken;
}

describe('what is said', () => {
  test('who calls, how to stop it, the message, and what to do with it, with every value escaped', async () => {
    const { announcement, kind, voice, engine, offer8 } = await heard();
    expect({ kind, voice, engine, offer8 }).toEqual({ kind: 'text', voice: 'Joanna', engine: 'neural', offer8: 'yes' });
    expect(announcement).toBe(
      '<speak>This is an automated call from Lincoln School, Prairie &amp; Lake District.<break strength="none"/> To opt out, press 9. ' +
        'The concert at Lincoln School is at 6 &lt;pm&gt; &amp; free. If you understood this message, press 1. ' +
        'Our number is <say-as interpret-as="digits">217</say-as>, <say-as interpret-as="digits">448</say-as>, <say-as interpret-as="digits">0100</say-as>. ' +
        'Pressing 9 stops all automated calls except emergencies. ' +
        'To opt out, call toll free, any time: <say-as interpret-as="digits">833</say-as>, <say-as interpret-as="digits">448</say-as>, <say-as interpret-as="digits">0100</say-as>. ' +
        'Wrong number? Press 7. Only these calls: press 8.</speak>',
    );
  });

  test('one request, no more', async () => {
    const { ports, reads } = house();
    await answer(ports, 'N1.abc');
    expect(reads).toEqual(['call and notice']);
  });

  test('key 8 is offered only where the call rests on consent, and not once one stop stops all', async () => {
    for (const basis of ['emergency', 'exempt'] as const) {
      const { offer8, announcement } = await heard({ call: { basis } });
      expect(offer8).toBe('no');
      expect(announcement).not.toContain('press 8');
    }
    const later = { now: '2027-02-01T16:00:00.000Z', notice: { expiresAt: '2027-02-02T00:00:00.000Z' } };
    expect((await heard(later)).offer8).toBe('no');
  });

  test('in an emergency key 9 stops the other calls, and says so', async () => {
    const { announcement } = await heard({ notice: { purpose: 'emergency' }, call: { basis: 'emergency' } });
    expect(announcement).toContain('To stop other calls, press 9.');
    expect(announcement).not.toContain('except emergencies');
  });
});

describe('in which language', () => {
  test.each([
    ['es', 'es', 'Lupe', 'Para cancelar llamadas, oprima 9'],
    ['es-MX', 'es', 'Lupe', 'El concierto es a las seis'],
    ['ar', 'ar', 'Hala', 'اضغطوا 9'],
    ['und', 'en', 'Joanna', 'press 9'],
    ['so', 'en', 'Joanna', 'press 9'],
  ])('a family that speaks %s hears %s', async (language, spoken, voice, words) => {
    const answered = await heard({ listener: { language } });
    expect(answered).toMatchObject({ kind: 'text', language: spoken, voice });
    expect(answered.announcement).toContain(words);
  });

  test('where no voice exists the recording is played, and somebody says around it who calls and whom to ring', async () => {
    const answered = await heard({ listener: { language: 'vi' } });
    expect(answered).toMatchObject({
      kind: 'recording',
      language: 'vi',
      recording: 's3://recordings/concert.vi.wav',
      voice: 'Joanna',
    });
    expect(answered.announcement).toMatch(/automated call from Lincoln School.*press 9\.<\/speak>$/);
    expect(answered.closing).toContain('Our number is');
  });

  test('a family whose language is missing hears the default, and it is counted', async () => {
    const { ports, counted } = house({ listener: { language: 'vi' }, message: { en: { text: 'Hello.' } } });
    expect(await answer(ports, 'N1.abc')).toMatchObject({ language: 'en' });
    expect(counted).toEqual(['LanguageFallback']);
  });
});

describe('for which school', () => {
  const absent = { audience: { kind: 'students', students: ['kid'] } } as const;
  test('an absence call names the school of the child it is about, not of the others', async () => {
    expect((await heard({ notice: absent })).announcement).toContain('call from Lincoln School, Prairie');
  });
  test('siblings at two schools: both are named, and the district stands in the message', async () => {
    const { announcement } = await heard({ notice: absent, listener: { schoolIds: ['s1', 's2'] } });
    expect(announcement).toContain('call from Lincoln School and Maple School, Prairie');
    expect(announcement).toContain('The concert at Prairie &amp; Lake District is');
  });
  test('a school that the settings do not name has no name here: the district is named, for the others in the call as well', async () => {
    for (const schoolIds of [['new'], ['s1', 'new']]) {
      const { announcement } = await heard({ notice: absent, listener: { schoolIds } });
      expect(announcement).toContain('call from Prairie &amp; Lake District');
      expect(announcement).toContain('The concert at Prairie &amp; Lake District is');
    }
  });
  test('no child is known: the school the notice is for, else the district alone', async () => {
    expect((await heard({ listener: { schoolIds: [] } })).announcement).toContain('call from Lincoln School, Prairie');
    expect((await heard({ listener: { schoolIds: [] }, notice: absent })).announcement).toContain('call from Prairie');
  });
});

describe('who calls, by name', () => {
  test.each([
    ['consent', 'event', false],
    ['emergency', 'emergency', false],
    ['exempt', 'event', true],
    [undefined, 'event', true],
    ['consent', 'fundraising', true],
  ] as const)('a call on the ground of %s, for %s: named %s', async (basis, purpose, named) => {
    const { announcement } = await heard({ call: { basis, purpose } as Partial<Call>, notice: { purpose } });
    expect(announcement.includes('press 9. Dana Ruiz is calling for Lincoln School. The concert')).toBe(named);
    expect(announcement.includes('Dana Ruiz')).toBe(named);
  });
  test('in the language of the call, and before a recording too', async () => {
    const exempt = { call: { basis: 'exempt' } } as const;
    expect((await heard({ ...exempt, listener: { language: 'es' } })).announcement).toContain(
      'Dana Ruiz llama de parte de Lincoln School.',
    );
    expect((await heard({ ...exempt, listener: { language: 'vi' } })).announcement).toMatch(
      /Dana Ruiz is calling for Lincoln School\.<\/speak>$/,
    );
  });
  test('for two schools, for the district', async () => {
    const two = {
      call: { basis: 'exempt' },
      listener: { schoolIds: ['s1', 's2'] },
      notice: { audience: { kind: 'district' } },
    } as const;
    expect((await heard(two)).announcement).toContain('Dana Ruiz is calling for Prairie &amp; Lake District.');
  });
  test('words that came sealed name nobody: nothing that must say a name is taken with them', async () => {
    const { announcement } = await heard({ call: { basis: 'exempt' }, notice: { messageName: 'sealed' } });
    expect(announcement).not.toContain('is calling for');
  });
});

describe('silence', () => {
  test.each([
    ['a cancelled notice', { notice: { state: 'cancelled' } }],
    ['an expired notice', { now: '2026-11-25T02:00:00.000Z' }],
  ] as const)('%s is not spoken', async (_, known) => {
    const { ports, counted } = house(known);
    expect(await answer(ports, 'N1.abc')).toEqual({ kind: 'silent' });
    expect(counted).toEqual(['SilentAnswer']);
  });
  test('neither is a call nobody planned', async () => {
    expect(await answer(house().ports, 'N1.zzz')).toEqual({ kind: 'silent' });
  });
});

describe('around a recording', () => {
  const frame = (kind: string) => ({
    before: `s3://recordings/${kind}-before.vi.wav`,
    after: `s3://recordings/${kind}-after.vi.wav`,
  });
  const framed = {
    ...settings,
    languages: {
      ...settings.languages,
      voices: {
        ...settings.languages.voices,
        vi: { engine: 'neural' as const, frames: { wording: '2026-11' as const, other: frame('other') } },
      },
    },
  };

  test('a Vietnamese family hears what the district recorded around the recording, and no other language is counted', async () => {
    const { ports, counted } = house({ listener: { language: 'vi' } });
    expect(await answer({ ...ports, settings: framed }, 'N1.abc')).toMatchObject({
      kind: 'framed',
      announcement: frame('other').before,
      recording: 's3://recordings/concert.vi.wav',
      closing: frame('other').after,
      offer8: 'no',
    });
    expect(counted).toEqual([]);
  });

  test('where nothing is recorded for calls of this kind, or somebody must be named, the default language is around it, and counted', async () => {
    for (const known of [{ notice: { purpose: 'attendance' as const } }, { call: { basis: 'exempt' as const } }]) {
      const { ports, counted } = house({ ...known, listener: { language: 'vi' } });
      expect(await answer({ ...ports, settings: framed }, 'N1.abc')).toMatchObject({
        kind: 'recording',
        announcement: expect.stringMatching(/^<speak>This is an automated call/),
        recording: 's3://recordings/concert.vi.wav',
      });
      expect(counted).toEqual(['LanguageFallback']);
    }
  });
});
