import { FINAL_STATES } from '../../shared/calls/call.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { runUntilSo } from './day-clock.ts';
import type { Stage } from './stage.ts';

const FINAL: ReadonlySet<string> = new Set(FINAL_STATES);

/** Follows a notice until every one of its calls has ended and the record says so, with a bar for whoever watches. */
export async function untilClosed(noticeId: string, limitMinutes: number, stage: Stage): Promise<Notice> {
  let bar: ReturnType<Stage['terminal']['progress']> | undefined;
  const notice = await runUntilSo(`notice ${noticeId} is closed`, limitMinutes, stage, async () => {
    const found = await stage.district.notices.get(noticeId);
    if (found === undefined || found.state === 'raised') return undefined;
    bar ??= stage.terminal.progress('numbers that have ended', found.planned ?? 0);
    if (found.state === 'closed') return found;
    if (!bar.live) return undefined;
    const open = await stage.district.calls.openOf(noticeId);
    bar.to((found.planned ?? 0) - open.filter(({ state }) => !FINAL.has(state)).length);
    return undefined;
  });
  bar?.to(notice.planned ?? 0);
  bar?.end();
  return notice;
}
