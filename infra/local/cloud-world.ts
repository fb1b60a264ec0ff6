/** What the core's own services may ask beyond the `World` that every service gets. */
import type { LeapingClock } from './clock/simulated-clock.ts';
import type { Credentials } from './front/credentials.ts';
import type { World } from './world.ts';

export interface CloudWorld extends World {
  readonly clock: LeapingClock;
  readonly credentials: Credentials;
  /** Says something loudly without stopping: a message lost, a hole in the local cloud. */
  complain(problem: string): void;
}
