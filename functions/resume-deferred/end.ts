import type { Call } from '../../shared/calls/call.ts';
import { isInFlight } from '../../shared/calls/transitions.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { moveAll } from './move-all.ts';
import type { SweepPorts } from './ports.ts';

/**
 * Ends the calls of a cancelled or expired notice, but for those that may be ringing; closing tells them. True when the notice
 * is such a one.
 */
export async function endWhatMayNotRing(ports: SweepPorts, notice: Notice, open: readonly Call[]): Promise<boolean> {
  const state = endOf(notice, ports.clock.now().toISOString());
  if (state === undefined) return false;
  const waiting = open.filter((call) => !isInFlight(call));
  await moveAll(ports.calls, waiting, () => ({ kind: 'end', state }));
  return true;
}

function endOf({ state, expiresAt }: Notice, now: string): 'cancelled' | 'expired' | undefined {
  if (state === 'cancelled') return 'cancelled';
  return expiresAt <= now ? 'expired' : undefined;
}
