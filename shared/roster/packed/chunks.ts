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
