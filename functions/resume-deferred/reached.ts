import type { Notice } from '../../shared/notices/notice.ts';
import type { SweepPorts } from './ports.ts';

const ALARM_AFTER_MS = 60_000;

/** Counts each minute in which an emergency, a minute old or older, has reached nobody yet: the district is alarmed by it. */
export async function watchReached(ports: SweepPorts, { noticeId, purpose, raisedAt, reached }: Notice): Promise<void> {
  if (purpose !== 'emergency' || reached === true) return;
  if (ports.clock.now().getTime() - Date.parse(raisedAt) < ALARM_AFTER_MS) return;
  const calls = await ports.calls.allOf(noticeId);
  const someone = calls.some(({ state, key }) => state === 'delivered' || state === 'confirmed' || key !== undefined);
  if (someone) await ports.notices.noteReached(noticeId);
  else if (calls.length > 0) ports.measures.count('NobodyReached60s');
}
