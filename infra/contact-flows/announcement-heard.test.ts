import { describe, expect, test } from 'vitest';
import { aroundRecording, type Speech, thanks, wholePass } from '../../shared/notices/speech.ts';
import { SPOKEN_LANGUAGES, sentencesIn } from '../../shared/notices/spoken-sentences.ts';
import { tryOut } from '../../test/fixtures/telephone-trial.ts';
import { parseFlow } from '../local/connect/flow-language/parse-flow.ts';
import { announcementFlow } from './announcement-flow.ts';

/** The deployed flow, on the simulated line, with what answer-call says: what a family really hears, and when. */
const ana = '+12172340111';
const arns = { answerCallArn: 'arn:aws:lambda:x:1:function:answer', recordKeypressArn: 'arn:aws:lambda:x:1:function:keys' };
const words = { district: 'Example Unified School District', callBackNumber: '+12174480100', tollFreeNumber: '+18334480100' };
const flow = parseFlow(
  'announcement',
  JSON.stringify(
    announcementFlow({
      ...arns,
      ...words,
      defaultLanguages: [
        { language: 'en', voice: 'Joanna', engine: 'neural' },
        { language: 'es', voice: 'Lupe', engine: 'neural' },
      ],
    }),
  ),
);
const VOICES = { en: 'Joanna', es: 'Lupe', ar: 'Hala' };
const body = 'The winter concert takes place on Thursday at six in the school theater. Every family is welcome.';

function speechIn(language: string): Speech {
  const sentences = sentencesIn(language);
  if (sentences === undefined) throw new Error(`no sentences in ${language}`);
  const caller = { schools: ['Lincoln School'], district: words.district };
  return { sentences, purpose: 'event', caller, ...words, offer8: true };
}

function textIn(language: keyof typeof VOICES) {
  const speech = speechIn(language);
  const always = { recording: '', closing: '', language, engine: 'neural', offer8: 'yes', thanks: thanks(speech) };
  return { ...always, kind: 'text', announcement: wholePass(speech, body), voice: VOICES[language] };
}

type Script = Parameters<ReturnType<typeof tryOut>['network']['person']>[1];

async function ring(script: Script, answer: Record<string, string> | 'no answer' = textIn('en'), keysFail = false) {
  const asked: string[] = [];
  const trial = tryOut({
    recording: () => ({ transcript: 'Buổi hòa nhạc mùa đông diễn ra vào thứ Năm.' }),
    invoke: async (arn, event) => {
      const { Parameters: parameters = {} } = (event as { Details: { Parameters: Record<string, string> } }).Details;
      asked.push(arn === arns.answerCallArn ? 'answer' : `key ${parameters['key']}`);
      if (arn === arns.answerCallArn && answer !== 'no answer') return answer;
      if (arn === arns.recordKeypressArn && !keysFail) return { kept: 'yes', thanks: parameters['thanks'] ?? '' };
      throw new Error('no answer');
    },
  });
  trial.network.person(ana, script);
  const { ring: heard } = trial.call(ana, flow);
  await trial.pass(240);
  return { heard, asked, attributes: trial.attributes, texts: heard.heard.map(({ text }) => text) };
}

describe('a family that picks up', () => {
  test('hears who calls at once, and the message twice', async () => {
    const { heard, texts, asked } = await ring({ picksUp: true });
    expect(heard.firstSoundAfterMs).toBeLessThan(2_000);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toMatch(
      /^This is an automated call from Lincoln School, Example Unified School District\. To opt out, press 9\./,
    );
    expect(texts[1]).toBe(texts[0]);
    expect(asked).toEqual(['answer']);
    expect(heard.end).toBe('flow ended');
  });

  test.each(Object.keys(SPOKEN_LANGUAGES))(
    'in %s: the offer of key 9 is over within two seconds of the identity',
    async (language) => {
      const { heard } = await ring({ picksUp: true, hangsUpAfter: 30 }, textIn(language as keyof typeof VOICES));
      const said = heard.heard[0]?.text.split(' ') ?? [];
      const nine = said.indexOf('9.');
      const identity = said.slice(0, nine).findLastIndex((word) => /District\.$/.test(word));
      expect(identity).toBeGreaterThan(0);
      expect((nine - identity) * 400).toBeLessThanOrEqual(2_000);
    },
  );

  test('keeps her own pace with *: it begins again, a bounded number of times', async () => {
    const { texts } = await ring({ picksUp: true, presses: ['*', '*', '*', '*', '*', '*', '*', '*'], at: 5 });
    expect(texts.length).toBeLessThanOrEqual(5);
  });
});

describe('keys', () => {
  test.each(['7', '8', '9'])('%s: marked, recorded, and silence within a second', async (key) => {
    const { heard, asked, attributes, texts } = await ring({ picksUp: true, presses: key });
    expect(attributes['key']).toBe(key);
    expect(asked).toEqual(['answer', `key ${key}`]);
    expect(texts).toHaveLength(1);
    expect((heard.endedAt ?? 0) - (heard.keys[0]?.at ?? 0)).toBeLessThanOrEqual(1_000);
  });

  test('9 in the first second is heard too, and ends the call also when recording fails', async () => {
    const { heard, attributes } = await ring({ picksUp: true, presses: '9', at: 0.8 }, textIn('en'), true);
    expect(attributes['key']).toBe('9');
    expect((heard.endedAt ?? 0) - (heard.keys[0]?.at ?? 0)).toBeLessThanOrEqual(1_000);
  });

  test('1 is thanked for, once', async () => {
    const { texts, asked } = await ring({ picksUp: true, presses: '1' });
    expect(asked).toEqual(['answer', 'key 1']);
    expect(texts.slice(1)).toEqual(['Thank you. We have noted that you heard this.']);
  });
});

describe('everything else', () => {
  test('a voicemail keeps the number to ring and the toll-free number', async () => {
    const { heard } = await ring({ voicemail: true, greeting: 8, keeps: 180 });
    expect(heard.keptRecording?.text.replace(/[^\d]/g, '')).toContain('2174480100');
    expect(heard.keptRecording?.text.replace(/[^\d]/g, '')).toContain('8334480100');
  });

  test('a recording is heard between who calls and whom to ring, twice', async () => {
    const { before, after } = aroundRecording(speechIn('en'));
    const recording = { ...textIn('en'), kind: 'recording', announcement: before, recording: 's3://b/k.wav', closing: after };
    const { texts } = await ring({ picksUp: true }, recording);
    expect(texts).toHaveLength(6);
    expect(texts[1]).toContain('hòa nhạc');
    expect(texts[2]).toContain('Our number is');
  });

  test('what is around a recording may be recorded too: nobody hears another language, and every key works from the first second', async () => {
    const [announcement, recording, closing] = ['s3://b/before.vi.wav', 's3://b/k.vi.wav', 's3://b/after.vi.wav'];
    const framed = { ...textIn('en'), kind: 'framed', announcement, recording, closing, offer8: 'no' };
    const { heard } = await ring({ picksUp: true }, framed);
    expect(heard.heard.map((part) => part.recording)).toEqual([
      announcement,
      recording,
      closing,
      announcement,
      recording,
      closing,
    ]);
    const stopped = await ring({ picksUp: true, presses: '9', at: 0.5 }, framed);
    expect([stopped.attributes['key'], stopped.asked]).toEqual(['9', ['answer', 'key 9']]);
  });

  test('a cancelled notice is not spoken', async () => {
    const { texts, heard } = await ring({ picksUp: true }, { kind: 'silent' });
    expect(texts).toEqual([]);
    expect(heard.end).toBe('flow ended');
  });

  test('without answer-call it says who calls and the number to ring, in both languages, and takes 9', async () => {
    const { texts } = await ring({ picksUp: true }, 'no answer');
    expect(texts).toHaveLength(4);
    expect(texts[0]).toMatch(/^This is an automated call from Example Unified School District\. To opt out, press 9\./);
    expect(texts[1]).toMatch(/^Llamada automática/);
    expect((await ring({ picksUp: true, presses: '9' }, 'no answer')).asked).toEqual(['answer', 'key 9']);
  });
});
