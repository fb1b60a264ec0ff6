/**
 * Who answers a school's call, and how: figures as of 2026-11-24, each one a parameter.
 *
 * Marks: [pub] a published count, [fit] fitted so that a published figure comes out, [judge] a conclusion from several sources.
 * Shares are fractions of one, times are seconds.
 */
import type { Profile, ReachTrait } from './profile.ts';

/** The district that has called these numbers before. */
export const people: Profile = {
  /** [judge] what is on file: the first month of a new district is far worse. */
  number: { valid: 0.91, invalid: 0.05, fax: 0.02, wrongPerson: 0.02 },
  /** [judge] .70 after a contact-card campaign; "labelled" (Scam Likely) is 0 until a district's number is branded so. */
  familiarity: { saved: 0.35, unsaved: 0.65, labelled: 0 },
  /** [judge, from carriers' and survey figures] the first ring of a valid number. */
  answers: {
    saved: { human: 0.68, voicemail: 0.24, nobody: 0.05, busy: 0.02, 'mailbox full': 0.01 },
    unsaved: { human: 0.24, voicemail: 0.58, nobody: 0.1, screening: 0.045, busy: 0.02, 'mailbox full': 0.015 },
    labelled: { human: 0.09, voicemail: 0.65, nobody: 0.16, blocked: 0.1 },
  },
  /** [fit] persistent per person: multiplies human and voicemail, so that retries fade. */
  reachTraits: [
    { share: 0.82, reach: 1 },
    { share: 0.18, reach: 0.45 },
  ],
  /**
   * [fit] in 70 % of two-hour windows a person's situation does not change, so ringing again finds the same:
   * of those not reached the second ring then gets 17 %, the third 5.5 %; a busy line is free again in 55 %.
   */
  mood: { windowHours: 2, unchanged: 0.7, busyClears: 0.55 },
  /** [pub] small for mobile phones: 20.6 % on a weekday morning, 23.5 % in the evening. From that hour on, local time. */
  hourFactorHuman: [
    [0, 0.7],
    [6, 0.95],
    [9, 0.88],
    [15, 1],
    [17, 1.12],
    [20, 1],
  ],
  /** Of the calls nobody takes: rings out, the handset is off, trouble in the destination's network (AWS: ~2 % of calls). */
  nobodyBecause: { nobody: 0.65, unreachable: 0.1, 'network problem': 0.25 },
  ring: { human: { median: 9, sigma: 0.5 }, machine: [24, 30], machineWhenOff: [2, 5], offShare: 0.2, cadence: 6 },
  greeting: { median: 12, sigma: 0.4, longShare: 0.03, long: [45, 70] },
  /** [pub] 20 of 70 machines kept only part of the message. */
  voicemail: { cutShare: 0.28, cutAfter: [8, 30], longest: 120 },
  /** [judge] the assistant asks, listens, shows the owner what it heard. */
  screening: { picksUpAfter: [1, 3], listens: [10, 16], ownerAccepts: 0.35 },
  /** [judge] wrong answers of machine detection, in about a quarter of calls [pub]. */
  detection: { humanAsMachine: 0.1, machineAsHuman: 0.15, screeningAsHuman: 0.5 },
  /** [pub] cumulative: gone by 6 s, by 19 s, before the end. */
  listening: { gone6: 0.03, gone19: 0.25, goneBeforeEnd: 0.3 },
  /** [judge] hangs up some seconds into hearing the same words again. */
  repetition: { hangsUp: 0.8, after: [2, 6] },
  /** [pub] confirm when asked last; the others [judge]. */
  keys: { repeat: 0.04, confirmAskedFirst: 0.35, confirmAskedLast: 0.125, notMyNumberOfferedFirst: 0.3, notMyNumberLater: 0.15 },
  /** [judge] share of those who stop something who stop only this kind, where both are offered. */
  stopsOnlyThese: 0.3,
  /** [judge, from text-message opt-outs] per delivered call, by what the words are about. */
  stops: { emergency: 0.0003, closure: 0.0005, attendance: 0.001, event: 0.005 },
  reaction: { median: 1.4, sigma: 0.4 },
  /** [judge] a small child who plays with the keys. */
  child: { share: 0.02, pressesAnyKey: 0.25 },
};

/** [judge] a district's first month on a new system. */
export const newDistrict: Profile = { ...people, number: { valid: 0.8, invalid: 0.12, fax: 0.04, wrongPerson: 0.04 } };

/** [judge] a book nobody has looked after. */
export const poorData: Profile = { ...people, number: { valid: 0.7, invalid: 0.2, fax: 0.04, wrongPerson: 0.06 } };

/**
 * [fit] Elbert County, Colorado, a weekday at 15:00, 11,975 numbers [pub]: the three rounds reached 66.2 %, then 16.6 % and 5.5 %
 * of the rest. Reaching is drawn per person: `reach` is the chance that one ring of a live number is delivered.
 */
export const elbertTraits: readonly ReachTrait[] = [
  { share: 0.62, reach: 0.96 },
  { share: 0.13, reach: 0.55 },
  { share: 0.25, reach: 0 },
];

export const elbert: Profile = {
  ...people,
  number: { valid: 1, invalid: 0, fax: 0, wrongPerson: 0 },
  familiarity: { saved: 0, unsaved: 1, labelled: 0 },
  answers: { ...people.answers, unsaved: { human: 0.45, voicemail: 0.55 } },
  reachTraits: elbertTraits,
  mood: { ...people.mood, unchanged: 0 },
  hourFactorHuman: [[0, 1]],
};
