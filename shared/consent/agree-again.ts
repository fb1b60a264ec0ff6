import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import type { Evidence } from './consent-record.ts';
import {
  addStop,
  effectiveStops,
  type LiftEntry,
  liftStops,
  type StopRecord,
  type StopScope,
  standingStops,
} from './number-stops.ts';
import { scopeName } from './record-key.ts';
import { forbids } from './what-stops.ts';

/** The act of a person who agrees to calls they had stopped. */
export interface NewAgreement {
  /** The same act told twice has the same id. */
  readonly id: string;
  /** RFC 3339 UTC: when the person agreed. */
  readonly at: string;
  readonly purposes: readonly Purpose[];
  readonly recordedBy: string;
  readonly evidence: Evidence;
}

/**
 * `not-verified`: somebody said "not my number"; only the office's verification ends that.
 * `emergencies-too`: emergencies were refused as well, and this agreement does not name them: ask for them by name.
 */
export type AgreedAgain =
  | { readonly kind: 'changed'; readonly record: StopRecord; readonly lifted: readonly StopScope[] }
  | { readonly kind: 'nothing-to-lift' }
  | { readonly kind: 'not-verified' }
  | { readonly kind: 'emergencies-too' };

/**
 * Ends the stops that stand against the named kinds, and nothing else: where a wider stop goes, what was not named stays stopped
 * by a stop of its own. A stop that is later than the agreement stands.
 */
export function agreeAgain(record: StopRecord, agreement: NewAgreement): AgreedAgain {
  const { purposes } = agreement;
  const before = effectiveStops(record);
  if (before.notMyNumber) return { kind: 'not-verified' };
  if (before.emergencies && !purposes.includes('emergency')) return { kind: 'emergencies-too' };
  const lifted = standingScopes(record).filter((scope) => standsAgainst(scope, purposes));
  const eased = lifted.reduce((so, scope) => liftStops(so, liftOf(agreement, scope)), record);
  const after = effectiveStops(eased);
  if (PURPOSES.every((purpose) => forbids(before, purpose) === forbids(after, purpose))) return { kind: 'nothing-to-lift' };
  const kept = PURPOSES.filter((one) => !purposes.includes(one) && forbids(before, one) && !forbids(after, one));
  return {
    kind: 'changed',
    lifted,
    record: scopesFor(kept).reduce((so, scope) => addStop(so, keptStop(agreement, scope)), eased),
  };
}

function standingScopes(record: StopRecord): readonly StopScope[] {
  const scopes = standingStops(record).map(({ effective }) => effective);
  return [...new Map(scopes.map((scope) => [scopeName(scope), scope] as const)).values()];
}

function standsAgainst(scope: StopScope, purposes: readonly Purpose[]): boolean {
  switch (scope.kind) {
    case 'purpose':
      return purposes.includes(scope.purpose);
    case 'all-but-emergencies':
      return purposes.some((purpose) => purpose !== 'emergency');
    case 'emergencies':
      return true;
    case 'wrong-number':
      return false;
  }
}

/** Everything but emergencies is one stop; less than that, one for each kind. */
function scopesFor(kept: readonly Purpose[]): readonly StopScope[] {
  const all = PURPOSES.every((purpose) => purpose === 'emergency' || kept.includes(purpose));
  return all ? [{ kind: 'all-but-emergencies' }] : kept.map((purpose) => ({ kind: 'purpose', purpose }));
}

function liftOf({ id, at, recordedBy, evidence }: NewAgreement, lifted: StopScope): LiftEntry {
  return { id: `${id}:${scopeName(lifted)}`, at, lifted, recordedBy, reason: 'agreed again', evidence };
}

function keptStop({ id, at, recordedBy, evidence }: NewAgreement, scope: StopScope) {
  const name = `${id}:keeps:${scopeName(scope)}`;
  // A millisecond later: the lift it comes with ends what was stopped before, not this.
  const after = new Date(Date.parse(at) + 1).toISOString();
  return { id: name, at: after, source: 'opt-in', requested: scope, effective: scope, recordedBy, evidence } as const;
}
