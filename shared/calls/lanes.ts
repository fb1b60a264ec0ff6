import type { Lane } from '../notices/purpose.ts';

/** Most that a lane can hold a message back, in seconds (SQS). */
export const MAX_LANE_DELAY_S = 900;

/** The two call queues. A message is a call's id and nothing else; the same message twice is harmless. */
export interface Lanes {
  /**
   * Durable: every id is in its queue when this resolves.
   * @param delaySeconds 0–900
   * @throws TryAgain when the queue did not take all of them.
   */
  send(lane: Lane, callIds: readonly string[], delaySeconds?: number): Promise<void>;
}
