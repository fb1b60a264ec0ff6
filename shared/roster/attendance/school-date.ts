import { localDay, readDate } from '../dates.ts';

const MOMENT = /^\d{4}-\d{2}-\d{2}[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}:?\d{2})$/i;
const MIDNIGHT = /^00:00(:00(\.0+)?)?$/;
const TIME_OF_DAY = /[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?$/i;

/**
 * The school day a row speaks of → `YYYY-MM-DD`. A moment with its zone is the day on the wall of the school; midnight with a
 * zone is how databases write a plain date, and a time without one is the school's own.
 * @param timezone IANA. @returns undefined for what is no date
 */
export function readSchoolDate(text: string, timezone: string): string | undefined {
  const moment = MOMENT.exec(text);
  if (moment === null || MIDNIGHT.test(moment[1] ?? '')) return readDate(text.replace(TIME_OF_DAY, ''));
  const at = new Date(text.replace(' ', 'T').replaceAll(' ', ''));
  return readDate(text) === undefined || Number.isNaN(at.getTime()) ? undefined : localDay(at, timezone);
}
