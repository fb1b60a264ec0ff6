import type { DistrictSettings } from '../district/settings.ts';
import { laneOf } from '../notices/purpose.ts';
import type { Call, FinalState, Outcome } from './call.ts';

/** What follows the end of an attempt. `retry`: the same number again, `inSeconds` after the end; `unrung`: the attempt does not count. */
export type Following =
  | { readonly kind: 'final'; readonly state: FinalState }
  | { readonly kind: 'retry'; readonly inSeconds: number; readonly unrung: boolean };

/** A line that is full, at our end or Connect's, is usually free again by then. */
const FULL_LINE_RETRY_S = 30;
/** However often our own line was full: the limit that ends it, so that a call cannot go on for ever. */
const MAX_UNRUNG = 10;

export interface Circumstances {
  /** Connect's quota of simultaneous calls was nearly used up: what sounds busy may be our own line (AWS.md, Connect 2). */
  readonly nearQuota: boolean;
}

/**
 * Decides, for a call whose attempt has ended with `outcome`, between another attempt and the end. Voicemail counts as
 * delivered and is never tried again. An invalid number, a blocked one and one that is not theirs are not tried again.
 */
export function afterOutcome(
  call: Pick<Call, 'purpose' | 'attempt' | 'unrung' | 'key'>,
  outcome: Outcome,
  settings: Pick<DistrictSettings, 'attempts'>,
  { nearQuota }: Circumstances,
): Following {
  switch (outcome) {
    case 'answered':
      return { kind: 'final', state: call.key === undefined ? 'delivered' : 'confirmed' };
    case 'machine':
    case 'screened':
      return { kind: 'final', state: 'delivered' };
    case 'invalid-number':
    case 'blocked':
    case 'not-my-number':
      return { kind: 'final', state: 'not-delivered' };
    case 'busy':
      if (nearQuota && (call.unrung ?? 0) < MAX_UNRUNG) return { kind: 'retry', inSeconds: FULL_LINE_RETRY_S, unrung: true };
      return again(call, settings);
    case 'unknown':
      return again(call, settings, urgent(call) ? 0 : undefined);
    default:
      return again(call, settings);
  }
}

/** How long after the end of an attempt the next one comes, or the end when there have been enough. */
function again(
  call: Pick<Call, 'purpose' | 'attempt' | 'unrung'>,
  { attempts }: Pick<DistrictSettings, 'attempts'>,
  inSeconds?: number,
): Following {
  const { maxAttempts, retryAfterSeconds } = attempts[laneOf(call.purpose)];
  if (call.attempt - (call.unrung ?? 0) >= maxAttempts) return { kind: 'final', state: 'not-delivered' };
  return { kind: 'retry', inSeconds: inSeconds ?? retryAfterSeconds, unrung: false };
}

const urgent = (call: Pick<Call, 'purpose'>): boolean => laneOf(call.purpose) === 'urgent';
