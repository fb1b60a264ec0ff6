import type { ConsentRecord } from '../consent/consent-record.ts';
import type { PastRing } from '../consent/gate-input.ts';
import type { Reading } from '../consent/ledger.ts';
import type { StopRecord } from '../consent/number-stops.ts';
import type { ReassignedAnswer } from '../consent/reassigned.ts';
import type { Contact, Student } from '../contacts/contact.ts';
import type { NumberEntry } from '../contacts/number-entry.ts';
import type { PeopleKind } from '../office/task.ts';
import type { Disclosure } from './disclosure.ts';
import type { Erasure, Tombstone } from './erasure.ts';
import type { Inspection } from './inspection.ts';

/** Work for the office about a person or their number. */
export interface TaskHeld {
  readonly taskId: string;
  readonly kind: PeopleKind;
  readonly openedAt: string;
  readonly closedAt: string | undefined;
}

/** Everything the two tables hold under one person's keys, and under the keys of their numbers and students. */
export interface SubjectItems {
  readonly contact: Contact;
  readonly consents: Reading<ConsentRecord>;
  readonly students: ReadonlyMap<string, Student>;
  /** By number key; everybody's who gave the number. */
  readonly numbers: ReadonlyMap<string, NumberEntry>;
  readonly stops: ReadonlyMap<string, Reading<StopRecord>>;
  readonly rings: ReadonlyMap<string, readonly PastRing[]>;
  readonly reassigned: ReadonlyMap<string, readonly ReassignedAnswer[]>;
  readonly tasks: readonly TaskHeld[];
  readonly inspections: readonly Inspection[];
  /** RFC 3339: when somebody under this key was erased, before an export brought them back. */
  readonly erasedAt: string | undefined;
}

/** What an operator may read and end about one person. Reads are strongly consistent. */
export interface SubjectStore {
  /** `undefined`: nobody of that key is in the book, or the entry does not open. */
  read(contactKey: string): Promise<SubjectItems | undefined>;
  /** Requests to inspect, whether or not the person is still in the book. */
  inspections(contactKey: string): Promise<readonly Inspection[]>;
  /** Conditional on what was read. Durable when it resolves. */
  changeInspections(contactKey: string, change: (all: readonly Inspection[]) => readonly Inspection[]): Promise<void>;
  /**
   * Removes, rewrites and keeps what the plan says. Any part may be durable when it throws; done again, it comes to the same end.
   * @throws EnvelopeForged when something that must be rewritten does not open.
   */
  erase(erasure: Erasure, callIds: readonly string[]): Promise<void>;
  /** Everybody who was erased, and whether an export has brought them back. */
  tombstones(): Promise<readonly (Tombstone & { readonly back: Contact | undefined })[]>;
  student(studentKey: string): Promise<Student | undefined>;
  contacts(contactKeys: readonly string[]): Promise<ReadonlyMap<string, Contact>>;
  /** The student's record of disclosures, oldest first. */
  disclosures(studentKey: string): Promise<readonly Disclosure[]>;
  /** Idempotent on the disclosure's id. Durable when it resolves. */
  addDisclosures(studentKey: string, disclosures: readonly Disclosure[]): Promise<void>;
}
