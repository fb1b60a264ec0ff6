import type { Turnstile } from './turnstile.ts';

/** What comes out of something, so many at a time. */
export function* chunksOf<T>(values: Iterable<T>, size: number): Generator<readonly T[], undefined, unknown> {
  let chunk: T[] = [];
  for (const value of values) {
    chunk.push(value);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
  return undefined;
}

/**
 * Works on what comes out of something, so many at a time: as soon as one is done, the next begins. After a failure none begins, and
 * those under way go on behind the caller's back.
 * @param turn where others work as well: each of the many waits for its turn, and keeps it until nothing is left to begin with
 */
export async function sideBySide<T>(
  values: Iterable<T>,
  many: number,
  work: (value: T) => Promise<void>,
  turn: Pick<Turnstile, 'through'> = AT_ONCE,
): Promise<void> {
  // A generator ends for everybody when one leaves it; other iterators do not.
  const left = oneByOne(values);
  const one = async () => {
    for (const value of left) await work(value);
  };
  await Promise.all(Array.from({ length: many }, () => turn.through(one)));
}

const AT_ONCE: Pick<Turnstile, 'through'> = { through: (work) => work() };

function* oneByOne<T>(values: Iterable<T>): Generator<T> {
  yield* values;
}
