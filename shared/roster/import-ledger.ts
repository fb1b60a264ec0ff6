import type { ExportChain } from './export-chain.ts';

/** What became of a file that was imported. Counts only. */
export interface LedgerEntry {
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly key: string;
  /** What was rejected or held is judged again when it comes again: the settings may have changed, or a person have looked. */
  readonly result: 'imported' | 'rejected' | 'held';
  readonly counts: Readonly<Record<string, number>>;
}

/** A named person's yes to one export, in these bytes and no others. */
export interface Approval {
  /** A login, e.g. `cli:dana`. */
  readonly by: string;
  /** Whose yes it is, sealed: a name has no place in the clear. */
  readonly name: Uint8Array;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** The export that was taken last: the next one is held against it. */
export interface LastTaken {
  readonly hash: string;
  /** RFC 3339 UTC: when its later half was uploaded. */
  readonly uploadedAt: string;
  /** RFC 3339 UTC: when its earlier half was; absent in what was noted before this was kept. */
  readonly earlierAt?: string;
  /** Of both files together; of a delta, with the bulk export it rests on in its place. */
  readonly bytes: number;
}

/** The right to change the book: one import at a time, or two would each give a new contact random ids of their own. */
export interface Turn {
  /** Hash of what is imported. */
  readonly unit: string;
  /** Message that brought it: the same message again, after a crash, goes on at once. */
  readonly message: string;
  /** RFC 3339: after this moment anybody may take the turn. */
  readonly until: string;
}

export interface ImportLedger {
  find(hash: string): Promise<LedgerEntry | undefined>;
  /** Durable when it resolves; what was imported is not imported again. */
  note(hash: string, entry: LedgerEntry): Promise<void>;
  approvalOf(hash: string): Promise<Approval | undefined>;
  approve(hash: string, approval: Approval): Promise<void>;
  lastTaken(): Promise<LastTaken | undefined>;
  noteTaken(taken: LastTaken): Promise<void>;
  /** What the next delta export rests on. */
  chain(): Promise<ExportChain>;
  noteChain(chain: ExportChain): Promise<void>;
  /** @param now RFC 3339 */
  takeTurn(turn: Turn, now: string): Promise<{ readonly kind: 'ours' } | { readonly kind: 'theirs'; readonly unit: string }>;
  /** False when somebody else has taken it. */
  keepTurn(turn: Turn): Promise<boolean>;
  endTurn(turn: Turn): Promise<void>;
}
