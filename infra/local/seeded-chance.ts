/** Seeded chance: the same seed and stream name give the same numbers in every run, whatever other streams drew meanwhile. */
import { createHash } from 'node:crypto';

/** @returns numbers in [0, 1) by sfc32, a small generator with 128 bits of state */
export function seededStream(seed: number, stream: string): () => number {
  const hash = createHash('sha256').update(`${seed}|${stream}`).digest();
  let [a, b, c, counter] = [hash.readInt32LE(0), hash.readInt32LE(4), hash.readInt32LE(8), hash.readInt32LE(12)];
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
}
