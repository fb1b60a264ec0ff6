import { z } from 'zod';
import { CommandRefused } from './command.ts';

/** A moment as an operator gives it: RFC 3339 with its offset. */
export const moment = z.iso.datetime({ offset: true, message: 'write a moment as RFC 3339, e.g. 2026-08-14T09:00:00-05:00' });

/**
 * A moment at which somebody did something, as RFC 3339 UTC; now where none is given. With a slip in the year, an agreement would
 * stand against every withdrawal until then.
 * @throws CommandRefused for one that has not come
 */
export function actedAt(dated: string | undefined, now: Date): string {
  const at = dated === undefined ? now : new Date(dated);
  // Of two machines that ask one clock, one may be a second behind.
  if (at.getTime() > now.getTime() + 60_000)
    throw new CommandRefused(`${dated} has not come yet`, 'write behind --dated when it was done', 2);
  return at.toISOString();
}
