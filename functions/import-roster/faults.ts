import { NotYet, TryAgain } from '../../shared/faults/fault.ts';

/** Another export is being imported; this one comes back when its message does. */
export class AnotherImport extends TryAgain<{ key: string }> {
  readonly code = 'ANOTHER_IMPORT';
}

/** A delta came before its turn: an earlier export is still in the queue. */
export class EarlierExportFirst extends TryAgain<{ key: string; earlier: string }> {
  readonly code = 'EARLIER_EXPORT_FIRST';
}

/** The invocation ends soon, and the import goes on in the next: what is written is not written again. */
export class OutOfTime extends TryAgain<{ key: string }> {
  readonly code = 'OUT_OF_TIME';
}

/** Our turn was over and somebody else took over: whatever we have not written, they write. */
export class TurnLost extends TryAgain<{ key: string }> {
  readonly code = 'TURN_LOST';
}

/** The other half is not there, and its job may be under way. */
export class HalfMissing extends NotYet<{ key: string; seconds: number }> {
  readonly code = 'HALF_MISSING';
}

/** Tonight's other half is still awaited. */
export class HalfOfAnotherNight extends NotYet<{ key: string; seconds: number }> {
  readonly code = 'HALF_OF_ANOTHER_NIGHT';
}
