import type { Clock } from '../../shared/clock/clock.ts';
import type { DistrictSettings } from '../../shared/district/settings.ts';
import { heardIn } from '../../shared/notices/heard-in.ts';
import { approvedMessage, openedMessage, unreadableMessage, type Worded } from '../../shared/notices/message-of.ts';
import type { Message, Notice } from '../../shared/notices/notice.ts';
import { type NoticeMessage, type RaisedDetail, raisedDetail } from '../../shared/notices/notice-request.ts';
import { laneOf } from '../../shared/notices/purpose.ts';
import {
  absenceForStaff,
  expiredAlready,
  exportStale,
  type Rejection,
  rejectionOf,
  unknownSchool,
} from '../../shared/notices/rejection.ts';
import { staleFor } from '../../shared/roster/export-age.ts';
import type { LastTaken } from '../../shared/roster/import-ledger.ts';

export interface TakePorts {
  readonly clock: Clock;
  readonly settings: DistrictSettings;
  /** Opens a message that came sealed for this notice; `forged` when it does not belong to it. */
  readonly openMessage: (noticeId: string, sealed: Uint8Array) => Promise<{ readonly opened: unknown } | 'forged'>;
  /** The export the contacts are from. */
  readonly lastExport: () => Promise<LastTaken | undefined>;
}

export type Taken =
  /** `staleDays`: how old the contacts are, where that would have refused anything less urgent. */
  | { readonly kind: 'taken'; readonly notice: Notice; readonly message: Message; readonly staleDays?: number }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

const MINUTE_MS = 60_000;

/** The id a notice will have: the sender's own, else the event's, which is the same in every delivery and replay. */
export function noticeIdFor({ id, detail }: NoticeMessage): string {
  const { noticeId } = detail;
  return typeof noticeId === 'string' ? noticeId : id;
}

/** Checks a raised notice against the settings, and finds its words. Changes nothing. */
export async function takeNotice(ports: TakePorts, raised: NoticeMessage): Promise<Taken> {
  const parsed = raisedDetail.safeParse(raised.detail);
  if (!parsed.success) return rejected(rejectionOf(parsed.error, raised.detail));
  const problem = audienceProblem(parsed.data, ports.settings);
  if (problem !== undefined) return rejected(problem);
  const worded = await wordsOf(ports, parsed.data);
  if (worded.kind === 'rejected') return worded;
  const { message, purpose } = worded;
  const heard = heardIn(message, purpose, ports.settings);
  const notice = { ...noticeFrom(parsed.data, worded, raised, ports.settings), heard };
  const over = expiredAlready(notice.expiresAt, ports.clock.now().toISOString());
  if (over !== undefined) return rejected(over);
  const { staleAfterDays } = ports.settings.exportLimits;
  const days = staleFor(await ports.lastExport(), ports.clock.now(), staleAfterDays);
  if (days === undefined) return { kind: 'taken', notice, message };
  return laneOf(purpose) === 'urgent'
    ? { kind: 'taken', notice, message, staleDays: days }
    : rejected(exportStale(days, staleAfterDays));
}

/** Lane, expiry and consent go by what its words hold it to, whatever was declared. */
function noticeFrom(
  detail: RaisedDetail,
  { purpose, word, wordsChecked }: Extract<Worded, { kind: 'message' }>,
  raised: NoticeMessage,
  { expiryMinutes }: DistrictSettings,
): Notice {
  const raisedAt = new Date(raised.time);
  const minutes = expiryMinutes[laneOf(purpose)];
  const expiresAt = detail.expiresAt ? new Date(detail.expiresAt) : new Date(raisedAt.getTime() + minutes * MINUTE_MS);
  return {
    noticeId: noticeIdFor(raised),
    purpose,
    ...(purpose === detail.purpose ? {} : { declared: detail.purpose }),
    ...(word === undefined ? {} : { word }),
    ...(wordsChecked === undefined ? {} : { wordsChecked }),
    audience: detail.audience,
    messageName: 'name' in detail.message ? detail.message.name : 'sealed',
    state: 'raised',
    raisedBy: detail.raisedBy,
    raisedAt: raisedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(detail.absenceDay === undefined ? {} : { absenceDay: detail.absenceDay }),
  };
}

function audienceProblem({ audience, purpose }: RaisedDetail, settings: DistrictSettings): Rejection | undefined {
  if (audience.kind === 'staff' && purpose === 'attendance') return absenceForStaff();
  const named = 'schools' in audience ? audience.schools : undefined;
  return named === undefined ? undefined : unknownSchool(named, settings);
}

async function wordsOf(ports: TakePorts, { message, noticeId, purpose, wordsChecked }: RaisedDetail): Promise<Worded> {
  if ('name' in message) return approvedMessage(message.name, purpose, ports.settings, wordsChecked);
  if (noticeId === undefined) return { kind: 'rejected', rejection: idMissing() };
  const found = await ports.openMessage(noticeId, Buffer.from(message.sealed, 'base64'));
  if (found === 'forged') return { kind: 'rejected', rejection: unreadableMessage() };
  return openedMessage(found.opened, purpose, ports.settings, wordsChecked);
}

function idMissing(): Rejection {
  return {
    code: 'NOTICE_ID_MISSING',
    field: 'noticeId',
    problem: 'A sealed message is sealed for one notice id, and the event has none.',
    suggestion: 'Send the id that the message was sealed for.',
  };
}

const rejected = (rejection: Rejection): Taken => ({ kind: 'rejected', rejection });
