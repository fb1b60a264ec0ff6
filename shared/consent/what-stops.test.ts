import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { decide } from './decide.ts';
import type { NumberStops } from './gate-input.ts';
import { forbids, KIND_WORDS, stopsAndComes } from './what-stops.ts';

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
