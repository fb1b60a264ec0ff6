import type { Basis } from '../calls/call.ts';

/** Which rule spoke, in the words every other place uses for it: audit record, report, explanation to a parent. */
export interface Ruling {
  /** Rule id, e.g. `no-contact`, `optout.purpose`, `consent.event`, `T-20`. */
  readonly rule: string;
  /** The text the rule comes from, e.g. `47 CFR 64.1200(a)(1)(iii)`, or `POLICY`. */
  readonly citation: string;
  /** Profile, version and hash of the policy file, e.g. `strict@2026-11-27#9f2c…`. */
  readonly policy: string;
  /** One plain English sentence. */
  readonly words: string;
  /** Sum of the versions of every consent and opt-out item that was read; a changed one is a changed sum. */
  readonly consentVersion: number;
}

export interface Permit extends Ruling {
  readonly kind: 'permit';
  readonly basis: Basis;
  /** The recipients who may be told; the others stay out of it. */
  readonly contactKeys: readonly string[];
}

export interface Refuse extends Ruling {
  readonly kind: 'refuse';
}

export interface Defer extends Ruling {
  readonly kind: 'defer';
  /** RFC 3339: when to ask again; never after the notice has expired (that is a refusal, rule `expired`). */
  readonly until: string;
}

/** What the gate may say. Exhaustive: callers switch on `kind`. */
export type Decision = Permit | Refuse | Defer;
