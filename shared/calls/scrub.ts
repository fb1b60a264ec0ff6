import type { CallBook, Leftover } from './call-book.ts';
import type { ContactDesk } from './dialer.ts';

export interface ScrubPorts {
  readonly calls: Pick<CallBook, 'leaveForSweeper'>;
  readonly desk: Pick<ContactDesk, 'scrub'>;
}

/**
 * Erases numbers at Connect, which allows two a second: one after the other, until it says no. What is left goes on the
 * sweeper's list, and so does a contact whose key is still to be asked for.
 * Durable: each contact is scrubbed or listed.
 */
export async function scrubNow({ calls, desk }: ScrubPorts, contacts: readonly Leftover[]): Promise<void> {
  const left: Leftover[] = [];
  for (const contact of contacts) {
    const mayAsk = left.every(({ askForKey }) => askForKey) && !contact.askForKey;
    if (!mayAsk || (await desk.scrub(contact.contactId)) === 'later') left.push(contact);
  }
  if (left.length > 0) await calls.leaveForSweeper(left);
}
