import { TryAgain } from '../faults/fault.ts';
import type { Call } from './call.ts';
import type { CallBook } from './call-book.ts';
import { step } from './transitions.ts';

/** Others changed the call each time we tried to. */
export class CallContended extends TryAgain<{ callId: string }> {
  readonly code = 'CALL_CONTENDED';
}

const TRIES = 4;

/**
 * Notes on the call which key was pressed in this attempt. A call that has ended meanwhile keeps its end: the key is on
 * record either way.
 * @throws CallContended
 */
export async function markKey(
  calls: Pick<CallBook, 'get' | 'move'>,
  call: Call,
  pressed: { readonly key: string; readonly contactId: string },
): Promise<void> {
  let before = call;
  for (let round = 1; round <= TRIES; round += 1) {
    const moved = step(before, { kind: 'press', ...pressed });
    if (moved.kind === 'refused') return;
    if ((await calls.move(before, moved.call)) === 'moved') return;
    const again = (await calls.get([call.callId])).get(call.callId);
    if (again === undefined || again.attempt !== call.attempt || again.key === pressed.key) return;
    before = again;
  }
  throw new CallContended(
    'the call changed under every attempt to mark it',
    { callId: call.callId },
    'It is recovered from Connect.',
  );
}
