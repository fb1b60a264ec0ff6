import { describe, expect, it } from 'vitest';
import { seededStreams } from '../../../../test/fixtures/telephone-trial.ts';
import { people } from '../people-2026-11-24.ts';
import { speechOfText } from '../speech.ts';
import type { FarEnd } from './far-end.ts';
import { answerAsHuman, drawHuman, type HumanPlan } from './human.ts';

const streams = seededStreams(5);
const patient: HumanPlan = { takes: () => false, reactionSeconds: 1, blind: [], waitingFor: [] };

/** Somebody on the line hears these words one after the other. @returns what they mean to do, and when */
function listening(plan: HumanPlan, ...texts: readonly string[]): string[] {
  const done: string[] = [];
  let doing = '';
  const line: FarEnd = {
    ...{
      now: () => 0,
      pickedUpAt: 0,
      profile: people,
      chance: streams('line'),
      heard: () => '',
      records: () => {},
      becomesHuman: () => {},
    },
    press: (key) => void done.push(`${key} ${doing}`),
    hangUp: () => void done.push(`hangs up ${doing}`),
    after: (ms, _what, act) => {
      doing = `after ${ms / 1000}`;
      act();
    },
  };
  const listener = answerAsHuman(line, plan);
  texts.forEach((text, i) => {
    const { words, durationMs } = speechOfText(text);
    listener.hears({ text, words, durationMs, startsAt: i * 20_000, voice: 'Joanna', language: 'en-US' });
  });
  return done;
}

const message = 'The band plays on Thursday. To opt out, press 9.';
const takesOnly = (wanted: string): HumanPlan => ({ ...patient, takes: (meaning) => meaning === wanted });

describe('somebody who listens', () => {
  it('presses a key once they have heard what it is for, and only once', () => {
    expect(listening(takesOnly('stop everything'), message, message)).toEqual(['9 after 5']);
    expect(listening(takesOnly('confirm'), message)).toEqual([]);
  });

  it('hangs up on words heard before, not on new ones', () => {
    const plan = { ...patient, leavesRepetitionAfter: 3 };
    expect(listening(plan, message, 'Something else.')).toEqual([]);
    expect(listening(plan, message, message)).toEqual(['hangs up after 23']);
  });

  it('leaves early, or plays with the keys, without listening', () => {
    expect(listening({ ...patient, leavesAfter: 4 }, message)).toEqual(['hangs up after 4']);
    expect(listening({ ...patient, blind: [{ key: '5', after: 7 }] }, message)).toEqual(['5 after 7']);
  });
});

describe('what people want', () => {
  const draws = (wrongPerson: boolean) =>
    Array.from({ length: 6_000 }, (_, i) => drawHuman(people, streams(`h${i}`), wrongPerson));
  const share = (plans: readonly HumanPlan[], test: (plan: HumanPlan) => boolean) => plans.filter(test).length / plans.length;
  const heard = (text: string, ...offered: ('stop everything' | 'stop these')[]) => ({
    early: true,
    text,
    offered: new Set(offered),
  });

  it('is what the figures say: a third confirm when asked first, few stop, fewest an emergency', () => {
    const plans = draws(false);
    expect(share(plans, (plan) => plan.takes('confirm', heard('x')))).toBeCloseTo(0.343, 1);
    const stops = (text: string) => share(plans, (plan) => plan.takes('stop everything', heard(text, 'stop everything')));
    expect(stops('The band plays.')).toBeGreaterThan(0.003);
    expect(stops('The band plays.')).toBeLessThan(0.007);
    expect(stops('Emergency at school.')).toBeLessThan(0.001);
    expect(share(plans, (plan) => plan.leavesAfter !== undefined)).toBeCloseTo(0.3, 1);
  });

  it('is one thing or the other where both are offered', () => {
    for (const plan of draws(false)) {
      const both = heard('The band plays.', 'stop everything', 'stop these');
      expect(plan.takes('stop everything', both) && plan.takes('stop these', both)).toBe(false);
    }
  });

  it('of a stranger is only to be left alone', () => {
    const plans = draws(true);
    expect(share(plans, (plan) => plan.takes('wrong number', heard('x')))).toBeCloseTo(0.3, 1);
    expect(share(plans, (plan) => plan.takes('confirm', heard('x')))).toBe(0);
  });
});
