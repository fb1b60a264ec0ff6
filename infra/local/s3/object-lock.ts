/** Retention and legal holds. AWS: AmazonS3/latest/userguide/object-lock.html */
import type { Instant } from '../world.ts';
import { invalidArgument, lockedObject } from './errors.ts';

export interface Retention {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly until: Instant;
}

export interface DefaultRetention {
  readonly mode: Retention['mode'];
  readonly days: number;
}

/** What of a version stands against its removal. */
export interface Lockable {
  readonly retention: Retention | undefined;
  readonly legalHold: boolean;
}

/** Throws while the version may not be removed. `mayBypass` is asked only where AWS lets governance be bypassed. */
export function refuseIfLocked(version: Lockable, now: Instant, mayBypass: () => boolean): void {
  if (version.legalHold) throw lockedObject();
  const { retention } = version;
  if (retention === undefined || retention.until <= now) return;
  if (retention.mode === 'GOVERNANCE' && mayBypass()) return;
  throw lockedObject();
}

/**
 * Throws unless `next` may take the place of what holds: longer always, anything once it is over; shorter, weaker or none
 * only under governance with the right to bypass.
 */
export function refuseWeakerRetention(
  version: Lockable,
  next: Retention | undefined,
  now: Instant,
  mayBypass: () => boolean,
): void {
  const held = version.retention;
  if (held === undefined || held.until <= now) return;
  const weaker = next === undefined || next.until < held.until || (held.mode === 'COMPLIANCE' && next.mode === 'GOVERNANCE');
  if (!weaker) return;
  if (held.mode === 'GOVERNANCE' && mayBypass()) return;
  throw lockedObject();
}

/** @throws InvalidArgument for half a retention, an unknown mode, or a date that is not ahead */
export function readRetention(mode: string | undefined, until: string | undefined, now: Instant): Retention | undefined {
  if (mode === undefined && until === undefined) return undefined;
  if (mode === undefined || until === undefined) {
    throw invalidArgument(
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
      mode === undefined ? 'x-amz-object-lock-mode' : 'x-amz-object-lock-retain-until-date',
      '',
    );
  }
  if (mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE')
    throw invalidArgument('Unknown wormMode directive.', 'x-amz-object-lock-mode', mode);
  const instant = Date.parse(until);
  if (Number.isNaN(instant)) {
    throw invalidArgument(
      'The retain until date must be provided in ISO 8601 format',
      'x-amz-object-lock-retain-until-date',
      until,
    );
  }
  if (instant <= now) {
    throw invalidArgument('The retain until date must be in the future!', 'x-amz-object-lock-retain-until-date', until);
  }
  return { mode, until: instant };
}
