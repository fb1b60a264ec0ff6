import type { Call } from '../../shared/calls/call.ts';
import { hasFailed, release } from '../../shared/calls/release.ts';
import { isFinal } from '../../shared/calls/transitions.ts';
import { moveAll } from './move-all.ts';
import type { SweepPorts } from './ports.ts';

/**
 * Standbys whose people were reached on an earlier number are not needed any more; those whose earlier number failed are let
 * go, where whoever saw it fail has not done so. Chains resolve a link a sweep.
 */
export async function settleStandbys(ports: SweepPorts, open: readonly Call[]): Promise<void> {
  const standbys = open.filter(({ state }) => state === 'standby');
  const openIds = new Set(open.map(({ callId }) => callId));
  const over = standbys.flatMap(({ predecessors }) => predecessors.filter((id) => !openIds.has(id)));
  if (over.length === 0) return;
  const earlier = await ports.calls.get([...new Set(over)]);
  const failed = standbys.filter(({ predecessors }) => predecessors.some((id) => failedAt(earlier.get(id))));
  const reached = standbys.filter(({ predecessors }) => predecessors.every((id) => reachedAt(earlier.get(id))));
  await release(ports, failed);
  await moveAll(ports.calls, reached, () => ({ kind: 'end', state: 'not-needed' }));
}

const failedAt = (call: Call | undefined): boolean => call !== undefined && hasFailed(call);
const reachedAt = (call: Call | undefined): boolean => call !== undefined && isFinal(call) && !hasFailed(call);
