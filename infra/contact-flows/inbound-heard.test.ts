import { describe, expect, test } from 'vitest';
import { callerIn, onTheLine } from '../../functions/answer-inbound/line.ts';
import { applyKey, NO_STOPS } from '../../shared/consent/number-stops.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { tryOut } from '../../test/fixtures/telephone-trial.ts';
import { type CallersOptions, memoryCallers } from '../../test/ports/memory-callers.ts';
import { parseFlow } from '../local/connect/flow-language/parse-flow.ts';
import type { CallerScript, Ring } from '../local/telephone-network/index.ts';
import { inboundFlow } from './inbound-flow.ts';

/** The deployed flow on the simulated line, with what answer-inbound says: what somebody really hears who calls back. */
const ana = '+13122340111';
const district = 'Cedar Valley Schools';
const flow = parseFlow(
  'call back',
  JSON.stringify(
    inboundFlow({
      answerInboundArn: 'arn:aws:lambda:x:1:function:line',
      district,
      callBackNumber: '+13125550100',
      defaultLanguages: [
        { language: 'en', voice: 'Joanna', engine: 'neural' },
        { language: 'es', voice: 'Lupe', engine: 'neural' },
      ],
    }),
  ),
);
const closure: Notice = {
  noticeId: 'snow',
  purpose: 'closure',
  audience: { kind: 'district' },
  messageName: 'concert',
  state: 'closed',
  raisedBy: 'office',
  raisedAt: '2026-11-24T11:30:00.000Z',
  expiresAt: '2026-11-24T13:30:00.000Z',
};
const announced = [
  {
    notice: closure,
    message: {
      en: { text: 'All schools are closed today because of snow.' },
      es: { text: 'Hoy no hay clases por la nieve.' },
      ar: { text: 'المدارس مغلقة اليوم.' },
    },
  },
];

interface FlowEvent {
  readonly Details: {
    readonly ContactData: { readonly ContactId: string; readonly CustomerEndpoint?: { readonly Address?: string } };
    readonly Parameters: Readonly<Record<string, string>>;
  };
}

async function callsBack(
  does: CallerScript,
  from: string = ana,
  options: CallersOptions = {},
  broken: 'function' | 'trail' | 'none' = 'none',
) {
  const house = memoryCallers({ announced, ...options });
  if (broken === 'trail') house.broken.add('trail');
  return { house, ...(await talk(house, does, from === 'withheld' ? undefined : from, broken === 'function')) };
}

async function talk(house: ReturnType<typeof memoryCallers>, does: CallerScript, from: string | undefined, silent = false) {
  const steps: string[] = [];
  const trial = tryOut({
    invoke: async (_arn, event) => {
      const { ContactData, Parameters } = (event as FlowEvent).Details;
      const { step = '', key = '', typed, language = '' } = Parameters;
      steps.push(`${step}${key === '' ? '' : ` ${key}`}${typed === undefined ? '' : ' typed'}`);
      if (silent) throw new Error('no answer');
      const caller = callerIn(ContactData.CustomerEndpoint?.Address);
      return onTheLine(house.ports, { contactId: ContactData.ContactId, caller, step, key, typed, language });
    },
  });
  const ring = trial.callIn(from, flow, does);
  await trial.pass(240);
  return { ring, steps, attributes: trial.attributes, heard: ring.heard.map(({ text }) => text) };
}

const silenceAfterKey = ({ endedAt = 0, keys }: Ring) => endedAt - (keys.at(-1)?.at ?? 0);

describe('a family that calls back', () => {
  test('hears at once whose line it is, then what was announced and when, twice, and the line ends by itself', async () => {
    const { ring, heard, steps } = await callsBack({});
    expect(ring.firstSoundAfterMs).toBeLessThan(2_000);
    expect(heard[0]).toMatch(/^This is the automated line of Cedar Valley Schools\. To opt out, press 9\./);
    const announcements = heard.filter((text) => text.includes('we told all families: All schools are closed today'));
    expect(announcements).toHaveLength(2);
    expect(announcements[0]).toContain('On Tuesday, November 24 at 5:30 AM,');
    expect(steps).toEqual(['greet']);
    expect(ring.end).toBe('flow ended');
  });

  test('whoever vets callers hears the name twice within ten seconds, five or more apart, without a key', async () => {
    for (const languages of [undefined, { default: 'en', voices: { en: { voice: 'Joanna' } } }]) {
      const { ring } = await callsBack({}, ana, languages === undefined ? {} : { settings: { languages } });
      const named = ring.heard.filter(({ text }) => text.startsWith(`This is the automated line of ${district}.`));
      const over = (named[0]?.at ?? 0) + 9 * 400;
      const apart = ((named[1]?.at ?? 0) - over) / 1_000;
      expect(apart).toBeGreaterThanOrEqual(5);
      expect(apart).toBeLessThanOrEqual(10);
    }
  });

  test('changes the language by key, and is offered each by a voice that speaks it', async () => {
    const { ring, heard } = await callsBack({ steps: [{ hears: /Para español, oprima 3/, presses: '3' }] });
    expect(ring.heard.find(({ text }) => text.includes('Para español'))?.voice).toBe('Lupe');
    expect(ring.heard.find(({ text }) => text.includes('للعربية'))?.voice).toBe('Hala');
    expect(heard.some((text) => text.includes('Hoy no hay clases por la nieve.'))).toBe(true);
    expect(ring.heard.at(-1)?.voice).toBe('Lupe');
  });
});

describe('keys', () => {
  test.each(['9', '8', '7'])('%s: recorded, and silence within a second', async (key) => {
    const { ring, steps, house, attributes } = await callsBack({
      steps: [{ hears: /This is the automated line/, presses: key }],
    });
    expect(steps).toEqual(['greet', `stop ${key}`]);
    expect(silenceAfterKey(ring)).toBeLessThanOrEqual(1_000);
    expect(house.stopped(ana)).toMatchObject(key === '7' ? { notMyNumber: true } : { allButEmergencies: true });
    expect(attributes).toEqual({ callId: 'n1.c1' });
  });

  test('a withheld number works by typing it, also after a slip', async () => {
    const { ring, steps, house } = await callsBack(
      {
        steps: [
          { hears: /press 9/, presses: '9' },
          { hears: /Type the telephone number/, presses: '312#' },
          { hears: /That was not a telephone number/, presses: '3122340199#' },
        ],
      },
      'withheld',
    );
    expect(steps).toEqual(['greet', 'stop 9', 'stop 9 typed', 'stop 9 typed']);
    expect(house.stopped('+13122340199').allButEmergencies).toBe(true);
    expect(ring.end).toBe('flow ended');
  });

  test('2 and then 1 opts in again, and says what still comes; 2 alone changes nothing', async () => {
    const house = memoryCallers({ announced, callers: { [ana]: { contactKeys: ['ana'], language: 'en' } } });
    const press = {
      callId: 'n.c',
      attempt: 1,
      purpose: 'event',
      basis: 'consent',
      at: '2026-11-24T15:00:00.000Z',
      recordedBy: 'x',
      revokeAllFrom: '2027-01-31',
    } as const;
    house.stops.set(house.keyOf(ana), applyKey(NO_STOPS, '9', press));
    const two = { hears: /press 2/, presses: '2' };
    await talk(house, { steps: [two] }, ana);
    expect(house.stopped(ana).allButEmergencies).toBe(true);
    const { heard } = await talk(house, { steps: [two, { hears: /To agree, press 1/, presses: '1' }] }, ana);
    expect(heard.at(-1)).toMatch(/^You have agreed\. Emergencies, school closings/);
    expect(house.stopped(ana).allButEmergencies).toBe(false);
  });
});

describe('7 for another phone', () => {
  test('from another phone, the number that was called is typed after pound: all but emergencies stop, and what stops those is said', async () => {
    const { house, heard, ring } = await callsBack({
      steps: [
        { hears: /press pound/, presses: '#' },
        { hears: /wrong number, press 7/, presses: '7' },
        { hears: /Type the telephone number/, presses: '3122340199#' },
        { hears: /press 7 in our next call/, presses: '7' },
      ],
    });
    expect(house.stopped('+13122340199')).toMatchObject({ notMyNumber: false, allButEmergencies: true });
    expect(heard.at(-1)).toMatch(
      /stop, except emergencies\. Our office checks the number\. .* call us from that telephone and press 7/,
    );
    expect(ring.end).toBe('flow ended');
    expect(house.stopped(ana), 'a 7 pressed at these words').toMatchObject({ notMyNumber: false, allButEmergencies: false });
  });

  test('in the language that was chosen', async () => {
    const { ring } = await callsBack({
      steps: [
        { hears: /Para español, oprima 3/, presses: '3' },
        { hears: /tecla numeral/, presses: '#' },
        { hears: /número equivocado, oprima 7/, presses: '7' },
        { hears: /Marque el número/, presses: '3122340199#' },
      ],
    });
    expect(ring.heard.at(-1)).toMatchObject({ voice: 'Lupe', text: expect.stringMatching(/menos las emergencias\. La oficina/) });
  });
});

describe('when something is out of order', () => {
  test('without the function it says whose line it is and the office’s number, in both languages, and promises nothing', async () => {
    const { heard } = await callsBack({ steps: [{ hears: /press 9/, presses: '9' }] }, ana, {}, 'function');
    expect(heard[0]).toMatch(/^This is the automated line of Cedar Valley Schools/);
    expect(heard.slice(1)).toEqual([
      expect.stringMatching(/^We could not record this, and nothing has changed\./),
      expect.stringMatching(/^No pudimos anotarlo y nada ha cambiado\./),
    ]);
  });

  test('without the trail a key is tried twice, and then said not to be kept', async () => {
    const { steps, heard, house } = await callsBack({ steps: [{ hears: /press 9/, presses: '9' }] }, ana, {}, 'trail');
    expect(steps).toEqual(['greet', 'stop 9', 'stop 9']);
    expect(heard.some((text) => text.includes('nothing has changed'))).toBe(true);
    expect(house.stops.size).toBe(0);
  });
});
