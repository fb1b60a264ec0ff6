import { fuzzedDrop, goodFiles } from './drops.ts';
import { judge } from './judge.ts';

export interface FuzzRun {
  readonly seed: number;
  /** Number of the first drop; with `files: 1` one drop is done again. */
  readonly first: number;
  readonly files: number;
}

export interface FuzzTally {
  readonly files: number;
  readonly taken: number;
  readonly refused: number;
  readonly crashes: readonly { readonly number: number; readonly error: unknown }[];
  readonly slowest: { readonly number: number; readonly ms: number };
}

/** A file of a few kilobytes that takes longer hangs, for whoever waits for its report. */
const PATIENCE_MS = 5_000;

/** @param told after each drop, the tally so far */
export async function fuzzIntake({ seed, first, files }: FuzzRun, told: (tally: FuzzTally) => void): Promise<FuzzTally> {
  const good = await goodFiles(seed);
  let tally: FuzzTally = { files: 0, taken: 0, refused: 0, crashes: [], slowest: { number: first, ms: 0 } };
  for (let number = first; number < first + files; number += 1) {
    const drop = await fuzzedDrop(good, seed, number);
    const start = performance.now();
    const fate = await Promise.race([judge(drop), patience()]).catch((error: unknown) => ({ error }));
    const ms = performance.now() - start;
    const end = typeof fate === 'string' && ms > PATIENCE_MS ? { error: new Error(`took ${Math.round(ms)} ms`) } : fate;
    tally = {
      files: tally.files + 1,
      taken: tally.taken + (end === 'taken' ? 1 : 0),
      refused: tally.refused + (end === 'refused' ? 1 : 0),
      crashes: typeof end === 'string' ? tally.crashes : [...tally.crashes, { number, error: end.error }],
      slowest: ms > tally.slowest.ms ? { number, ms } : tally.slowest,
    };
    told(tally);
  }
  return tally;
}

function patience(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('never came back')), PATIENCE_MS).unref();
  });
}
