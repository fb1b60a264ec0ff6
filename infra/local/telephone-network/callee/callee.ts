import { type Answer, answerOf, type Ringing } from '../answer.ts';
import type { Chance } from '../draw.ts';
import type { Profile } from '../profile.ts';
import type { ScriptedCallee } from '../script.ts';
import type { FarEnd, Listener } from './far-end.ts';
import { answerAsHuman, drawHuman, type HumanPlan } from './human.ts';
import { answerAndDrop, answerAsMachine, drawMachine, type MachinePlan } from './machine.ts';
import { answerAsScreener, drawScreener, type ScreenerPlan } from './screener.ts';

/** Whoever or whatever takes this one ring. */
export interface Callee {
  readonly answer: Answer;
  readonly wrongPerson: boolean;
  /** How long a machine greets; 0 for everything else. */
  readonly greetingSeconds: number;
  pickUp(line: FarEnd): Listener;
}

/** A person who is on the line already. */
export function calleeOf(pickUp: Callee['pickUp']): Callee {
  return { answer: { by: 'human', afterSeconds: 0 }, wrongPerson: false, greetingSeconds: 0, pickUp };
}

const FULL_MAILBOX_SECONDS = 8;
const FAX_SECONDS = 15;

/** Draws from its own streams for each ring of each number, so that no other call changes what happens here. */
export function calleeFor(
  ringing: Ringing,
  profile: Profile,
  random: (stream: string) => Chance,
  script?: ScriptedCallee,
): Callee {
  const { number, health } = ringing.person;
  const stream = (what: string) => random(`phone ${number}: ${what} ${ringing.nth}`);
  const wrongPerson = script === undefined && health === 'wrongPerson';
  const answer = script?.answer ?? answerOf(ringing, profile, random);
  const human = (): HumanPlan => script?.human ?? drawHuman(profile, stream('human'), wrongPerson);
  const machine: MachinePlan = script?.machine ?? drawMachine(profile, stream('machine'));
  const screener = (line: FarEnd): ScreenerPlan => script?.screener ?? drawScreener(line);
  return {
    answer,
    wrongPerson,
    greetingSeconds: answer.by === 'voicemail' ? machine.greetingSeconds : 0,
    pickUp: (line) => {
      if (answer.by === 'voicemail') return answerAsMachine(line, machine);
      if (answer.by === 'mailbox full') return answerAndDrop(line, FULL_MAILBOX_SECONDS);
      if (answer.by === 'fax') return answerAndDrop(line, FAX_SECONDS);
      if (answer.by === 'screening') return answerAsScreener(line, screener(line), () => answerAsHuman(line, human()));
      return answerAsHuman(line, human());
    },
  };
}
