import { between } from '../draw.ts';
import type { FarEnd, Listener } from './far-end.ts';

export interface ScreenerPlan {
  readonly listensSeconds: number;
  /** Whether the owner takes a call whose words name a caller. */
  readonly ownerAccepts: boolean;
}

export function drawScreener(line: Pick<FarEnd, 'profile' | 'chance'>): ScreenerPlan {
  const { screening } = line.profile;
  return { listensSeconds: between(line.chance, screening.listens), ownerAccepts: line.chance() < screening.ownerAccepts };
}

/** Below this a transcript shows nothing an owner could decide on. */
const WORDS_THAT_NAME_A_CALLER = 4;

/**
 * The phone answers for its owner, asks who is calling and why, and shows what it heard. A caller who says nothing in that time
 * never rings through.
 */
export function answerAsScreener(line: FarEnd, plan: ScreenerPlan, owner: () => Listener): Listener {
  let listener: Listener | undefined;
  line.after(plan.listensSeconds * 1000, 'a screening assistant shows its owner what it heard', () => {
    const words = line.heard(line.pickedUpAt, line.now()).split(' ');
    if (words.length < WORDS_THAT_NAME_A_CALLER || !plan.ownerAccepts) return line.hangUp();
    line.becomesHuman();
    listener = owner();
  });
  return { hears: (utterance) => listener?.hears(utterance) };
}
