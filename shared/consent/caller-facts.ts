import type { ConsentRecord } from './consent-record.ts';
import type { PastRing } from './gate-input.ts';
import type { Reading } from './ledger.ts';
import type { StopRecord } from './number-stops.ts';

/** What is known of the number somebody calls from; a caller id can be forged, so none of it is said to them. */
export interface CallerFacts {
  /** Of everybody who gave this number, in the book's order; `und` where a language is not known. */
  readonly languages: readonly string[];
  readonly contactKeys: readonly string[];
  readonly stops: Reading<StopRecord>;
  readonly consents: ReadonlyMap<string, Reading<ConsentRecord>>;
  /** The last call to this number, whoever it was for. */
  readonly lastRing: PastRing | undefined;
}

/** A number that nobody knows, or that is withheld. */
export const UNKNOWN_CALLER: CallerFacts = {
  languages: [],
  contactKeys: [],
  stops: { kind: 'held', value: { stops: [], lifts: [] }, version: 0 },
  consents: new Map(),
  lastRing: undefined,
};
