/**
 * Simulated time, readable by every thread without a message: the machine's monotonic clock plus one offset that only the
 * main thread writes. A leap is one atomic store; between leaps time runs at the pace of real time.
 */
const OFFSET = 0;
const FROZEN_AT = 1;
const LEAPT = 2;
const NOT_FROZEN = -1n;

/** Microseconds: [offset, frozen at or −1, leapt in all]. */
export type SharedTime = BigInt64Array<SharedArrayBuffer>;

const monotonic = (): bigint => process.hrtime.bigint() / 1000n;

/** Time stands still at `startAt` (ms since the epoch) until `thaw`. */
export function createSharedTime(startAt: number): SharedTime {
  const shared = new BigInt64Array(new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT));
  Atomics.store(shared, FROZEN_AT, BigInt(Math.round(startAt * 1000)));
  return shared;
}

/** Ms since the epoch, with a fraction. */
export function readTime(shared: SharedTime): number {
  const frozen = Atomics.load(shared, FROZEN_AT);
  return Number(frozen === NOT_FROZEN ? monotonic() + Atomics.load(shared, OFFSET) : frozen) / 1000;
}

/** Simulated ms skipped so far: what `performance.now` must add. */
export function readLeapt(shared: SharedTime): number {
  return Number(Atomics.load(shared, LEAPT)) / 1000;
}

export function thaw(shared: SharedTime): void {
  const frozen = Atomics.load(shared, FROZEN_AT);
  if (frozen === NOT_FROZEN) return;
  Atomics.store(shared, OFFSET, frozen - monotonic());
  Atomics.store(shared, FROZEN_AT, NOT_FROZEN);
}

/** Makes the present moment `instant` (ms); never goes back. Returns the ms skipped. */
export function leapTo(shared: SharedTime, instant: number): number {
  const offset = BigInt(Math.ceil(instant * 1000)) - monotonic();
  const skipped = offset - Atomics.load(shared, OFFSET);
  if (skipped <= 0n) return 0;
  Atomics.store(shared, OFFSET, offset);
  Atomics.add(shared, LEAPT, skipped);
  return Number(skipped) / 1000;
}
