import type { Call } from '../../shared/calls/call.ts';
import { finalRecord } from '../../shared/calls/records.ts';
import { isInFlight } from '../../shared/calls/transitions.ts';
import { writeRecords } from '../../shared/calls/write-records.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { moveAll } from './move-all.ts';
import type { SweepPorts } from './ports.ts';

/** Lines of one audit object; far below what S3 and a reader's memory bear. */
const RECORDS_AT_ONCE = 500;

/** Ends the calls of a cancelled or expired notice, but for those that may be ringing. True when the notice is such a one. */
export async function endWhatMayNotRing(ports: SweepPorts, notice: Notice, open: readonly Call[]): Promise<boolean> {
  const state = endOf(notice, ports.clock.now().toISOString());
  if (state === undefined) return false;
  const waiting = open.filter((call) => !isInFlight(call));
  const ended = await moveAll(ports.calls, waiting, () => ({ kind: 'end', state }));
  await tellEnds(ports, ended);
  return true;
}

/** Records of ends that no ring brought about. */
export async function tellEnds({ clock, trail }: SweepPorts, ended: readonly Call[]): Promise<void> {
  const at = clock.now().toISOString();
  for (let from = 0; from < ended.length; from += RECORDS_AT_ONCE) {
    const few = ended.slice(from, from + RECORDS_AT_ONCE);
    await writeRecords(
      trail,
      few.map((call) => finalRecord(call, at)),
    );
  }
}

function endOf({ state, expiresAt }: Notice, now: string): 'cancelled' | 'expired' | undefined {
  if (state === 'cancelled') return 'cancelled';
  return expiresAt <= now ? 'expired' : undefined;
}
