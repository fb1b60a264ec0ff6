/**
 * What can go wrong, sorted by what the caller must do. A handler knows only the three middle classes; each case that a
 * district can meet is a class of its own below one of them, kept beside the code that raises it.
 *
 * Decisions (a refusal, a lost race) are values, never faults.
 */
abstract class Fault<Where extends object = object> extends Error {
  /** Stable, for logs and tests, e.g. `LINE_BUSY`. */
  abstract readonly code: string;
  /** Where it happened: ids, file, row, column. Never personal data. */
  readonly where: Where;
  /** What the person who reads this can do about it, one sentence. */
  readonly suggestion: string;

  constructor(message: string, where: Where, suggestion = '', options?: ErrorOptions) {
    super(message, options);
    this.where = where;
    this.suggestion = suggestion;
    this.name = new.target.name;
  }
}

/** Nothing happened and the same request may succeed later: give the message back to its queue. */
export abstract class TryAgain<Where extends object = object> extends Fault<Where> {}

/** Nothing is wrong, and it is too early: the message comes back in so many seconds, at most 12 hours, and nobody is alarmed. */
export abstract class NotYet<Where extends { readonly seconds: number }> extends TryAgain<Where> {}

/** Nothing happened and repeating cannot help: record it, report it, take the message out of the queue. */
export abstract class GiveUp<Where extends object = object> extends Fault<Where> {}

/** It may have happened. Never repeat the act blindly: record the doubt, and let a sweeper ask. */
export abstract class StateUnknown<Where extends object = object> extends Fault<Where> {}

export type { Fault };
