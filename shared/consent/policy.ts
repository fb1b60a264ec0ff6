import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Purpose } from '../notices/purpose.ts';
import type { ClockTimes } from './calling-hours.ts';
import type { GateRecipient } from './gate-input.ts';
import type { RuleId } from './policy-rules.ts';
import type { StateOverlay } from './state-overlays.ts';

/** One rule as a district's counsel reads it. */
export interface Rule {
  /** The text it comes from, with its id in our reference where there is one; `POLICY` where no text demands it. */
  readonly citation: string;
  /** One sentence that a parent understands. */
  readonly words: string;
}

/** A rule that begins on a day; until then the law waits. */
export interface DatedRule extends Rule {
  /** As in the project's reference of the law, e.g. `R-06`. */
  readonly id: string;
  /** YYYY-MM-DD; a moment's date is taken in UTC: some hours early in the United States, which is the safe side. */
  readonly from: string;
  /** YYYY-MM-DD: when to read again whether the day still stands. */
  readonly lookAgain: string;
}

/**
 * What a call of some purpose must rest on.
 * `none`: nothing, unless it was refused (emergency purposes, FCC 16-88).
 * `number-given`: consent on record, or none on record and the number was given for school contact (B-02).
 * `explicit`: consent on record.
 */
export type ConsentNeed = 'none' | 'number-given' | 'explicit';

/** `any`: at every hour. `district`: the settings' calling hours. Else these local hours; `within` both. */
export type Hours =
  | { readonly kind: 'any' }
  | { readonly kind: 'district' }
  | { readonly kind: 'fixed'; readonly start: string; readonly end: string }
  | { readonly kind: 'within'; readonly start: string; readonly end: string };

/** Which rule speaks: one of the policy's own, or one of a state's. */
export type Reason = RuleId | StateOverlay;

/** How often a number may ring for one purpose, retries included. `local-day`: a date on the wall of any zone it may lie in. */
export interface Cap {
  readonly rings: number;
  readonly window: 'local-day' | { readonly days: number };
  readonly rule: RuleId;
}

/** How far a district's own settings may go; see `tightening.ts`. */
export interface Bounds {
  readonly callingHours: ClockTimes & { readonly citation: string };
  readonly weeklyRoutineCalls: { readonly most: number; readonly citation: string };
  readonly routineRetrySeconds: { readonly least: number; readonly citation: string };
  readonly allowedCountries: { readonly among: readonly string[]; readonly citation: string };
  /** Purposes that nobody has to agree to beforehand, whatever a district would like. */
  readonly explicitConsentFor: { readonly never: readonly Purpose[]; readonly citation: string };
}

/** What the law leaves open, how it is answered here until counsel says otherwise, and where to change the answer. */
export interface OpenQuestion {
  /** As in the project's reference of the law, e.g. `Q-03`. */
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  readonly changeAt: string;
}

/** Everything a profile decides, as data. Facts of law with a date stand here, never in `decide.ts`. */
export interface Policy {
  readonly profile: 'strict' | 'us-law';
  /** YYYY-MM-DD: the day on which the texts were last read. */
  readonly version: string;
  readonly needs: Readonly<Record<Purpose, ConsentNeed>>;
  readonly hours: Readonly<Record<Purpose, Hours>>;
  /** Purposes that are told on the district's holidays too. */
  readonly onHolidays: readonly Purpose[];
  /** Neither emergency nor closure: kept from who may get no routine calls, and from parents whose rights have passed (F-08). */
  readonly ordinary: readonly Purpose[];
  /** Purposes that may fall back to the landline exemption when nobody consented (T-05), and its cap. */
  readonly landlineExemption: { readonly purposes: readonly Purpose[]; readonly calls: number; readonly windowDays: number };
  /** Whether a closure told to a landline without agreement is an emergency, or one of the exempt calls. */
  readonly closureOnLandline: 'emergency' | 'exempt';
  readonly caps: Readonly<Partial<Record<Purpose, Cap>>>;
  /** What the district's own weekly limit counts, by notice, in a sliding window. */
  readonly courtesy: { readonly purposes: readonly Purpose[]; readonly windowDays: number };
  /** Answers of the Reassigned Numbers Database on which consent may rest where the district requires one (N-02). */
  readonly reassignedSuffices: readonly GateRecipient['reassigned'][];
  /** From when a stop of one kind of call stops all that need agreement; a district may choose an earlier day. */
  readonly revokeAll: DatedRule;
  /** What states ask on top, each with its own id, citation and words (LAW-REFERENCE §8). */
  readonly overlays: readonly StateOverlay[];
  readonly bounds: Bounds;
  readonly rules: Readonly<Record<RuleId, Rule>>;
  readonly open: readonly OpenQuestion[];
}

/** `strict@2026-11-27#1a2b3c4d`: profile, version, and the first 8 hex digits of the SHA-256 of the whole policy (RFC 8785). */
export function policyName(policy: Policy): string {
  const hash = createHash('sha256')
    .update(canonicalize(policy) ?? '')
    .digest('hex');
  return `${policy.profile}@${policy.version}#${hash.slice(0, 8)}`;
}
