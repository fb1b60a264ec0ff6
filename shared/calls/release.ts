import type { Clock } from '../clock/clock.ts';
import { laneOf } from '../notices/purpose.ts';
import type { Call, FinalState } from './call.ts';
import type { CallBook } from './call-book.ts';
import { LANE_GRACE_S, later } from './due.ts';
import type { Lanes } from './lanes.ts';
import { step } from './transitions.ts';

export interface ReleasePorts {
  readonly clock: Clock;
  readonly calls: Pick<CallBook, 'get' | 'move'>;
  readonly lanes: Lanes;
}

/** Ends after which the next number of the same people is tried. */
const FAILED: readonly string[] = ['not-delivered', 'refused'] satisfies readonly FinalState[];

/** Whoever had their calls of the week is not called on another number instead. */
export function hasFailed({ state, rule }: Pick<Call, 'state' | 'rule'>): boolean {
  return FAILED.includes(state) && rule !== 'cap.weekly';
}

/**
 * Lets go the calls that stood by for those of `ended` that reached nobody. Safe to repeat: one that was let go before and
 * has not been dialed is sent to its lane again.
 * Durable: each is `planned` and in its lane when this resolves.
 */
export async function releaseSuccessors(ports: ReleasePorts, ended: readonly Call[]): Promise<void> {
  const ids = ended.filter(hasFailed).flatMap(({ successors }) => successors ?? []);
  if (ids.length === 0) return;
  const standing = [...(await ports.calls.get([...new Set(ids)])).values()];
  await release(ports, standing);
}

/** Lets go those of `calls` that stand by, and sends on those that were let go and never dialed. */
export async function release({ clock, calls: book, lanes }: ReleasePorts, calls: readonly Call[]): Promise<void> {
  const released = await Promise.all(
    calls.map(async (call) => {
      if (call.state === 'planned' && call.attempt === 0) return call;
      const next = step(call, { kind: 'release', due: later(clock.now(), LANE_GRACE_S) });
      if (next.kind === 'refused') return undefined;
      return (await book.move(call, next.call)) === 'moved' ? next.call : undefined;
    }),
  );
  // If we die here: they are planned and in no lane; when their due time has passed, a sweeper sends them.
  const going = released.filter((call) => call !== undefined);
  for (const lane of ['urgent', 'routine'] as const) {
    const ids = going.filter(({ purpose }) => laneOf(purpose) === lane).map(({ callId }) => callId);
    if (ids.length > 0) await lanes.send(lane, ids);
  }
}
