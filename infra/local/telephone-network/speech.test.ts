import { describe, expect, it } from 'vitest';
import { speechOfSsml, speechOfText } from './speech.ts';

const seconds = (text: string) => speechOfText(text).durationMs / 1000;

describe('how long it takes to say something', () => {
  it('is 2.5 words a second, telephone numbers digit by digit', () => {
    expect(seconds('This is an automated call from Lincoln School, Example Unified School District.')).toBe(4.8);
    expect(seconds('To opt out, press 9.')).toBe(2);
    expect(seconds('Our number is 202-555-0123.')).toBe(5.2);
    expect(seconds('Todas las escuelas están cerradas hoy, martes 24 de noviembre, por la nieve.')).toBe(5.2);
  });

  it('takes two Chinese characters for a word', () => {
    expect(seconds('學校今天停課。')).toBe(1.2);
  });

  it('pauses, slows down and reads digits where SSML says so', () => {
    const speech = speechOfSsml('<speak>Hello<break time="500ms"/> there <say-as interpret-as="digits">4711</say-as></speak>');
    expect(speech.durationMs).toBe(400 + 500 + 400 + 4 * 400);
    expect(speechOfSsml('<speak><prosody rate="50%">two words</prosody></speak>').durationMs).toBe(1600);
    expect(speechOfSsml('<speak><sub alias="World Wide Web Consortium">W3C</sub></speak>').words).toHaveLength(4);
  });

  it('ignores tags it does not know, as Connect does', () => {
    expect(speechOfSsml('<speak><emphasis level="strong">now</emphasis></speak>').words.map((word) => word.text)).toEqual([
      'now',
    ]);
  });

  it.each([
    'no tags at all',
    '<speak>open',
    '<speak>Tom & Jerry</speak>',
    '<speak><p>crossed</speak></p>',
    '<speak><break time="11s"/></speak>',
  ])('refuses %s', (ssml) => {
    expect(() => speechOfSsml(ssml)).toThrow(/SSML/);
  });

  it('decodes what was escaped', () => {
    expect(speechOfSsml('<speak>Tom &amp; Jerry&#39;s</speak>').words.map((word) => word.text)).toEqual(['Tom', '&', "Jerry's"]);
  });
});
