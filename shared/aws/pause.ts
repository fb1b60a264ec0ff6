import { setTimeout as wait } from 'node:timers/promises';

/** Waits `ms` milliseconds. A port, so that nothing that decides has a timer of its own. */
export type Pause = (ms: number) => Promise<void>;

export const pause: Pause = async (ms) => {
  await wait(ms);
};
