import type { AuditRecord } from '../audit/record.ts';
import { POLICIES } from '../consent/policies.ts';

/** A rule as it is told to a person: with the words it has in the policy file, and the text it comes from. */
export interface SpokenRule {
  readonly rule: string;
  readonly citation: string;
  /** One plain sentence. Empty where the policy that decided has a rule this program does not know. */
  readonly words: string;
  /** Profile, version and hash of the policy that decided. */
  readonly policy: string;
}

/**
 * The record has rule and citation as they were; the words are those this program's policy has for the rule today, which say the
 * same thing unless the policy's hash is another one.
 */
export function rulingOf({ rule, citation, policy }: NonNullable<AuditRecord['decision']>): SpokenRule {
  return { rule, citation, policy, words: wordsOf(rule, policy) };
}

function wordsOf(rule: string, policy: string): string {
  const { rules } = POLICIES[policy.startsWith('us-law@') ? 'us-law' : 'strict'];
  return new Map<string, { readonly words: string }>(Object.entries(rules)).get(rule)?.words ?? '';
}
