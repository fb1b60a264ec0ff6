/** Seeded chance: the same seed and stream give the same district on every machine (mulberry32 over an FNV-1a seed). */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** Whole number from `from` to `to`, both possible. */
  between(from: number, to: number): number;
  yes(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Picks by weight; the weights need not add up to 1. */
  weighted<T>(from: readonly (readonly [T, number])[]): T;
}

export function chance(seed: number, stream: string): Chance {
  const next = mulberry32(fnv1a(`${seed}/${stream}`));
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    between,
    yes: (probability) => next() < probability,
    pick: (from) => at(from, Math.floor(next() * from.length)),
    weighted: (from) => {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of from) {
        left -= weight;
        if (left < 0) return value;
      }
      return at(from, from.length - 1)[0];
    },
  };
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
