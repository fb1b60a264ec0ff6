import type { Lane } from '../notices/purpose.ts';

/** The quotas of the instance, and the share of both that routine calls may take, per cent (P8). */
export interface PaceLimits {
  readonly perSecond: number;
  readonly concurrent: number;
  readonly routineShare: number;
}

/** What both lanes and all environments share. Times in ms since the epoch. */
export interface Pace {
  /** Until when each lane's starts are given away. */
  readonly urgentUntil: number;
  readonly routineUntil: number;
  readonly urgentInFlight: number;
  readonly routineInFlight: number;
}

/** Moments at which the asker may start a call each, and the pace after that; none when the lane is full. */
export interface Granted {
  readonly slots: readonly number[];
  readonly pace: Pace;
}

/**
 * How far ahead starts are given away: enough for a batch to be one round of requests. Shorter for routine calls, beside whose
 * starts an emergency has the other half of the rate.
 */
const HORIZON_MS: Readonly<Record<Lane, number>> = { urgent: 5_000, routine: 4_000 };
const SECOND_MS = 1_000;
/** Starts that may follow each other at once after a pause: less than the five AWS allows, and both lanes may do so together. */
const BURST = 2;

export const IDLE: Pace = { urgentUntil: 0, routineUntil: 0, urgentInFlight: 0, routineInFlight: 0 };

/**
 * Gives away up to `want` starts. Rate: evenly spaced, after an idle second up to a second's worth at once, never more than
 * the quota in sum of both lanes. Concurrency: counted by us, for above the quota Connect answers no error but fast busy.
 * Routine calls take their share at most and queue behind the urgent starts given away; urgent calls never wait for them.
 */
export function grant(pace: Pace, lane: Lane, want: number, now: number, limits: PaceLimits): Granted {
  const room = Math.min(want, roomIn(pace, lane, limits));
  const slots: number[] = [];
  let until = lane === 'urgent' ? pace.urgentUntil : Math.max(pace.routineUntil, pace.urgentUntil);
  while (slots.length < room) {
    const gap = gapAt(Math.max(until, now), pace, lane, limits);
    const burst = (BURST - 1) * gap;
    const from = Math.max(until, now - burst);
    const at = Math.max(from, now);
    if (at > now + HORIZON_MS[lane]) break;
    slots.push(at);
    until = from + gap;
  }
  if (slots.length === 0) return { slots, pace };
  const taken =
    lane === 'urgent'
      ? { urgentUntil: until, urgentInFlight: pace.urgentInFlight + slots.length }
      : { routineUntil: until, routineInFlight: pace.routineInFlight + slots.length };
  return { slots, pace: { ...pace, ...taken } };
}

/** How many more calls of the lane may be under way. */
export function roomIn(pace: Pace, lane: Lane, limits: PaceLimits): number {
  const free = limits.concurrent - pace.urgentInFlight - pace.routineInFlight;
  if (lane === 'urgent') return Math.max(0, free);
  return Math.max(0, Math.min(free, routineCalls(limits) - pace.routineInFlight));
}

/** Whether so many calls are under way that "busy" may mean our own line. */
export function isNearQuota(pace: Pace, limits: PaceLimits): boolean {
  return (pace.urgentInFlight + pace.routineInFlight) * 10 >= limits.concurrent * 9;
}

/** The most calls a lane may ever have under way. */
export function laneCalls(lane: Lane, limits: PaceLimits): number {
  return lane === 'urgent' ? limits.concurrent : routineCalls(limits);
}

function routineCalls({ concurrent, routineShare }: PaceLimits): number {
  return Math.max(1, Math.floor((concurrent * routineShare) / 100));
}

/** Milliseconds between two starts of the lane; the urgent lane yields only what routine has been given already. */
function gapAt(at: number, pace: Pace, lane: Lane, { perSecond, routineShare }: PaceLimits): number {
  const routine = SECOND_MS / ((perSecond * routineShare) / 100);
  if (lane === 'routine') return routine;
  const beside = SECOND_MS / ((perSecond * (100 - routineShare)) / 100);
  return at < pace.routineUntil ? beside : SECOND_MS / perSecond;
}

/** The shared pace as the functions use it. */
export interface Pacer {
  /** Takes up to `want` starts, none where there is room for fewer than `least`; each counts as a call under way until given back. */
  take(lane: Lane, want: number, least: number): Promise<readonly number[]>;
  /** Gives back starts not used, and calls that are over: one request. */
  giveBack(counts: Readonly<Partial<Record<Lane, number>>>): Promise<void>;
  /** What is known of the pace now. */
  look(): Promise<Pace>;
  /**
   * Sets right what crashes have left: `counted` is how many calls of each lane were seen in flight. Starts that are taken
   * and not yet dialed are never seen, so only a surplus that two sweeps in a row have found is taken away.
   */
  recalibrate(counted: Readonly<Record<Lane, number>>): Promise<void>;
}

/** What a sweep takes off a lane's count: the surplus that stood at the last sweep as well; what is missing is added at once. */
export function correctionOf(surplusLast: number, surplusNow: number): number {
  return surplusNow < 0 ? surplusNow : Math.max(0, Math.min(surplusLast, surplusNow));
}
