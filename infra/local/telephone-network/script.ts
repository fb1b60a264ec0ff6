import type { Answer } from './answer.ts';
import type { HumanPlan } from './callee/human.ts';
import type { MachinePlan } from './callee/machine.ts';
import type { AnsweredBy } from './profile.ts';

/** What a scenario wants somebody to do at one ring. Times are seconds. */
export type Script =
  | {
      readonly picksUp: true;
      /** Seconds of ringing. Default 6. */
      readonly after?: number;
      /** One key, or several in order. */
      readonly presses?: string | readonly string[];
      /** Seconds after the pick-up; by default once the key has been offered, in whatever words. */
      readonly at?: 'after offer' | number;
      readonly hangsUpAfter?: number;
    }
  | { readonly misses: true }
  | { readonly busy: true }
  | { readonly blocked: true }
  | { readonly invalid: true }
  | { readonly unreachable: true }
  | { readonly mailboxFull: true }
  | { readonly fax: true }
  | { readonly voicemail: true; readonly after?: number; readonly greeting?: number; readonly keeps?: number }
  | { readonly screening: true; readonly listens?: number; readonly owner: 'accepts' | 'declines'; readonly presses?: string };

export interface ScriptedCallee {
  readonly answer: Answer;
  readonly human?: HumanPlan;
  readonly machine?: MachinePlan;
  readonly screener?: { readonly listensSeconds: number; readonly ownerAccepts: boolean };
}

const silentAnswers: readonly (readonly [string, AnsweredBy])[] = [
  ['misses', 'nobody'],
  ['busy', 'busy'],
  ['blocked', 'blocked'],
  ['invalid', 'invalid number'],
  ['unreachable', 'unreachable'],
  ['mailboxFull', 'mailbox full'],
  ['fax', 'fax'],
];
const REACTION_SECONDS = 1.5;

export function act(script: Script): ScriptedCallee {
  if ('picksUp' in script) {
    return { answer: { by: 'human', afterSeconds: script.after ?? 6 }, human: scriptedHuman(script) };
  }
  if ('voicemail' in script) {
    const machine = { greetingSeconds: script.greeting ?? 12, keepsSeconds: script.keeps ?? 120 };
    return { answer: { by: 'voicemail', afterSeconds: script.after ?? 25 }, machine };
  }
  if ('screening' in script) {
    return {
      answer: { by: 'screening', afterSeconds: 2 },
      screener: { listensSeconds: script.listens ?? 12, ownerAccepts: script.owner === 'accepts' },
      human: scriptedHuman(script),
    };
  }
  const by = silentAnswers.find(([word]) => word in script)?.[1] ?? 'nobody';
  return { answer: { by, afterSeconds: 6 } };
}

function scriptedHuman(script: {
  readonly presses?: string | readonly string[];
  readonly at?: 'after offer' | number;
  readonly hangsUpAfter?: number;
}): HumanPlan {
  const keys = script.presses === undefined ? [] : [script.presses].flat();
  const at = script.at;
  return {
    ...(script.hangsUpAfter === undefined ? {} : { leavesAfter: script.hangsUpAfter }),
    takes: () => false,
    reactionSeconds: REACTION_SECONDS,
    blind: typeof at === 'number' ? keys.map((key, i) => ({ key, after: at + i })) : [],
    waitingFor: typeof at === 'number' ? [] : keys,
  };
}
