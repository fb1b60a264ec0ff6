import type { Policy } from './policy.ts';
import { strictPolicy } from './policy-strict.ts';
import { usLawPolicy } from './policy-us-law.ts';

/** The policy of each profile a district may choose. */
export const POLICIES: Readonly<Record<Policy['profile'], Policy>> = { strict: strictPolicy, 'us-law': usLawPolicy };
