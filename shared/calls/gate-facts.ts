import type { LedgerPage } from '../consent/ledger.ts';
import type { ReassignedItem } from '../consent/reassigned.ts';
import type { Contact } from '../contacts/contact.ts';
import type { NumberEntry } from '../contacts/number-entry.ts';
import type { Notice } from '../notices/notice.ts';
import type { Absences } from './absences.ts';
import type { Call } from './call.ts';
import type { RingHistory } from './ring-history.ts';

/** What the book and the ledger say about the calls of one batch, read at one moment. */
export interface Facts {
  /** By number key; a number that has left the book is absent. */
  readonly numbers: ReadonlyMap<string, NumberEntry>;
  /** By contact key; of everybody who has one of the numbers. */
  readonly contacts: ReadonlyMap<string, Contact>;
  /** Contact keys whose entry is there and does not open. */
  readonly unreadable: ReadonlySet<string>;
  readonly page: LedgerPage;
  /** By number key; one that never rang is absent. */
  readonly rings: ReadonlyMap<string, RingHistory>;
  /** By number key; one that nobody ever asked about is absent. */
  readonly reassigned: ReadonlyMap<string, ReassignedItem>;
  readonly absences: Absences;
  /** By call id: others who have the phone. */
  readonly bystanders: ReadonlyMap<string, readonly string[]>;
  /** By call id: which writes of which items this is, in one text. Another text: something has changed. */
  readonly marks: ReadonlyMap<string, string>;
}

/** What may have changed since, by call id. */
export interface Recheck {
  /** As `Facts.marks`. */
  readonly marks: ReadonlyMap<string, string>;
  /** By notice id. */
  readonly notices: ReadonlyMap<string, Pick<Notice, 'state'>>;
}

/** A call, and what it is about. */
export interface DueCall {
  readonly call: Call;
  readonly notice: Pick<Notice, 'noticeId' | 'absenceDay'>;
  /** Others who have the phone, as they were found when the decision was made. */
  readonly bystanders?: readonly string[];
}

/** Everything the gate must know; strongly consistent, one request each for up to a hundred items (P2). */
export interface GateFacts {
  read(due: readonly DueCall[]): Promise<Facts>;
  /**
   * The re-read right before the dial (AUDIT.md, step 5): whether agreements, stops, restrictions, absences or the rings that
   * count have changed since, and the state of the notices.
   */
  recheck(due: readonly DueCall[]): Promise<Recheck>;
}
