import { between, type Chance, logNormal } from '../draw.ts';
import { type Meaning, type Offer, offersIn, topicOf } from '../offers.ts';
import type { Profile } from '../profile.ts';
import type { Utterance } from '../utterance.ts';
import type { FarEnd, Listener } from './far-end.ts';

/** What somebody will do, settled when they pick up; which key that means they find out by listening. */
export interface HumanPlan {
  /** Seconds after pick-up at which they have had enough; absent: they stay. */
  readonly leavesAfter?: number;
  /** Hangs up so many seconds into words they have heard before. */
  readonly leavesRepetitionAfter?: number;
  /** Whether they take up an offer. */
  takes(meaning: Meaning, heard: HeardSoFar): boolean;
  /** Seconds from the end of an offer to the key. */
  readonly reactionSeconds: number;
  /** Keys pressed without listening, seconds after pick-up. */
  readonly blind: readonly { readonly key: string; readonly after: number }[];
  /** Keys pressed once they have been offered, whatever for. */
  readonly waitingFor: readonly string[];
}

export interface HeardSoFar {
  /** The offer came soon after the first word. */
  readonly early: boolean;
  readonly text: string;
  /** What else is offered in the same breath. */
  readonly offered: ReadonlySet<Meaning>;
}

/** An offer heard this soon after the first word counts as asked first. */
const EARLY_MS = 10_000;

export function drawHuman(profile: Profile, chance: Chance, wrongPerson: boolean): HumanPlan {
  const [leaves, repeats, reaction, child] = [chance(), chance(), logNormal(chance, profile.reaction), chance()];
  const isChild = child < profile.child.share;
  const playsWithKeys = isChild && chance() < profile.child.pressesAnyKey;
  const patience = patienceOf(leaves, profile, chance, wrongPerson);
  const will = willOf(profile, chance, wrongPerson);
  return {
    ...(patience === undefined ? {} : { leavesAfter: patience }),
    ...(repeats < profile.repetition.hangsUp ? { leavesRepetitionAfter: between(chance, profile.repetition.after) } : {}),
    takes: isChild ? () => false : will,
    reactionSeconds: reaction,
    blind: playsWithKeys ? [{ key: String(Math.floor(chance() * 10)), after: between(chance, [3, 15]) }] : [],
    waitingFor: [],
  };
}

function patienceOf(u: number, profile: Profile, chance: Chance, wrongPerson: boolean): number | undefined {
  const { gone6, gone19, goneBeforeEnd } = profile.listening;
  // A stranger is gone as soon as the school's name does not mean anything; those who stay want to end these calls.
  const hurry = wrongPerson ? u / 3 : u;
  if (hurry < gone6) return between(chance, [1, 6]);
  if (hurry < gone19) return between(chance, [6, 19]);
  if (hurry < goneBeforeEnd) return between(chance, [19, 40]);
  return undefined;
}

/** Each wish is settled once a call, so that hearing an offer twice does not double it. */
function willOf(profile: Profile, chance: Chance, wrongPerson: boolean): HumanPlan['takes'] {
  const { keys, stops, stopsOnlyThese } = profile;
  const u = { confirm: chance(), repeat: chance(), stop: chance(), onlyThese: chance(), wrong: chance() };
  return (meaning, { early, text, offered }) => {
    if (wrongPerson)
      return meaning === 'wrong number' && u.wrong < (early ? keys.notMyNumberOfferedFirst : keys.notMyNumberLater);
    if (meaning === 'confirm') return u.confirm < (early ? keys.confirmAskedFirst : keys.confirmAskedLast);
    if (meaning === 'repeat') return u.repeat < keys.repeat;
    if (meaning === 'wrong number') return false;
    const onlyThese = offered.has('stop these') && u.onlyThese < stopsOnlyThese;
    return u.stop < stops[topicOf(text)] && onlyThese === (meaning === 'stop these');
  };
}

export function answerAsHuman(line: FarEnd, plan: HumanPlan): Listener {
  const heardBefore = new Set<string>();
  const pressed = new Set<string>();
  let everything = '';
  let firstWordAt: number | undefined;
  if (plan.leavesAfter !== undefined) line.after(plan.leavesAfter * 1000, 'somebody hangs up early', () => line.hangUp());
  for (const { key, after } of plan.blind) line.after(after * 1000, 'somebody presses a key', () => press(key));

  function press(key: string): void {
    pressed.add(key);
    line.press(key);
  }

  function consider(utterance: Utterance, offer: Offer, offered: ReadonlySet<Meaning>): void {
    if (pressed.has(offer.key)) return;
    const early = utterance.startsAt + offer.heardAtMs - (firstWordAt ?? utterance.startsAt) < EARLY_MS;
    const wanted = plan.waitingFor.includes(offer.key) || plan.takes(offer.meaning, { early, text: everything, offered });
    if (!wanted) return;
    pressed.add(offer.key);
    const delay = utterance.startsAt - line.now() + offer.heardAtMs + plan.reactionSeconds * 1000;
    line.after(delay, 'somebody presses a key they were offered', () => press(offer.key));
  }

  return {
    hears: (utterance) => {
      firstWordAt ??= utterance.startsAt;
      everything += ` ${utterance.text}`;
      if (heardBefore.has(utterance.text) && plan.leavesRepetitionAfter !== undefined) {
        const delay = utterance.startsAt - line.now() + plan.leavesRepetitionAfter * 1000;
        line.after(delay, 'somebody hangs up on a repetition', () => line.hangUp());
      }
      heardBefore.add(utterance.text);
      const offers = offersIn(utterance);
      const offered = new Set(offers.map((offer) => offer.meaning));
      for (const offer of offers) consider(utterance, offer, offered);
    },
  };
}
