import { type Chance, weighted } from './draw.ts';
import type { Familiarity, NumberHealth, Profile } from './profile.ts';

/** What does not change about the person behind a number, however often it is rung. */
export interface Person {
  readonly number: string;
  readonly health: NumberHealth;
  /** How the district's number shows on the handset. */
  readonly familiarity: Familiarity;
  /** Multiplies the chance of a human or a machine taking the call. */
  readonly reach: number;
}

/** The same person for the same seed and number, whatever else has been rung before. */
export function meet(number: string, profile: Profile, random: (stream: string) => Chance): Person {
  const chance = random(`phone ${number}: person`);
  const health = weighted(chance(), profile.number);
  const familiarity = weighted(chance(), profile.familiarity);
  return { number, health: couldExist(number) ? health : 'invalid', familiarity, reach: reachOf(chance(), profile) };
}

function reachOf(u: number, profile: Profile): number {
  let rest = u;
  for (const trait of profile.reachTraits) {
    rest -= trait.share;
    if (rest < 0) return trait.reach;
  }
  return profile.reachTraits.at(-1)?.reach ?? 1;
}

/** North American numbers have ten digits after +1, none of the two groups begins with 0 or 1. Elsewhere: 7 to 15 digits. */
function couldExist(number: string): boolean {
  if (number.startsWith('+1')) return /^\+1[2-9]\d{2}[2-9]\d{6}$/.test(number);
  return /^\+[2-9]\d{6,14}$/.test(number);
}
