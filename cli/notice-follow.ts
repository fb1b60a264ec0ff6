import { pause } from '../shared/aws/pause.ts';
import { FINAL_STATES, type FinalState } from '../shared/calls/call.ts';
import type { HeardIn } from '../shared/notices/heard-in.ts';
import type { Notice, WordsChecked } from '../shared/notices/notice.ts';
import { type DeadlineReport, deadlineReport } from '../shared/office/duty.ts';
import { CommandRefused, type ExitCode } from './command.ts';
import type { District } from './machine/district.ts';
import type { Terminal } from './machine/terminal.ts';
import { checkedWords } from './report/words.ts';

export interface NoticeStatus {
  readonly noticeId: string;
  readonly purpose: string;
  readonly state: string;
  readonly planned: number;
  readonly open: number;
  readonly finals: Readonly<Record<string, number>>;
  /** Who answered for it that these words are about the emergency alone. */
  readonly wordsChecked?: WordsChecked;
  /** How families of each language hear it; absent of notices from before this was kept. */
  readonly heard?: HeardIn;
  /** Of an absence, once closed: how the deadline of the law was met, where there is one. */
  readonly deadlines?: DeadlineReport;
}

const isFinal = (state: string): state is FinalState => FINAL_STATES.some((final) => final === state);

/** @throws CommandRefused when there is no such notice (yet) */
export async function statusOf(
  noticeId: string,
  { notices, calls, office }: Pick<District, 'notices' | 'calls' | 'office'>,
): Promise<NoticeStatus> {
  const notice: Notice | undefined = await notices.get(noticeId);
  if (notice === undefined)
    throw new CommandRefused(
      `there is no notice ${noticeId}`,
      'check the id; one raised by an event needs a second, and a rejected one is told of on the district bus',
    );
  const all = await calls.allOf(noticeId);
  const finals: Record<string, number> = {};
  for (const { state } of all) if (isFinal(state)) finals[state] = (finals[state] ?? 0) + 1;
  return {
    noticeId,
    purpose: notice.purpose,
    state: notice.state,
    planned: notice.planned ?? all.length,
    open: all.filter(({ state }) => !isFinal(state)).length,
    finals,
    ...(notice.wordsChecked === undefined ? {} : { wordsChecked: notice.wordsChecked }),
    ...(notice.heard === undefined ? {} : { heard: notice.heard }),
    ...(notice.deadlines === undefined
      ? {}
      : { deadlines: deadlineReport(notice.deadlines, await office.find(notice.deadlines.tasks)) }),
  };
}

export function sayStatus(status: NoticeStatus, terminal: Terminal): void {
  terminal.line(
    `${status.noticeId}: ${status.purpose}, ${status.state}, ${status.planned} numbers planned, ${status.open} still open`,
  );
  for (const [state, count] of Object.entries(status.finals)) terminal.soft(`${count} ${state}`);
  if (status.wordsChecked !== undefined) terminal.line(`  ${checkedWords(status.wordsChecked)}`);
  if (status.heard !== undefined) terminal.soft(`heard: ${heardWords(status.heard)}`);
  if (status.deadlines !== undefined) terminal.line(`  ${deadlineWords(status.deadlines)}`);
  terminal.result(status);
}

/** `en spoken; vi recorded, in en around it`. */
export function heardWords(heard: HeardIn): string {
  return Object.entries(heard)
    .map(([language, how]) => `${language} ${how}`)
    .join('; ');
}

function deadlineWords({ obliged, byCall, byPerson, late, open }: DeadlineReport): string {
  return `deadline of the law: ${obliged} pupils; told in time by a call ${byCall}, by a person ${byPerson}; late ${late}; still open ${open}`;
}

const EVERY_MS = 2_000;
const PATIENCE_TURNS = 450;

/**
 * Shows how a notice goes until it is closed; after a quarter of an hour it says so and leaves.
 * @throws CommandRefused when there is no such notice
 */
export async function followNotice(noticeId: string, district: District, terminal: Terminal): Promise<ExitCode> {
  let status = await statusOf(noticeId, district);
  let bar: ReturnType<Terminal['progress']> | undefined;
  for (let turn = 0; turn < PATIENCE_TURNS && status.state !== 'closed'; turn += 1) {
    if (status.state !== 'raised') {
      bar ??= terminal.progress('numbers in a final state', status.planned);
      bar.to(status.planned - status.open);
    }
    await pause(EVERY_MS);
    status = await statusOf(noticeId, district);
  }
  bar?.to(status.planned - status.open);
  bar?.end();
  sayStatus(status, terminal);
  if (status.state === 'closed') return 0;
  terminal.bad('it is still going on; look again with notice status');
  return 3;
}
