import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleSettings } from '../../test/ports/sample-settings.ts';
import { wordsToAnswerFor } from './lint.ts';
import { approvedMessage, openedMessage, type Worded } from './message-of.ts';
import { CEILING_S, isPremium, messageProblems, needsIndividualCaller, passSeconds } from './message-problems.ts';
import { PURPOSES } from './purpose.ts';

const settings = sampleSettings();
const words = (text: string) => ({ en: { text } });
const long = 'word '.repeat(110);

describe('what keeps a message from being approved', () => {
  const codes = (text: string, purpose: (typeof PURPOSES)[number], caller?: string) =>
    messageProblems(words(text), purpose, settings, { individualCaller: caller }).map(({ code }) => code);

  test.each([
    ['nothing', 'The concert is tonight at six.', 'event', []],
    ['a blank', 'The concert is at {time}.', 'event', ['BLANK_UNFILLED']],
    ['a child’s name', 'Your child Maya sings tonight.', 'event', ['CHILD_NAMED']],
    ['more than it is for', 'School is closed. Join us on Friday.', 'closure', ['PURPOSE_MIXED']],
    ['nobody who calls', 'We sell cookies.', 'fundraising', ['INDIVIDUAL_CALLER_MISSING']],
    ['its length', long, 'event', ['TOO_LONG']],
    [
      'all of them at once',
      `Your child Maya [NAME]. Tickets are for sale. ${long}`,
      'event',
      ['BLANK_UNFILLED', 'CHILD_NAMED', 'PURPOSE_MIXED', 'TOO_LONG'],
    ],
  ] as const)('%s', (_, text, purpose, found) => {
    expect(codes(text, purpose)).toEqual(found);
  });
  test('an emergency may say whom everybody is looking for', () => {
    expect(codes('Maya Garcia is missing since noon.', 'emergency')).toEqual([]);
    expect(codes('Maya Garcia is missing since noon.', 'attendance')).toEqual(['CHILD_NAMED']);
  });
  test('with a name, fundraising may be approved', () => {
    expect(codes('We sell cookies.', 'fundraising', 'Dana Ruiz')).toEqual([]);
  });
});

test('who calls is named where a call sells, and where it may rest on no consent (d)(4)', () => {
  expect(PURPOSES.filter((purpose) => needsIndividualCaller(purpose, { profile: 'strict' }))).toEqual(['fundraising']);
  expect(PURPOSES.filter((purpose) => needsIndividualCaller(purpose, { profile: 'us-law' }))).toEqual(['event', 'fundraising']);
});

test('the seconds of a pass hold all that is said around it, with the longest name of a school', () => {
  const [pass] = passSeconds(words('The concert is tonight at six.'), 'event', settings, undefined);
  expect(pass?.seconds).toBeGreaterThan(25);
  expect(pass?.seconds).toBeLessThan(CEILING_S);
  const [named] = passSeconds(words('The concert is tonight at six.'), 'event', settings, 'Dana Ruiz');
  expect((named?.seconds ?? 0) - (pass?.seconds ?? 0)).toBeGreaterThan(2);
  expect(passSeconds({ vi: { recording: 's3://b/x.wav' } }, 'event', settings, undefined)).toEqual([]);
});

test('a number to ring back is not one that costs', () => {
  expect(['+19005550100', '+13129765555'].every(isPremium)).toBe(true);
  expect(['+13125550100', '+18005550100', '+529005550100'].some(isPremium)).toBe(false);
});

describe('sealed words', () => {
  test('are held to their strictest part', () => {
    expect(openedMessage(words('Gas leak. Stay home.'), 'emergency', settings)).toMatchObject({
      kind: 'message',
      purpose: 'emergency',
    });
    expect(openedMessage(words('Gas leak. Join us on Friday.'), 'emergency', settings)).toMatchObject({
      kind: 'message',
      purpose: 'event',
    });
  });
  test('that sell under another name are not taken, and the sender is told why', () => {
    expect(openedMessage(words('School is closed. Buy a yearbook.'), 'closure', settings)).toMatchObject({
      kind: 'rejected',
      rejection: { code: 'PURPOSE_MIXED', field: 'message.en', problem: expect.stringContaining('fundraising ("buy")') },
    });
  });
  test.each([
    ['Hello [NAME].', 'event', 'BLANK_UNFILLED', 'message.en'],
    ['Your child Maya was late.', 'attendance', 'CHILD_NAMED', 'message.en'],
    ['We sell cookies.', 'fundraising', 'INDIVIDUAL_CALLER_MISSING', 'message'],
    [long, 'event', 'TOO_LONG', 'message.en'],
  ] as const)('%s', (text, purpose, code, field) => {
    expect(openedMessage(words(text), purpose, settings)).toMatchObject({ kind: 'rejected', rejection: { code, field } });
  });
  test('an emergency that takes too long to say is said all the same', () => {
    expect(openedMessage(words(long), 'emergency', settings)).toMatchObject({ kind: 'message' });
  });
});

describe('whoever raises an emergency may answer for its words (ADR 32)', () => {
  const dana = { by: 'principal:lincoln', note: 'a'.repeat(64) };

  test('then it goes out as one, and which words of our lists they answered for is told', () => {
    const text = 'The bus to the donation center crashed. Reunification site TBD.';
    expect(openedMessage(words(text), 'emergency', settings)).toMatchObject({ kind: 'rejected' });
    expect(openedMessage(words(text), 'emergency', settings, dana)).toEqual({
      ...{ kind: 'message', purpose: 'emergency', message: words(text) },
      wordsChecked: { ...dana, words: ['donat*', 'TBD'] },
    });
  });
  test.each([
    ['The bus to the donation center crashed.', 'donat*'],
    ['Lockdown. Reunification site TBD.', 'TBD'],
    ['Maya Garcia is missing. She was at the carnival.', 'carnival*'],
  ])('and until they do, they hear which word it is and how: %s', (text, word) => {
    const { rejection } = openedMessage(words(text), 'emergency', settings) as Extract<Worded, { kind: 'rejected' }>;
    expect(rejection).toMatchObject({ word, suggestion: expect.stringContaining('--words-checked "YOUR NAME"') });
  });
  test('one whose words make an event of it keeps the word that did', () => {
    expect(openedMessage(words('The festival is where it began.'), 'emergency', settings)).toMatchObject({
      ...{ kind: 'message', purpose: 'event', word: 'festival*' },
    });
  });
  test('where there is nothing to answer for, nothing is noted', () => {
    expect(openedMessage(words('Gas leak.'), 'emergency', settings, dana)).not.toHaveProperty('wordsChecked');
  });

  const parts = fc.constantFrom(
    ...[
      'Gas leak',
      'Join us',
      'We sell cookies',
      'The survey ends',
      'For $5',
      'Room TBD',
      'Dear {name}',
      'Your child Maya sings',
    ],
    ...['Student name was late', 'The concert is at six', 'School is closed', 'word '.repeat(110)],
  );
  const texts = fc.array(parts, { minLength: 1, maxLength: 4 }).map((some) => words(`${some.join('. ')}.`));

  test('what a danger excuses in an emergency it excuses nowhere else, said so or not', () => {
    const text = words('Active shooter near the concert hall.');
    expect(openedMessage(text, 'emergency', settings)).toMatchObject({ kind: 'message', purpose: 'emergency' });
    for (const said of [undefined, dana])
      for (const purpose of ['closure', 'attendance'] as const)
        expect(openedMessage(text, purpose, settings, said), purpose).toMatchObject({ purpose: 'event', word: 'concert*' });
  });
  test('for every other purpose, saying so changes nothing at all', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...PURPOSES.slice(1)), (text, purpose) => {
        expect(openedMessage(text, purpose, settings, dana)).toEqual(openedMessage(text, purpose, settings));
      }),
    );
  });
  test('for an emergency it lifts what our lists say, and never more than the emergency’s own rules', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(openedMessage(text, 'emergency', settings, dana)).toMatchObject({ kind: 'message', purpose: 'emergency' });
        const without = openedMessage(text, 'emergency', settings);
        const held = without.kind === 'message' ? without.purpose : 'rejected';
        expect(held === 'emergency').toBe(wordsToAnswerFor(text).length === 0);
      }),
    );
  });
});

describe('whoever approves an emergency may answer for the words that the settings name', () => {
  const texts = words('Go to the concert hall. Bring the survey.');
  const approved = (words_: readonly string[], purpose = 'emergency') =>
    sampleSettings({ messages: { hall: { purpose, texts, wordsChecked: { by: 'Dana Ruiz', words: words_ } } } });

  test('all of them: it is one, on their word', () => {
    expect(approvedMessage('hall', 'emergency', approved(['survey*', 'concert*']))).toMatchObject({
      ...{ kind: 'message', purpose: 'emergency' },
      wordsChecked: { by: 'settings', note: expect.stringMatching(/^[0-9a-f]{64}$/), words: ['survey*', 'concert*'] },
    });
  });
  test('one that is not named holds it as before', () => {
    const held = approvedMessage('hall', 'emergency', approved(['survey*']));
    expect(held).toEqual(approvedMessage('hall', 'emergency', approved(['raffle*'])));
    expect(held).toMatchObject({ kind: 'message', purpose: 'survey', word: 'survey*' });
    expect(held).not.toHaveProperty('wordsChecked');
  });
  test('and a closure is not heard', () => {
    expect(approvedMessage('hall', 'closure', approved(['survey*', 'concert*'], 'closure'))).toMatchObject({ purpose: 'survey' });
  });
});

test('an approved message speaks with its caller’s name', () => {
  const texts = words('We sell cookies.');
  const selling = (more: object) => sampleSettings({ messages: { cookies: { purpose: 'fundraising', texts, ...more } } });
  expect(approvedMessage('cookies', 'fundraising', selling({ individualCaller: 'Dana Ruiz' }))).toMatchObject({
    kind: 'message',
  });
  expect(approvedMessage('cookies', 'fundraising', selling({}))).toMatchObject({
    rejection: { code: 'INDIVIDUAL_CALLER_MISSING' },
  });
});
