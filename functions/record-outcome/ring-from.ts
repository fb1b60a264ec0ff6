import type { Ring } from '../../shared/calls/call-book.ts';
import { noticeIdOf } from '../../shared/calls/call-id.ts';

/** Whose ring a contact is, from the attributes it was begun with; undefined where it is none of ours. */
export function ringFrom(contactId: string, { callId, attempt }: Readonly<Record<string, string>>): Ring | undefined {
  if (callId === undefined || attempt === undefined || noticeIdOf(callId) === '') return undefined;
  return { contactId, callId, attempt: Number(attempt) };
}
