/** What became of a file that was imported. Counts only. */
export interface LedgerEntry {
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly key: string;
  /** What was rejected is judged again when it comes again: the settings may have changed. */
  readonly result: 'imported' | 'rejected';
  readonly counts: Readonly<Record<string, number>>;
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
  /** @param now RFC 3339 */
  takeTurn(turn: Turn, now: string): Promise<{ readonly kind: 'ours' } | { readonly kind: 'theirs'; readonly unit: string }>;
  /** False when somebody else has taken it. */
  keepTurn(turn: Turn): Promise<boolean>;
  endTurn(turn: Turn): Promise<void>;
}
