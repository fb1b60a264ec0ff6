import type { Notice } from '../notices/notice.ts';
import { forgetAfter, noticeKey } from './call-item.ts';
import type { Item } from './dynamo-batches.ts';

export function noticeItem(notice: Notice, sealed: Uint8Array): Item {
  return { ...noticeKey(notice.noticeId), ...notice, sealed, version: 1, expiresAtEpoch: forgetAfter(notice.expiresAt) };
}

/** The plain part of a notice; the sealed message stays out of it. */
export function noticeOf(item: Item): Notice {
  const { noticeId, purpose, audience, messageName, state, raisedBy, raisedAt, expiresAt } = item;
  const { declared, word, wordsChecked, absenceDay, heard, planned, weekSpent, reached, counts, deadlines } = item;
  const notice = { noticeId, purpose, audience, messageName, state, raisedBy, raisedAt, expiresAt };
  const known = Object.fromEntries(
    Object.entries({ declared, word, wordsChecked, absenceDay, heard, planned, weekSpent, reached, counts, deadlines }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  // Only this adapter writes these items, from a Notice.
  return { ...notice, ...known } as unknown as Notice;
}
