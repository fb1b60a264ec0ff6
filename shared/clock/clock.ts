/** Time as the product sees it. Everything that decides takes one of these; nothing else may read the wall clock. */
export interface Clock {
  /** The present moment, millisecond precision. */
  now(): Date;
}

/** The machine's own clock. The only place in the product that reads it. */
export const systemClock: Clock = { now: () => new Date() };
