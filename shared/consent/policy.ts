import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Purpose } from '../notices/purpose.ts';
import type { RuleId } from './policy-rules.ts';

/** One rule as a district's counsel reads it. */
export interface Rule {
  /** The text it comes from, with its id in our reference where there is one; `POLICY` where no text demands it. */
  readonly citation: string;
  /** One sentence that a parent understands. */
  readonly words: string;
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

/** Everything a profile decides, as data. Facts of law with a date stand here, never in `decide.ts`. */
export interface Policy {
  readonly profile: 'strict' | 'us-law';
  /** YYYY-MM-DD: the day on which the texts were last read. */
  readonly version: string;
  readonly needs: Readonly<Record<Purpose, ConsentNeed>>;
  readonly hours: Readonly<Record<Purpose, Hours>>;
  /** Purposes that may fall back to the landline exemption when nobody consented (T-05), and its cap. */
  readonly landlineExemption: { readonly purposes: readonly Purpose[]; readonly calls: number; readonly windowDays: number };
  readonly rules: Readonly<Record<RuleId, Rule>>;
}

/** `strict@2026-11-24#1a2b3c4d`: profile, version, and the first 8 hex digits of the SHA-256 of the whole policy (RFC 8785). */
export function policyName(policy: Policy): string {
  const hash = createHash('sha256')
    .update(canonicalize(policy) ?? '')
    .digest('hex');
  return `${policy.profile}@${policy.version}#${hash.slice(0, 8)}`;
}
