import type { Call } from '../../shared/calls/call.ts';
import type { CallBook } from '../../shared/calls/call-book.ts';
import { type CallEvent, step } from '../../shared/calls/transitions.ts';

const SIDE_BY_SIDE = 16;

/** Lets the same thing happen to many calls; those that somebody else moved meanwhile are left out. */
export async function moveAll(
  book: Pick<CallBook, 'move'>,
  calls: readonly Call[],
  eventFor: (call: Call) => CallEvent,
): Promise<readonly Call[]> {
  const moved: Call[] = [];
  for (let from = 0; from < calls.length; from += SIDE_BY_SIDE) {
    const few = calls.slice(from, from + SIDE_BY_SIDE);
    const after = await Promise.all(
      few.map(async (call) => {
        const next = step(call, eventFor(call));
        if (next.kind === 'refused' || (await book.move(call, next.call)) === 'lost') return undefined;
        return next.call;
      }),
    );
    moved.push(...after.filter((call) => call !== undefined));
  }
  return moved;
}
