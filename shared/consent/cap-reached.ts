import { type CapWindow, hasBeginning, noticesWithin, ringsWithin } from './caps.ts';
import type { GateInput } from './gate-input.ts';
import type { Policy, Reason } from './policy.ts';
import type { RuleId } from './policy-rules.ts';
import { overlayOf } from './state-overlays.ts';

/**
 * Whether this number has had enough for now: rings of this purpose, retries included (LAW-REFERENCE §10, column "Cap", and
 * what states add), and notices of the routine kinds, by the district's own limit, where a notice tried again is no further
 * one. Rings that could not be read refuse what is capped.
 */
export function capReached({ at, notice, number, history, settings }: GateInput, policy: Policy): Reason | undefined {
  const { purpose, noticeId } = notice;
  const cap = policy.caps[purpose];
  const routine = policy.courtesy.purposes.includes(purpose);
  const ofStates = overlayOf(number.states, purpose, policy.overlays).caps;
  if (cap === undefined && !routine && ofStates.length === 0) return undefined;
  if (history === 'unknown') return 'unknown.history';
  if (cap !== undefined) {
    const window: CapWindow = cap.window === 'local-day' ? { kind: 'local-day', zones: number.zones } : daysBack(cap.window.days);
    // Refused either way; but nobody is told that we called twice today where we do not know what today is.
    if (!hasBeginning(window, at)) return 'unknown.zone';
    if (ringsWithin(history, at, window, { purposes: [purpose] }) >= cap.rings) return cap.rule;
  }
  const ofState = ofStates.find(
    ({ demand: { hours, rings } }) => ringsWithin(history, at, { kind: 'rolling', hours }, { purposes: [purpose] }) >= rings,
  );
  if (ofState !== undefined) return ofState;
  if (!routine) return undefined;
  const { purposes, windowDays } = policy.courtesy;
  const others = noticesWithin(history, { at, noticeId }, daysBack(windowDays), { purposes });
  return others >= settings.weeklyRoutineCalls ? 'cap.weekly' : undefined;
}

/** Whether one more call without agreement to this landline would be one too many (T-05). Emergencies and agreed calls stay out. */
export function exemptionUsedUp({ at, history }: GateInput, policy: Policy): RuleId | undefined {
  if (history === 'unknown') return 'unknown.history';
  const { calls, windowDays } = policy.landlineExemption;
  const exempt = ringsWithin(history, at, daysBack(windowDays), { basis: 'exempt' });
  const closures = ringsWithin(history, at, daysBack(windowDays), { purposes: ['closure'], basis: 'emergency' });
  const counted = policy.closureOnLandline === 'exempt' ? exempt + closures : exempt;
  return counted >= calls ? 'line.exempt-cap' : undefined;
}

function daysBack(days: number): CapWindow {
  return { kind: 'rolling', hours: days * 24 };
}
