import type { World } from '../world.ts';

/** A seeded stream of bytes: ids and keys that are the same in every run with the same seed. */
export function seededBytes(world: World, stream: string): (length: number) => Buffer {
  const next = world.random(stream);
  return (length) => Buffer.from(Array.from({ length }, () => Math.floor(next() * 256)));
}

/** A version 4 UUID made of 16 given bytes. */
export function uuidOf(bytes: Buffer): string {
  const b = Buffer.from(bytes);
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x40;
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80;
  const hex = b.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
