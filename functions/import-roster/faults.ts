import { TryAgain } from '../../shared/faults/fault.ts';

/** Another export is being imported; this one comes back when its message does. */
export class AnotherImport extends TryAgain<{ key: string }> {
  readonly code = 'ANOTHER_IMPORT';
}

/** Our time was up and somebody else took over: whatever we have not written, they write. */
export class TurnLost extends TryAgain<{ key: string }> {
  readonly code = 'TURN_LOST';
}
