import type { AuditTrail } from '../../shared/audit/trail.ts';
import type { Clock } from '../../shared/clock/clock.ts';
import type { ConsentRecord } from '../../shared/consent/consent-record.ts';
import type { ConsentLedger } from '../../shared/consent/ledger.ts';
import type { Contact, Student } from '../../shared/contacts/contact.ts';
import type { NumberEntry } from '../../shared/contacts/number-entry.ts';
import type { Spool } from '../../shared/disk/spool.ts';
import type { DistrictSettings } from '../../shared/district/settings.ts';
import type { Office } from '../../shared/office/office.ts';
import type { Naming } from '../../shared/roster/book/book.ts';
import type {
  Change,
  FreshIds,
  IndexChange,
  IndexLine,
  NotedChange,
  Printed,
  StaffChange,
  StaffList,
  Stored,
} from '../../shared/roster/book/changes.ts';
import type { Missing, MissingChange } from '../../shared/roster/book/retirement.ts';
import type { ImportLedger } from '../../shared/roster/import-ledger.ts';
import type { Intake, IntakeList } from '../../shared/roster/intake.ts';
import type { IntakeBus } from '../../shared/roster/intake-bus.ts';

/** The entries of the book by kind. */
export interface Entries {
  readonly contact: Contact;
  readonly number: NumberEntry;
  readonly student: Student;
}

/** The contact book as an import sees it. */
export interface Book {
  /**
   * Looks through the whole book: every entry, unopened, and every line of the index.
   * @param waiting called now and then while a large book is looked through
   */
  lookThrough(
    see: { entry(kind: keyof Entries, id: string, printed: Printed): void; line(line: IndexLine): void },
    waiting: () => Promise<void>,
  ): Promise<void>;
  /** Contacts of whom there is a record of consents, in the book or not. */
  recorded(see: (contactKey: string) => void): Promise<void>;
  /** Entries with their values. */
  opened<K extends keyof Entries>(kind: K, ids: Iterable<string>): Promise<ReadonlyMap<string, Stored<Entries[K]>>>;
  write<K extends keyof Entries>(
    kind: K,
    changes: Iterable<Change<Entries[K]>>,
    progress: (done: number) => Promise<void>,
  ): Promise<void>;
  writeIndex(changes: readonly IndexChange[]): Promise<void>;
  /** Ids of all schools at which the index has or had students. */
  schools(): Promise<readonly string[]>;
  listSchools(schoolIds: readonly string[]): Promise<void>;
  staff(): Promise<StaffList>;
  writeStaff(changes: readonly StaffChange[]): Promise<void>;
  /** Who was in none of the last exports. */
  missing(): Promise<Missing>;
  writeMissing(changes: readonly MissingChange[]): Promise<void>;
  /** Keys of numbers whose field said "do not call" when it was read last. */
  noted(): Promise<ReadonlySet<string>>;
  writeNoted(changes: readonly NotedChange[]): Promise<void>;
}

export interface RosterPorts {
  readonly intake: Intake & IntakeList;
  /** Where the files of the drop at hand lie until it is done. */
  readonly spool: Spool;
  readonly book: Book;
  readonly consents: Pick<ConsentLedger, 'readMany' | 'changeConsents' | 'changeStops'>;
  /** Writes the records of contacts who are not in the book yet and have none, unconditionally. */
  readonly firstConsents: (consents: readonly { readonly contactKey: string; readonly record: ConsentRecord }[]) => Promise<void>;
  readonly ledger: ImportLedger;
  readonly naming: () => Promise<Naming>;
  readonly fresh: FreshIds;
  readonly trail: AuditTrail;
  readonly office: Office;
  readonly bus: IntakeBus;
  readonly clock: Clock;
  readonly settings: DistrictSettings;
  readonly measures: { count(name: string, by?: number): void };
  /** Codes and counts only. */
  readonly log: { info(code: string, where?: object): void };
}
