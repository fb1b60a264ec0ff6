import type { ClosedDays } from './calendar.ts';

/** A calendar file that was taken. */
export interface CalendarFile {
  /** Key in the intake bucket: under the same name it takes the place of the one before. */
  readonly key: string;
  /** RFC 3339 UTC. */
  readonly uploadedAt: string;
  readonly closed: ClosedDays;
}

/** What the calendar files of the district close, together. */
export interface CalendarBook {
  /** Durable as a whole when it resolves. `overtaken`: a later file of that name stands. */
  keep(file: CalendarFile): Promise<'kept' | 'overtaken'>;
  /** Schools that some file closes on a day, YYYY-MM-DD; `EVERY_SCHOOL` among them: all. */
  closedOn(day: string): Promise<ReadonlySet<string>>;
}
