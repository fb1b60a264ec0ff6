import type { FinalState, Outcome } from '../../shared/calls/call.ts';
import type { WordsChecked } from '../../shared/notices/notice.ts';
import type { Purpose } from '../../shared/notices/purpose.ts';

/** One notice as a school board reads it. Counts only; no person is in here. */
export interface NoticeReport {
  readonly noticeId: string;
  readonly purpose: Purpose;
  /** What it was about, in the district's words, e.g. `evacuate-gas-leak`. */
  readonly messageName: string;
  /** Who answered for it that words of our lists are about the emergency alone. */
  readonly wordsChecked?: WordsChecked;
  readonly audience: string;
  readonly raisedAt: string;
  readonly state: string;
  readonly planned: number;
  readonly finals: Readonly<Partial<Record<FinalState, number>>>;
  /** Calls that are in no final state yet; 0 once the notice is closed. */
  readonly open: number;
  readonly refusals: readonly {
    readonly rule: string;
    readonly words: string;
    readonly citation: string;
    readonly count: number;
  }[];
  /** Last outcome of every number that rang. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Rings placed, retries included. */
  readonly rings: number;
  /** Seconds from raising to each number's first pick-up, ascending. */
  readonly reachedAfterSeconds: readonly number[];
  readonly keys: Readonly<Partial<Record<string, number>>>;
}

export interface RosterReport {
  readonly file: string;
  readonly students: number;
  readonly contacts: number;
  readonly numbers: number;
  readonly problems: readonly {
    readonly file: string;
    readonly row: number;
    readonly column: string;
    readonly problem: string;
    readonly advice: string;
  }[];
}

export interface AttendanceReport {
  readonly file: string;
  readonly unexcused: number;
  readonly excused: number;
  readonly calls: number;
  /** For the clerk: codes the district has not mapped, and ids nobody knows. */
  readonly clerk: readonly { readonly row: number; readonly problem: string; readonly advice: string }[];
}

/** AWS requests and invocations, as the local cloud counted them, against the budget of a placed call (DESIGN §4). */
export interface BudgetReport {
  readonly placed: number;
  /** Numbers decided about and never dialed; the one write each of them took is taken off again below. */
  readonly silent: number;
  /** What the sweep costs each minute when nobody is called; not in the figures below. */
  readonly everyMinute: { readonly requests: number; readonly invocations: number };
  readonly requests: readonly { readonly caller: string; readonly operation: string; readonly count: number }[];
  readonly invocations: readonly { readonly name: string; readonly count: number }[];
}

export interface DayReport {
  readonly district: string;
  /** YYYY-MM-DD, the district's date. */
  readonly date: string;
  readonly timezone: string;
  readonly mode: 'rehearsal' | 'live';
  readonly roster: RosterReport | undefined;
  readonly attendance: AttendanceReport | undefined;
  readonly notices: readonly NoticeReport[];
  readonly budget: BudgetReport;
  readonly audit: {
    readonly records: number;
    readonly size: number;
    readonly root: string;
    readonly verdict: string;
    readonly findings: readonly string[];
  };
  /** Rings the telephone network saw against rings the audit trail knows. */
  readonly witness: { readonly rings: number; readonly placedRecords: number };
}

/** The budget of a placed call, DESIGN §4. */
export const BUDGET = { requests: 8, invocations: 1.3 } as const;

/** What each final state is called in front of people. */
export const FINAL_WORDS: Readonly<Record<FinalState, string>> = {
  confirmed: 'Confirmed by a key press',
  delivered: 'Delivered, unconfirmed',
  'not-delivered': 'Not delivered',
  refused: 'Not called: a rule forbids it',
  expired: 'Expired before it could ring',
  cancelled: 'Cancelled',
  'not-needed': 'Not needed: reached on another number',
  rehearsed: 'Rehearsal: would have rung',
};

/** Seconds until `share` (0–1) of `planned` numbers had picked up; undefined when fewer ever did. */
export function secondsUntilShare(reachedAfterSeconds: readonly number[], share: number): number | undefined {
  const needed = Math.max(1, Math.ceil(reachedAfterSeconds.length * share));
  return reachedAfterSeconds[needed - 1];
}

/** Adds up final states; equals `planned` when nobody was lost (P4). */
export function sumOfFinals(notice: Pick<NoticeReport, 'finals'>): number {
  return Object.values(notice.finals).reduce((sum, count) => sum + count, 0);
}
