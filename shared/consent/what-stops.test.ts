import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { decide } from './decide.ts';
import type { NumberStops } from './gate-input.ts';
import { forbids, KIND_WORDS, SCOPE_WORDS, stopsAndComes } from './what-stops.ts';

const STOPPED = ['not-my-number', 'optout.emergencies', 'optout.all', 'optout.purpose', 'unknown.stops'];
const stops: fc.Arbitrary<NumberStops | 'unreadable'> = fc.oneof(
  fc.constant('unreadable' as const),
  fc.record({
    notMyNumber: fc.boolean(),
    allButEmergencies: fc.boolean(),
    emergencies: fc.boolean(),
    purposes: fc.subarray<Purpose>([...PURPOSES]),
  }),
);

test('what a person is told stops is what the gate refuses on their word, and what still comes is all the rest', () => {
  fc.assert(
    fc.property(stops, fc.constantFrom(...PURPOSES), (said, purpose) => {
      const recipients = [recipient({ consent: 'granted' })];
      const { rule } = decide(gateInput({ purpose, stops: said, recipients }));
      expect(STOPPED.includes(rule), rule).toBe(forbids(said, purpose));
      const words = stopsAndComes(said);
      expect(words.stops.includes(KIND_WORDS[purpose])).toBe(forbids(said, purpose));
      expect(words.stillComes.includes(KIND_WORDS[purpose])).toBe(!forbids(said, purpose));
    }),
  );
});

test('in plain words', () => {
  const none = { notMyNumber: false, allButEmergencies: false, emergencies: false, purposes: [] };
  expect(stopsAndComes(none)).toMatchObject({ standing: 'no opt-out', stops: 'nothing', besides: [] });
  expect(stopsAndComes({ ...none, allButEmergencies: true })).toEqual({
    standing: 'everything but emergencies stopped',
    stops: 'school closings, a child’s absence, school events, surveys and fundraising',
    stillComes: 'emergencies',
    besides: [
      'Where the law wants a family told of an absence, a person calls.',
      'A person of the school may always call. To agree again: tell the office.',
    ],
  });
  expect(stopsAndComes({ ...none, notMyNumber: true }).stillComes).toBe('no automated call at all');
});

const NONE = { notMyNumber: false, allButEmergencies: false, emergencies: false, purposes: [] };
const ALL_KINDS = 'emergencies, school closings, a child’s absence, school events, surveys and fundraising';
const LESS = 'school closings, a child’s absence, school events, surveys and fundraising';
const TO_AGREE = 'A person of the school may always call. To agree again: tell the office.';
const BY_A_PERSON = ['Where the law wants a family told of an absence, a person calls.', TO_AGREE];
const NOTHING_RINGS = ['No emergency call comes to this phone: give the school another way to reach you.', ...BY_A_PERSON];
const NO_CALL = 'no automated call at all';
const WHERE_ALLOWED = ', where agreed to or allowed';
const WRONG = 'not my number: nothing rings, emergencies neither, until the office verifies it';
const VERIFY = 'The office must verify the number before anything rings.';

test.each<[string, Partial<NumberStops> | 'unreadable', readonly string[]]>([
  ['nothing', {}, ['no opt-out', 'nothing', ALL_KINDS + WHERE_ALLOWED]],
  [
    'nobody knows',
    'unreadable',
    [
      'the opt-out record does not open: nothing rings, emergencies neither',
      ...[ALL_KINDS, NO_CALL, 'Treat it as tampering: the alarm EnvelopeForged says where to look.', ...NOTHING_RINGS],
    ],
  ],
  ['not my number', { notMyNumber: true, purposes: ['event'] }, [WRONG, ALL_KINDS, NO_CALL, VERIFY, ...NOTHING_RINGS]],
  [
    'emergencies too',
    { emergencies: true, purposes: ['event'] },
    ['everything stopped, emergencies too', ALL_KINDS, NO_CALL, ...NOTHING_RINGS],
  ],
  [
    'both',
    { emergencies: true, notMyNumber: true },
    [`${WRONG}; everything stopped, emergencies too`, ALL_KINDS, NO_CALL, VERIFY, ...NOTHING_RINGS],
  ],
  [
    'all but emergencies',
    { allButEmergencies: true, purposes: ['event'] },
    ['everything but emergencies stopped', LESS, 'emergencies', ...BY_A_PERSON],
  ],
  [
    'two kinds',
    { purposes: ['survey', 'fundraising'] },
    [
      ...['survey stopped; fundraising stopped', 'surveys and fundraising'],
      ...[`emergencies, school closings, a child’s absence and school events${WHERE_ALLOWED}`, TO_AGREE],
    ],
  ],
  [
    'emergencies alone',
    { purposes: ['emergency'] },
    ['emergency stopped', 'emergencies', LESS + WHERE_ALLOWED, NOTHING_RINGS[0] ?? '', TO_AGREE],
  ],
])('word for word: %s', (_, said, words) => {
  const { standing, stops: stopped, stillComes, besides } = stopsAndComes(said === 'unreadable' ? said : { ...NONE, ...said });
  expect([standing, stopped, stillComes, ...besides]).toEqual(words);
});

test('what may be asked for, in the words of the desk', () => {
  expect(SCOPE_WORDS).toEqual({
    'all-but-emergencies': 'stop all automated calls but emergencies',
    purpose: 'stop one kind of call',
    'wrong-number': 'not my number: stop everything, emergencies too, until the office has verified it',
    emergencies: 'stop everything, emergencies too',
  });
});
