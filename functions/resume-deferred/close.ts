import { finalEntry, rootOfSorted } from '../../shared/audit/tree.ts';
import type { Call, FinalState } from '../../shared/calls/call.ts';
import { finalRecord } from '../../shared/calls/records.ts';
import { isFinal } from '../../shared/calls/transitions.ts';
import { writeRecords } from '../../shared/calls/write-records.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import type { SweepPorts } from './ports.ts';
import { tellOffice } from './tell-office.ts';

/** A planning that was cut short by a cancellation may still be writing until then. */
const PLANNING_OVER_MS = 600_000;

/** Ends that a sweep brings about. Told here and not at once, so that a sweep that dies in between leaves none untold. */
const SWEPT: readonly string[] = ['not-needed', 'expired', 'cancelled'] satisfies readonly FinalState[];
/** Lines of one audit object; far below what S3 and a reader's memory bear. */
const RECORDS_AT_ONCE = 500;

/**
 * Closes a notice when each of its calls is final (P4): the record with the counts and the root over calls and final states
 * first, then the state, then the event to the sender. Nothing happens while one is open.
 */
export async function closeIfOver(ports: SweepPorts, notice: Notice): Promise<void> {
  const { noticeId, raisedAt, planned, state } = notice;
  const now = ports.clock.now();
  if (state === 'closed') return ports.notices.close(noticeId, state, notice.counts ?? {});
  if (planned === undefined && now.getTime() < Date.parse(raisedAt) + PLANNING_OVER_MS) return;
  const calls = await ports.calls.allOf(noticeId);
  if (!calls.every(isFinal)) return;
  const swept = calls.filter(({ state: end }) => SWEPT.includes(end));
  await tellEnds(ports, swept, now.toISOString());
  const deadlines = await tellOffice(ports, notice, calls);
  const counts = countsOf(calls);
  const root = rootOfSorted(calls.map(({ callId, state: final }) => finalEntry(callId, final)));
  const facts = { counts, planned: calls.length, root };
  await ports.trail.write(noticeId, [
    { kind: 'notice.closed', id: `${noticeId}.closed`, at: now.toISOString(), notice: noticeId, facts },
  ]);
  // If we die here: the next sweep writes the same record again, under the same id.
  await ports.bus.publish('Notice Closed', { noticeId, counts });
  await ports.notices.close(noticeId, state, counts, deadlines);
}

async function tellEnds({ trail }: SweepPorts, ended: readonly Call[], at: string): Promise<void> {
  for (let from = 0; from < ended.length; from += RECORDS_AT_ONCE) {
    const few = ended.slice(from, from + RECORDS_AT_ONCE);
    await writeRecords(
      trail,
      few.map((call) => finalRecord(call, at)),
    );
  }
}

function countsOf(calls: readonly Call[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of calls) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
