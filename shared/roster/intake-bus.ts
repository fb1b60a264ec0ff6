import type { RaisedDetail } from '../notices/notice-request.ts';

/** How a dropped file fared, for its sender: ids and counts only. */
export interface FileNews {
  readonly file: string;
  /** Key of the report in the intake bucket. */
  readonly report: string;
  readonly counts: Readonly<Record<string, number>>;
}

export type NewsType =
  | 'Roster Imported'
  | 'Roster Rejected'
  | 'Roster Held'
  | 'Attendance Imported'
  | 'Attendance Held'
  | 'Attendance Rejected'
  | 'Calendar Imported'
  | 'Calendar Rejected'
  | 'Optouts Imported'
  | 'Optouts Held'
  | 'Optouts Rejected';

/** What imports say on the district's bus. @throws BusRefused: said again when its message comes again. */
export interface IntakeBus {
  tell(type: NewsType, detail: FileNews): Promise<void>;
  /** The same notice id twice is one notice. */
  raise(notices: readonly RaisedDetail[]): Promise<void>;
}
