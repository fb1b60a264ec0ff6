import { pause } from '../shared/aws/pause.ts';
import type { Purpose } from '../shared/notices/purpose.ts';
import type { Rejection } from '../shared/notices/rejection.ts';
import { CommandRefused } from './command.ts';
import type { District } from './machine/district.ts';
import type { RejectionFound } from './machine/rejections.ts';

/** How a raised notice began: taken, with the numbers planned once that is known, or nothing heard of it in time. */
export type Beginning =
  /** `heldTo`: what its words made of it, where that is more than it was raised as. */
  | { readonly kind: 'taken'; readonly planned?: number; readonly heldTo?: Purpose; readonly weekSpent?: number }
  | { readonly kind: 'silence' };

const OF_AN_EMERGENCY =
  'An emergency of which every word is about the emergency goes out as it is: the same command with --words-checked "YOUR NAME"';

/** What to try, by the code of the rejection. The sentence with the district's own names is on its bus. */
const ATTEMPTS: Readonly<Partial<Record<Rejection['code'], string>>> = {
  SCHOOL_UNKNOWN: 'use the id of a school as it stands under "schools" in the district\'s settings',
  MESSAGE_UNKNOWN: 'use a name that stands under "messages" in the district\'s settings, or your own words with --text',
  MESSAGE_OF_ANOTHER_PURPOSE: 'use the purpose that message was approved for, or another message',
  ABSENCE_FOR_STAFF: 'leave --staff out, or raise it for another purpose',
  EXPIRED_ALREADY: 'give a later --expires',
  EXPORT_STALE: 'have a new export taken (reports/roster/ says what became of the last ones); emergencies and closures go out',
  BLANK_UNFILLED: `fill it in; only {school} is filled by itself. ${OF_AN_EMERGENCY}`,
  CHILD_NAMED: 'say "your child" or "a student in your care", and let the family call back',
  PURPOSE_MIXED: `take out what is for sale, or raise it as what it is; one message is about one thing. ${OF_AN_EMERGENCY}`,
  INDIVIDUAL_CALLER_MISSING: 'use an approved message that has an individualCaller',
  TOO_LONG: 'shorten it; with all that is said around it a pass takes a minute at the most',
  LANGUAGE_MISSING: "add --text in the district's default language",
};

const EVERY_MS = 1_000;
/** An event is planned within two seconds or so; a whole district's families take longer. */
const PATIENCE_TURNS = 45;

/**
 * Waits until the district has taken the notice, or rejected it: whoever mistypes a school in an emergency must hear of it here.
 * @throws CommandRefused naming what was wrong
 */
export async function awaitTaken(
  noticeId: string,
  eventId: string,
  { notices, rejectionOf }: Pick<District, 'notices' | 'rejectionOf'>,
): Promise<Beginning> {
  let beginning: Beginning = { kind: 'silence' };
  for (let turn = 0; turn < PATIENCE_TURNS; turn += 1) {
    const notice = await notices.get(noticeId);
    if (notice !== undefined) {
      const heldTo = notice.declared === undefined ? {} : { heldTo: notice.purpose };
      const spent = notice.weekSpent === undefined ? {} : { weekSpent: notice.weekSpent };
      beginning = { kind: 'taken', ...heldTo, ...spent, ...(notice.planned === undefined ? {} : { planned: notice.planned }) };
      if (notice.state !== 'raised') return beginning;
    } else {
      const rejection = await rejectionOf(eventId);
      if (rejection !== undefined) throw rejected(rejection);
    }
    await pause(EVERY_MS);
  }
  return beginning;
}

function rejected({ code, field, word }: RejectionFound): CommandRefused {
  const words = `${code.toLowerCase().replaceAll('_', ' ')}${word === undefined ? '' : ` by the word "${word}"`}`;
  const known: Readonly<Record<string, string | undefined>> = ATTEMPTS;
  return new CommandRefused(
    `the notice was not taken: ${words} (${field}); nobody is called`,
    known[code] ?? 'correct it, and raise it again',
  );
}
