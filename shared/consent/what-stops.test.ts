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

test('every way in which a telephone may stand, word for word', () => {
  const none = { notMyNumber: false, allButEmergencies: false, emergencies: false, purposes: [] };
  const said = (stops: NumberStops | 'unreadable') => {
    const { standing, stops: stopped, stillComes, besides } = stopsAndComes(stops);
    return [standing, stopped, stillComes, ...besides];
  };
  expect([
    said(none),
    said('unreadable'),
    said({ ...none, notMyNumber: true, purposes: ['event'] }),
    said({ ...none, emergencies: true, purposes: ['event'] }),
    said({ ...none, emergencies: true, notMyNumber: true }),
    said({ ...none, allButEmergencies: true, purposes: ['event'] }),
    said({ ...none, purposes: ['survey', 'fundraising'] }),
    said({ ...none, purposes: ['emergency'] }),
  ]).toMatchInlineSnapshot(`
    [
      [
        "no opt-out",
        "nothing",
        "emergencies, school closings, a child’s absence, school events, surveys and fundraising, where agreed to or allowed",
      ],
      [
        "the opt-out record does not open: nothing rings, emergencies neither",
        "emergencies, school closings, a child’s absence, school events, surveys and fundraising",
        "no automated call at all",
        "Treat it as tampering: the alarm EnvelopeForged says where to look.",
        "No emergency call comes to this phone: give the school another way to reach you.",
        "Where the law wants a family told of an absence, a person calls.",
        "A person of the school may always call. To agree again: tell the office.",
      ],
      [
        "not my number: nothing rings, emergencies neither, until the office verifies it",
        "emergencies, school closings, a child’s absence, school events, surveys and fundraising",
        "no automated call at all",
        "The office must verify the number before anything rings.",
        "No emergency call comes to this phone: give the school another way to reach you.",
        "Where the law wants a family told of an absence, a person calls.",
        "A person of the school may always call. To agree again: tell the office.",
      ],
      [
        "everything stopped, emergencies too",
        "emergencies, school closings, a child’s absence, school events, surveys and fundraising",
        "no automated call at all",
        "No emergency call comes to this phone: give the school another way to reach you.",
        "Where the law wants a family told of an absence, a person calls.",
        "A person of the school may always call. To agree again: tell the office.",
      ],
      [
        "not my number: nothing rings, emergencies neither, until the office verifies it; everything stopped, emergencies too",
        "emergencies, school closings, a child’s absence, school events, surveys and fundraising",
        "no automated call at all",
        "The office must verify the number before anything rings.",
        "No emergency call comes to this phone: give the school another way to reach you.",
        "Where the law wants a family told of an absence, a person calls.",
        "A person of the school may always call. To agree again: tell the office.",
      ],
      [
        "everything but emergencies stopped",
        "school closings, a child’s absence, school events, surveys and fundraising",
        "emergencies",
        "Where the law wants a family told of an absence, a person calls.",
        "A person of the school may always call. To agree again: tell the office.",
      ],
      [
        "survey stopped; fundraising stopped",
        "surveys and fundraising",
        "emergencies, school closings, a child’s absence and school events, where agreed to or allowed",
        "A person of the school may always call. To agree again: tell the office.",
      ],
      [
        "emergency stopped",
        "emergencies",
        "school closings, a child’s absence, school events, surveys and fundraising, where agreed to or allowed",
        "No emergency call comes to this phone: give the school another way to reach you.",
        "A person of the school may always call. To agree again: tell the office.",
      ],
    ]
  `);
  expect(SCOPE_WORDS).toMatchInlineSnapshot(`
    {
      "all-but-emergencies": "stop all automated calls but emergencies",
      "emergencies": "stop everything, emergencies too",
      "purpose": "stop one kind of call",
      "wrong-number": "not my number: stop everything, emergencies too, until the office has verified it",
    }
  `);
});
