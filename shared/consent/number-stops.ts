import type { Basis } from '../calls/call.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import type { Evidence } from './consent-record.ts';
import type { NumberStops } from './gate-input.ts';

/** What somebody asked to stop; `wrong-number`: everything, emergencies too, until the school has verified the number anew. */
export type StopScope =
  | { readonly kind: 'purpose'; readonly purpose: Purpose }
  | { readonly kind: 'all-but-emergencies' }
  | { readonly kind: 'emergencies' }
  | { readonly kind: 'wrong-number' };

/**
 * Where a stop came from. `note`: words in the export ("do not call"); `desk`: told to a person; `file`: a file of opt-outs;
 * `recovered`: from Connect's attribute; `opt-in`: what stays stopped where somebody agreed again to one kind alone.
 */
export type StopSource = 'key-press' | 'recovered' | 'note' | 'desk' | 'file' | 'web' | 'toll-free' | 'opt-in';

/** One stop, or the verification that ends a `wrong-number`. Never changed afterwards. */
export interface StopEntry {
  /** The same act told twice has the same id: `<callId>#<attempt>#<key>` for keys. */
  readonly id: string;
  /** RFC 3339 UTC: the moment of the request; it is on the list from then on (47 CFR 64.1200(d)(3)). */
  readonly at: string;
  readonly source: StopSource;
  /** What the person asked for. */
  readonly requested: StopScope;
  /** What it stops, under the rules of that moment. */
  readonly effective: StopScope;
  /** On what the call rested in which the key was pressed. */
  readonly basis?: Basis;
  readonly purpose?: Purpose;
  readonly recordedBy: string;
  /** Where it can be looked up, for a stop that no call record shows. */
  readonly evidence?: Evidence;
  /** Why, where somebody said so. */
  readonly reason?: string;
}

/** Ends stops by an affirmative act on the record, e.g. the office verified the number, or a new written form. */
export interface LiftEntry {
  readonly id: string;
  readonly at: string;
  readonly lifted: StopScope;
  readonly recordedBy: string;
  readonly reason: string;
  readonly evidence?: Evidence;
}

/** All that was said on one number, whoever it belongs to; survives deletion and re-import of its contacts. Sealed at rest. */
export interface StopRecord {
  readonly stops: readonly StopEntry[];
  readonly lifts: readonly LiftEntry[];
}

export const NO_STOPS: StopRecord = { stops: [], lifts: [] };

/** Keys that stop something. 1 confirms and never reaches the list. */
export type StopKey = '7' | '8' | '9';

export interface KeyPress {
  readonly callId: string;
  readonly attempt: number;
  readonly purpose: Purpose;
  /** On what the call rested; unknown counts as not resting on consent. */
  readonly basis: Basis | undefined;
  readonly at: string;
  readonly recordedBy: string;
  readonly source?: StopSource;
  /** YYYY-MM-DD, the district's. */
  readonly revokeAllFrom: string;
}

/** Whether a call may offer "only these calls: press 8". @param revokeAllFrom YYYY-MM-DD, the district's */
export function mayStopOnePurpose(basis: Basis | undefined, purpose: Purpose, at: string, revokeAllFrom: string): boolean {
  return basis === 'consent' && purpose !== 'emergency' && at.slice(0, 10) < revokeAllFrom;
}

/**
 * What a request stops under the rules of its day: as asked, or wider.
 * @param at RFC 3339 UTC, the moment of the request
 * @param revokeAllFrom YYYY-MM-DD, the district's
 */
export function effectiveScope(requested: StopScope, basis: Basis | undefined, at: string, revokeAllFrom: string): StopScope {
  if (requested.kind !== 'purpose' || mayStopOnePurpose(basis, requested.purpose, at, revokeAllFrom)) return requested;
  return { kind: 'all-but-emergencies' };
}

/** The kinds one person takes back who takes back one: those that a stop of it would stop on a telephone. */
export function takenBack(purpose: Purpose, at: string, revokeAllFrom: string): readonly Purpose[] {
  if (purpose === 'emergency' || mayStopOnePurpose('consent', purpose, at, revokeAllFrom)) return [purpose];
  return PURPOSES.filter((one) => one !== 'emergency');
}

/**
 * Adds what a key means. 9: all but emergencies, also when pressed in an emergency call. 8: this purpose only, where the call
 * rested on consent, else as 9. 7: not my number. Idempotent on (callId, attempt, key): the record itself comes back.
 */
export function applyKey(record: StopRecord, key: StopKey, press: KeyPress): StopRecord {
  const requested = requestedBy(key, press.purpose);
  return addStop(record, {
    id: `${press.callId}#${press.attempt}#${key}`,
    at: press.at,
    source: press.source ?? 'key-press',
    requested,
    effective: effectiveScope(requested, press.basis, press.at, press.revokeAllFrom),
    ...(press.basis === undefined ? {} : { basis: press.basis }),
    purpose: press.purpose,
    recordedBy: press.recordedBy,
  });
}

/** Adds a stop that came by another way: a note in the export, a word at the desk. Idempotent on its id. */
export function addStop(record: StopRecord, entry: StopEntry): StopRecord {
  return record.stops.some(({ id }) => id === entry.id) ? record : { ...record, stops: [...record.stops, entry] };
}

/** Ends every earlier stop of one scope. A later stop of the same scope stands again. */
export function liftStops(record: StopRecord, entry: LiftEntry): StopRecord {
  return record.lifts.some(({ id }) => id === entry.id) ? record : { ...record, lifts: [...record.lifts, entry] };
}

/** The stops nobody has lifted, oldest first. */
export function standingStops(record: StopRecord): readonly StopEntry[] {
  return record.stops.filter((stop) => !record.lifts.some((lift) => ends(lift, stop)));
}

/** Whether somebody's word stands that the number is wrong, on which emergencies stop or not yet: what verifying it ends. */
export function isSaidWrong(record: StopRecord): boolean {
  return standingStops(record).some(({ requested }) => requested.kind === 'wrong-number');
}

/** What the gate must obey now. */
export function effectiveStops(record: StopRecord): NumberStops {
  const standing = standingStops(record).map(({ effective }) => effective);
  const has = (kind: StopScope['kind']) => standing.some((scope) => scope.kind === kind);
  return {
    notMyNumber: has('wrong-number'),
    allButEmergencies: has('all-but-emergencies'),
    emergencies: has('emergencies'),
    purposes: [...new Set(standing.flatMap((scope) => (scope.kind === 'purpose' ? [scope.purpose] : [])))],
  };
}

function requestedBy(key: StopKey, purpose: Purpose): StopScope {
  if (key === '7') return { kind: 'wrong-number' };
  return key === '8' ? { kind: 'purpose', purpose } : { kind: 'all-but-emergencies' };
}

/** Who verified a number has answered every word that it is wrong, those too that stopped less (ADR 33). */
function ends(lift: LiftEntry, stop: StopEntry): boolean {
  const sameKind =
    lift.lifted.kind === stop.effective.kind || (lift.lifted.kind === 'wrong-number' && stop.requested.kind === 'wrong-number');
  const samePurpose =
    lift.lifted.kind !== 'purpose' || (stop.effective.kind === 'purpose' && stop.effective.purpose === lift.lifted.purpose);
  return sameKind && samePurpose && Date.parse(lift.at) > Date.parse(stop.at);
}
