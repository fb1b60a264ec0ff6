import type { DistrictSettings } from '../district/settings.ts';
import type { Message, Notice } from './notice.ts';
import { laneOf, type Purpose } from './purpose.ts';

/** A notice that was sent out to everybody, and how its words are opened. */
export interface AnnouncedNotice {
  readonly notice: Notice;
  /** Nobody but the numbers listed for it rang. */
  readonly rehearsal: boolean;
  /** @throws EnvelopeForged when they are not the notice's own */
  readonly words: () => Promise<Message>;
}

/** What the line may repeat to whoever calls: never an absence, and no call that only those get who agreed in writing. */
const FOR_EVERYBODY: readonly Purpose[] = ['emergency', 'closure', 'event'];
/** Calls below which a school's notice is a matter of a few families. */
const FEW_CALLS = 20;
/** An announcement is told with its date; after a week nobody calls back about it. */
const REPEATED_DAYS = 7;
export const REPEATED_MS = REPEATED_DAYS * 86_400_000;

/**
 * Whether a notice is for everybody of a district or of whole schools: what such a notice says is known to all who were called,
 * so that a forged caller id learns nothing of one child.
 */
export function isForEverybody({ purpose, audience }: Pick<Notice, 'purpose' | 'audience'>): boolean {
  return FOR_EVERYBODY.includes(purpose) && (audience.kind === 'district' || audience.kind === 'schools');
}

/** Whether it may be repeated now: for everybody, spoken already, neither cancelled nor old. */
export function mayBeRepeated(notice: Notice, now: Date, settings: DistrictSettings): boolean {
  const { audience, state, raisedAt, planned = 0 } = notice;
  if (!isForEverybody(notice) || now.getTime() - Date.parse(raisedAt) > REPEATED_MS) return false;
  if (state !== 'open' && state !== 'closed') return false;
  if (audience.kind === 'schools' && planned < FEW_CALLS) return false;
  return wasSpoken(notice, now, settings);
}

/** Urgent calls are placed at once. Others may wait for the hours: not before anybody has been told is the line told. */
function wasSpoken({ purpose, state, counts = {} }: Notice, now: Date, settings: DistrictSettings): boolean {
  if (laneOf(purpose) === 'urgent') return true;
  if (state === 'closed') return (counts['confirmed'] ?? 0) + (counts['delivered'] ?? 0) > 0;
  const clock = localTime(now, settings.district.timezone);
  return clock >= settings.callingHours.start && clock < settings.callingHours.end;
}

/** HH:MM on the district's wall. */
function localTime(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now);
}

/** Whether the words of a notice may be said to anybody: those that say where students are, or that we do not know, may not (C-02). */
export function wordsAreForAnybody({ messageName }: Pick<Notice, 'messageName'>, { messages }: DistrictSettings): boolean {
  return messages[messageName]?.saysWhere === false;
}
