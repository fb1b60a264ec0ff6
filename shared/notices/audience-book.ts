import type { Addressee, SkipReason } from '../calls/plan-calls.ts';
import type { Audience } from './notice.ts';

/** The people of an audience, each once, in the order of the contact book. */
export interface Resolved {
  readonly addressees: readonly Addressee[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

/** Answers an audience's question to the contact book. */
export interface AudienceBook {
  resolve(audience: Audience): Promise<Resolved>;
}
