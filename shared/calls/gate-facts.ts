import type { LedgerPage } from '../consent/ledger.ts';
import type { Contact } from '../contacts/contact.ts';
import type { NumberEntry } from '../contacts/number-entry.ts';
import type { Notice } from '../notices/notice.ts';
import type { Call } from './call.ts';

/** What the book and the ledger say about the calls of one batch, read at one moment. */
export interface Facts {
  /** By number key; a number that has left the book is absent. */
  readonly numbers: ReadonlyMap<string, NumberEntry>;
  /** By contact key. */
  readonly contacts: ReadonlyMap<string, Contact>;
  readonly page: LedgerPage;
}

/** What may have changed since, by call id. */
export interface Recheck {
  readonly consentVersions: ReadonlyMap<string, number>;
  /** By notice id. */
  readonly notices: ReadonlyMap<string, Pick<Notice, 'state'>>;
}

/** Everything the gate must know; strongly consistent, one request each (P2). */
export interface GateFacts {
  read(calls: readonly Call[]): Promise<Facts>;
  /** Versions of agreements and stops, and the state of the notices: the re-read right before the dial (AUDIT.md, step 5). */
  recheck(calls: readonly Call[]): Promise<Recheck>;
}
