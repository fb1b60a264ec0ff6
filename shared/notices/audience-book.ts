import type { Addressee, SkipReason } from '../calls/plan-calls.ts';
import type { Audience } from './notice.ts';
import type { Purpose } from './purpose.ts';

/** The people of an audience, each once, in the order of the contact book. */
export interface Resolved {
  readonly addressees: readonly Addressee[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

/** Answers an audience's question to the contact book. */
export interface AudienceBook {
  /**
   * @param purpose an emergency or a closure for the district is for every student of the book, also at a school that the settings do
   * not name; any other notice is for the schools of the settings
   */
  resolve(audience: Audience, purpose: Purpose): Promise<Resolved>;
}
