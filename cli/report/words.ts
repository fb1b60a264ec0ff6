import { DateTime } from 'luxon';
import type { WordsChecked } from '../../shared/notices/notice.ts';
import type { Purpose } from '../../shared/notices/purpose.ts';
import type { BudgetReport } from './day-report.ts';

const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  emergency: 'Emergency',
  closure: 'Closure',
  attendance: 'Attendance',
  event: 'Event',
  survey: 'Survey',
  fundraising: 'Fundraising',
};

export function purposeWords(purpose: Purpose): string {
  return PURPOSE_WORDS[purpose];
}

/** On whose word an emergency went out with words of our lists in it (ADR 32). */
export function checkedWords({ by, words }: WordsChecked): string {
  return `an emergency on the word of ${by}, with ${words.map((word) => `"${word}"`).join(', ')} in it`;
}

/** `1 min 40 s`, from seconds. */
export function minutes(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `10:15`, in the district's zone, from RFC 3339. */
export function timeOfDay(at: string, timezone: string): string {
  return DateTime.fromISO(at, { zone: timezone }).toFormat('HH:mm');
}

/** Requests and invocations per placed call. */
export function perPlaced(budget: BudgetReport): { readonly requests: number; readonly invocations: number } {
  const sum = (rows: readonly { readonly count: number }[]): number => rows.reduce((total, row) => total + row.count, 0);
  const placed = Math.max(1, budget.placed);
  return { requests: sum(budget.requests) / placed, invocations: sum(budget.invocations) / placed };
}
