import type { Leftover } from '../calls/call-book.ts';
import type { DeadlineCounts } from '../office/duty.ts';
import type { Notice, NoticeState } from './notice.ts';
import type { Lane } from './purpose.ts';

/** What a planning found out. */
export interface PlannedCounts {
  readonly planned: number;
  /** People left out because they had their calls of the week. */
  readonly weekSpent: number;
}

/** The right to plan a notice; whoever holds it, and only they, may write its calls. */
export interface Planning {
  readonly planner: string;
  /** RFC 3339: after this moment another may take over. */
  readonly until: string;
}

/** How a notice ended, by final state of its calls. */
export type Counts = Readonly<Record<string, number>>;

/** All notices. Reads are strongly consistent. */
export interface NoticeBook {
  get(noticeId: string): Promise<Notice | undefined>;
  /** The sealed message, for whoever must speak it. */
  sealedMessage(noticeId: string): Promise<Uint8Array | undefined>;
  /** Writes a new notice in state `raised` with its sealed message, unless there is one of that id. */
  create(notice: Notice, sealedMessage: Uint8Array, planning: Planning): Promise<'created' | 'exists'>;
  /** Takes over a planning whose time is up at `now`. */
  takeOver(noticeId: string, planning: Planning, now: string): Promise<'ours' | 'theirs'>;
  /** Gives the planning up, so that the next delivery need not wait. */
  giveUp(noticeId: string, planning: Planning): Promise<void>;
  /** Puts the notice on the list of those that are not closed. */
  list(noticeId: string, lane: Lane): Promise<void>;
  /** From `raised` to `open`; lost when it was cancelled or taken over meanwhile. */
  open(noticeId: string, known: PlannedCounts, planning: Planning): Promise<'opened' | 'lost'>;
  /** From `raised` or `open` to `cancelled`. `over`: it is in another state already. */
  cancel(noticeId: string, at: string): Promise<'cancelled' | 'over' | 'unknown'>;
  /** Notes that somebody was reached, so that nobody asks again. */
  noteReached(noticeId: string): Promise<void>;
  /** To `closed`, and off the list. `deadlines`: what is known of them; absent, what was written before stays. */
  close(noticeId: string, from: NoticeState, counts: Counts, deadlines?: DeadlineCounts): Promise<void>;
  /**
   * What a sweep must look at: notices that are not closed, and contacts with something left to do.
   * @param which `urgent`: without the routine notices, but for those that were cancelled
   */
  toSweep(which: 'all' | 'urgent'): Promise<{ readonly notices: readonly Notice[]; readonly leftovers: readonly Leftover[] }>;
}

/** What is told on the bus to whoever raised a notice. Ids, codes and counts only. */
export interface NoticeBus {
  publish(type: 'Notice Planned' | 'Notice Rejected' | 'Notice Closed', detail: Readonly<Record<string, unknown>>): Promise<void>;
}
