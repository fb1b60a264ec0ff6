import type { Clock } from '../clock/clock.ts';

export interface Allowance {
  /** Whether one more request may be asked for now; it counts as asked. */
  take(): boolean;
  /** The service said no: nothing for a while. */
  refused(): void;
}

/** After a refusal others have used up what there is: as long as the whole allowance takes to come back. */
const REST_MS = 2_000;

/** What one environment may ask of a service with a rate, so that it does not ask only to be refused. @param burst at once, after a rest */
export function allowance(perSecond: number, burst: number, { now }: Clock): Allowance {
  let [left, at] = [burst, now().getTime()];
  return {
    take: () => {
      const moment = now().getTime();
      left = Math.min(burst, left + (Math.max(0, moment - at) * perSecond) / 1_000);
      at = Math.max(at, moment);
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    refused: () => {
      left = 0;
      at = now().getTime() + REST_MS - 1_000 / perSecond;
    },
  };
}
