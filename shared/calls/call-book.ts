import type { Notice } from '../notices/notice.ts';
import type { Call } from './call.ts';

/** One ring as Connect knows it. */
export interface Ring {
  readonly contactId: string;
  readonly callId: string;
  readonly attempt: number;
}

/** A contact that is over, with something left to do: its number to be erased, perhaps its key to be asked for first. */
export interface Leftover extends Ring {
  readonly askForKey: boolean;
}

/** The calls of all notices, as the functions see them. Reads are strongly consistent unless said otherwise. */
export interface CallBook {
  /** Calls by id; one that does not exist is absent. One request per hundred. */
  get(callIds: readonly string[]): Promise<ReadonlyMap<string, Call>>;
  /** The calls and the notices they belong to, in one request. */
  withNotices(callIds: readonly string[]): Promise<{
    readonly calls: ReadonlyMap<string, Call>;
    readonly notices: ReadonlyMap<string, Notice>;
  }>;
  /**
   * Makes one step durable, on the condition that the call still has the version and the state of `before`.
   * `lost`: somebody else moved it meanwhile, and nothing was written.
   */
  move(before: Call, after: Call): Promise<'moved' | 'lost'>;
  /**
   * Writes planned calls, 25 a request, over whatever is there. Only while their notice is `raised` and the planning is
   * ours: it would undo the progress of a call.
   */
  plan(calls: readonly Call[], expiresAt: string): Promise<void>;
  /** Removes calls of an earlier planning that was cut short. Same condition. */
  drop(callIds: readonly string[]): Promise<void>;
  /** Calls of a notice that are not final. Eventually consistent: a moment ago's truth. */
  openOf(noticeId: string): Promise<readonly Call[]>;
  allOf(noticeId: string): Promise<readonly Call[]>;
  /** Notes which contact is which attempt, findable both ways; one request for up to twelve rings. */
  noteRings(rings: readonly Ring[]): Promise<void>;
  /** Puts contacts on the sweeper's list, or takes them off it. */
  leaveForSweeper(leftovers: readonly Leftover[]): Promise<void>;
  sweptUp(contactIds: readonly string[]): Promise<void>;
  /** By contact id. */
  ringsOf(contactIds: readonly string[]): Promise<ReadonlyMap<string, Ring>>;
  /** Contact ids by `ringName(callId, attempt)`. */
  contactsOf(rings: readonly Pick<Ring, 'callId' | 'attempt'>[]): Promise<ReadonlyMap<string, string>>;
}
