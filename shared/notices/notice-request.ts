import { z } from 'zod';
import { PURPOSES } from './purpose.ts';

const schoolId = z.string().min(1).max(128);
const pseudonym = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'a student key: 22 letters, digits, - or _');
const noticeId = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'letters, digits, ".", "-", "_"; at most 64');

const audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('district') }),
  z.strictObject({ kind: z.literal('schools'), schools: z.array(schoolId).min(1) }),
  z.strictObject({
    kind: z.literal('grades'),
    schools: z.array(schoolId).min(1),
    grades: z.array(z.string().min(1).max(16)).min(1),
  }),
  z.strictObject({ kind: z.literal('students'), students: z.array(pseudonym).min(1) }),
  z.strictObject({ kind: z.literal('staff'), schools: z.array(schoolId).min(1).optional() }),
]);

const message = z.union([
  z.strictObject({ name: z.string().min(1).max(64) }),
  z.strictObject({ sealed: z.base64().max(200_000) }),
]);

/** Detail of `Notice Raised`. Ids and names of approved messages only: what lies in a bus and a queue is not secret. */
export const raisedDetail = z.strictObject({
  noticeId: noticeId.optional(),
  purpose: z.enum(PURPOSES),
  audience,
  message,
  raisedBy: z.string().min(1).max(128),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  /** Whoever raises an emergency has looked at its words and answers for it that they are about nothing else. */
  wordsChecked: z
    .strictObject({
      /** A login or a role, as in `raisedBy`. */
      by: z.string().min(1).max(128),
      /** Hex SHA-256 of the person's name. */
      note: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'the SHA-256 of a name, 64 hex digits')
        .optional(),
    })
    .optional(),
  /** Of an absence: the school day. */
  absenceDay: z.iso.date().optional(),
});
export type RaisedDetail = z.infer<typeof raisedDetail>;

/** Detail of `Notice Cancelled`. */
export const cancelledDetail = z.strictObject({ noticeId, cancelledBy: z.string().min(1).max(128) });

/** A message of the notices queue, as the rule's input transformer writes it. */
export const noticeMessage = z.object({
  type: z.enum(['raised', 'cancelled']),
  id: z.string().min(1),
  time: z.iso.datetime({ offset: true }),
  detail: z.record(z.string(), z.unknown()),
});
export type NoticeMessage = z.infer<typeof noticeMessage>;
