import type { AbsenceReader } from '../../shared/calls/absences.ts';
import type { ContactDesk } from '../../shared/calls/dialer.ts';
import type { SettlePorts } from '../../shared/calls/settle.ts';
import type { NoticeBook, NoticeBus } from '../../shared/notices/notice-book.ts';

/** What a sweep needs of the world. */
export interface SweepPorts extends SettlePorts {
  readonly notices: NoticeBook;
  readonly bus: NoticeBus;
  readonly desk: ContactDesk;
  readonly absences: AbsenceReader;
  readonly pause: (ms: number) => Promise<void>;
}
