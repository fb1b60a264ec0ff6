import type { Range, Spread, Weights } from './profile.ts';

/** A stream of numbers in [0, 1). */
export type Chance = () => number;

/** One of the keys, in proportion to its weight; `u` in [0, 1). Weights need not add up to one. */
export function weighted<K extends string>(u: number, weights: Weights<K>): K {
  const entries = Object.entries(weights) as [K, number][]; // Object.entries forgets the key type
  let rest = u * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    rest -= weight;
    if (rest < 0) return key;
  }
  const last = entries.filter(([, weight]) => weight > 0).at(-1);
  if (last === undefined) throw new Error('weighted: every weight is zero');
  return last[0];
}

export function between(chance: Chance, [from, to]: Range): number {
  return from + chance() * (to - from);
}

/** Box–Muller on a log scale. */
export function logNormal(chance: Chance, { median, sigma }: Spread): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  return median * Math.exp(sigma * normal);
}
