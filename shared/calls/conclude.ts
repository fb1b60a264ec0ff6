import type { DistrictSettings } from '../district/settings.ts';
import { afterOutcome, type Circumstances } from './after-outcome.ts';
import type { Call, Outcome } from './call.ts';
import { LANE_GRACE_S, later } from './due.ts';
import { MAX_LANE_DELAY_S } from './lanes.ts';
import { step } from './transitions.ts';

/** A call after its attempt has ended. `resendIn`: seconds after which its lane must bring it again. */
export interface Concluded {
  readonly call: Call;
  readonly resendIn?: number;
}

/**
 * The next state of a call whose attempt ended with `outcome`; undefined when it is not in flight any more. A short wait is
 * spent in the lane, a long one in the table, where a sweeper takes it up. Pure.
 */
export function conclude(
  call: Call,
  outcome: Outcome,
  now: Date,
  settings: Pick<DistrictSettings, 'attempts'>,
  circumstances: Circumstances,
): Concluded | undefined {
  const following = afterOutcome(call, outcome, settings, circumstances);
  if (following.kind === 'final') {
    const ended = step(call, { kind: 'end', state: following.state, outcome });
    return ended.kind === 'moved' ? { call: ended.call } : undefined;
  }
  const { inSeconds, unrung } = following;
  const notBefore = later(now, inSeconds);
  const inLane = inSeconds <= MAX_LANE_DELAY_S;
  const due = inLane ? later(now, inSeconds + LANE_GRACE_S) : notBefore;
  const retried = step(call, { kind: 'retry', outcome, to: inLane ? 'planned' : 'deferred', notBefore, due, unrung });
  if (retried.kind === 'refused') return undefined;
  return inLane ? { call: retried.call, resendIn: inSeconds } : { call: retried.call };
}
