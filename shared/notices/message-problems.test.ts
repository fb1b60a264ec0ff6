import { describe, expect, test } from 'vitest';
import { sampleSettings } from '../../test/ports/sample-settings.ts';
import { approvedMessage, openedMessage } from './message-of.ts';
import { CEILING_S, isPremium, messageProblems, needsIndividualCaller, passSeconds } from './message-problems.ts';
import { PURPOSES } from './purpose.ts';

const settings = sampleSettings();
const words = (text: string) => ({ en: { text } });
const long = 'word '.repeat(110);

describe('what keeps a message from being approved', () => {
  const codes = (text: string, purpose: (typeof PURPOSES)[number], caller?: string) =>
    messageProblems(words(text), purpose, settings, caller).map(({ code }) => code);

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
