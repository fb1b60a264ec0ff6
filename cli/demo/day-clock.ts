import { DateTime } from 'luxon';
import { minutes, timeOfDay } from '../report/words.ts';
import type { Stage } from './stage.ts';

const STEP_MS = 15_000;

/** Lets the day run to a local time, e.g. `09:40`, and says that it leaps. */
export async function runTo(clockTime: string, { cloud, config, sample, terminal }: Stage): Promise<void> {
  const target = DateTime.fromISO(`${sample.day}T${clockTime}`, { zone: config.district.timezone }).toMillis();
  const from = cloud.clock.now();
  if (target <= from) return;
  await cloud.clock.runUntil(target);
  terminal.soft(`simulated time leapt ${minutes((target - from) / 1_000)} ahead, to ${clockTime}: nothing was under way`);
}

/** Local time of the simulated now. */
export function nowOf({ cloud, config }: Pick<Stage, 'cloud' | 'config'>): string {
  return timeOfDay(new Date(cloud.clock.now()).toISOString(), config.district.timezone);
}

/** Runs the day on until something is so; throws, naming it, when it is not so after `limitMinutes` of simulated time. */
export async function runUntilSo<T>(
  what: string,
  limitMinutes: number,
  stage: Pick<Stage, 'cloud'>,
  probe: () => Promise<T | undefined>,
  stepMs = STEP_MS,
): Promise<T> {
  const end = stage.cloud.clock.now() + limitMinutes * 60_000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (stage.cloud.clock.now() >= end) throw new Error(`after ${limitMinutes} simulated minutes still not so: ${what}`);
    await stage.cloud.clock.runUntil(stage.cloud.clock.now() + stepMs);
  }
}
