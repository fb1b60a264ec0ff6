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
 */
export async function sideBySide<T>(values: Iterable<T>, many: number, work: (value: T) => Promise<void>): Promise<void> {
  // A generator ends for everybody when one leaves it; other iterators do not.
  const left = oneByOne(values);
  const working = Array.from({ length: many }, async () => {
    for (const value of left) await work(value);
  });
  await Promise.all(working);
}

function* oneByOne<T>(values: Iterable<T>): Generator<T> {
  yield* values;
}
