import type { AuditTrail } from '../../shared/audit/trail.ts';
import type { Clock } from '../../shared/clock/clock.ts';
import type { Student } from '../../shared/contacts/contact.ts';
import type { DistrictSettings } from '../../shared/district/settings.ts';
import type { TaskStore } from '../../shared/office/office.ts';
import type { AbsenceBook } from '../../shared/roster/attendance/absence-book.ts';
import type { CalendarBook } from '../../shared/roster/attendance/calendar-book.ts';
import type { Naming } from '../../shared/roster/book/book.ts';
import type { ImportLedger } from '../../shared/roster/import-ledger.ts';
import type { Intake } from '../../shared/roster/intake.ts';
import type { IntakeBus } from '../../shared/roster/intake-bus.ts';

export interface AttendancePorts {
  readonly intake: Intake;
  /** Students by key; one who is not in the book is absent from the map. */
  readonly students: (studentKeys: readonly string[]) => Promise<ReadonlyMap<string, Student>>;
  /** Student key → school → grade, of everybody the book has at these schools; consistent. */
  readonly enrolled: (schoolIds: readonly string[]) => Promise<ReadonlyMap<string, ReadonlyMap<string, string>>>;
  readonly absences: AbsenceBook;
  readonly calendar: CalendarBook;
  readonly ledger: Pick<ImportLedger, 'find' | 'note' | 'lastTaken'>;
  readonly naming: () => Promise<Naming>;
  readonly trail: AuditTrail;
  readonly office: TaskStore;
  readonly bus: IntakeBus;
  readonly clock: Clock;
  readonly settings: DistrictSettings;
  /** Codes and counts only. */
  readonly log: { info(code: string, where?: object): void };
}
