import { randomInt } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Clock } from '../clock/clock.ts';

/** Fresh, time-ordered ids. */
export interface Ids {
  /** A ULID: 26 characters, sortable by the moment it was made. */
  next(): string;
}

const RESOLUTION = 2 ** 32;

/** ULIDs from the system's random source; two made in the same millisecond still sort in the order they were made. */
export function createIds(clock: Clock): Ids {
  const ulid = monotonicFactory(() => randomInt(RESOLUTION) / RESOLUTION);
  return { next: () => ulid(clock.now().getTime()) };
}
