import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { PURPOSES } from './purpose.ts';
import { digits, READ_OUT_LANGUAGES, SENTENCES_VERSION, type Sentences, SPOKEN_LANGUAGES, seconds } from './spoken-sentences.ts';

const caller = { schools: ['Lincoln School'], district: 'Example Unified School District' };

describe.each(Object.entries({ ...SPOKEN_LANGUAGES, ...READ_OUT_LANGUAGES }))('said in %s', (language, say) => {
  test('the offer of key 9 is over within two seconds of the identity (b)(3); in an emergency, where it is not asked for, in 2.4', () => {
    for (const purpose of PURPOSES)
      expect(seconds(say.optOut(purpose)), purpose).toBeLessThanOrEqual(purpose === 'emergency' ? 2.4 : 2);
  });
  test('the identity names district and school, within five seconds', () => {
    expect(say.identity(caller)).toContain('Lincoln School');
    expect(say.identity(caller)).toContain('Example Unified School District');
    expect(seconds(say.identity(caller))).toBeLessThanOrEqual(5);
  });
  test('each sentence offers the key it is for', () => {
    expect(say.optOut('event')).toContain('9');
    expect(say.scopeOfNine).toContain('9');
    expect(say.wrongNumber).toContain('7');
    expect(say.onlyThese).toContain('8');
    for (const purpose of PURPOSES) expect(say.confirm(purpose)).toContain('1');
  });
  test('all that surrounds a message takes under 36 seconds, so that a message of 24 stays under the minute', () => {
    for (const purpose of PURPOSES) {
      const parts = [
        say.identity(caller),
        say.optOut(purpose),
        say.confirm(purpose),
        say.callBack('+12025550123'),
        say.scopeOfNine,
      ];
      const tail = [say.tollFree('+18005550199'), say.wrongNumber, say.onlyThese];
      expect(seconds([...parts, ...tail].join(' ')), language).toBeLessThan(36);
    }
  });
  test('names are escaped', () => {
    expect(say.identity({ schools: ['A & <B>'], district: 'C' })).toContain('A &amp; &lt;B&gt;');
  });
});

test('the seconds are those of the reference', () => {
  expect(seconds('This is an automated call from Lincoln School, Example Unified School District.')).toBe(4.8);
  expect(seconds('To opt out, press 9.')).toBe(2);
  expect(seconds('To stop other calls, press 9.')).toBe(2.4);
  expect(seconds('Our number is 202-555-0123.')).toBe(5.2);
  expect(seconds('Llamada automática de la escuela Lincoln, distrito escolar Example Unified.')).toBe(4);
  expect(seconds(`<speak>Our number is ${digits('+12025550123')}.</speak>`)).toBe(5.2);
});

test('numbers are read digit by digit, without the country', () => {
  expect(digits('+12025550123').replace(/<[^>]*>/g, '')).toBe('202, 555, 0123');
  expect(digits('+525512345678').replace(/<[^>]*>/g, '')).toBe('525512345678');
});

test('changed words are another version: change SENTENCES_VERSION with them', () => {
  const all = (say: Sentences) => [
    say.identity(caller),
    ...PURPOSES.flatMap((purpose) => [say.optOut(purpose), say.confirm(purpose)]),
    say.individual('N', 'P'),
    ...[say.callBack('+12025550123'), say.scopeOfNine, say.tollFree('+18005550199'), say.wrongNumber, say.onlyThese, say.thanks],
  ];
  const print = (say: Sentences) => createHash('sha256').update(all(say).join('\n')).digest('hex').slice(0, 16);
  const prints = Object.entries({ ...SPOKEN_LANGUAGES, ...READ_OUT_LANGUAGES }).map(
    ([language, say]) => `${language} ${print(say)}`,
  );
  expect([SENTENCES_VERSION, ...prints]).toMatchInlineSnapshot(`
    [
      "2026-11",
      "en 8ac09a91eb471c9a",
      "es 56b858becf9ee35c",
      "ar 71bb0c453ee21d20",
      "vi c7a529100e75f61a",
    ]
  `);
});
