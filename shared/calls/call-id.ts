import { createHash } from 'node:crypto';

/** Length of the part after the last dot: 96 bits. */
const DIGEST_LENGTH = 16;

/**
 * The id of the call that takes one notice to one number. Derived, so that planning the same notice twice meets itself.
 * @param numberKey pseudonym of the number
 */
export function callIdOf(noticeId: string, numberKey: string): string {
  const digest = createHash('sha256').update(`${noticeId}\0${numberKey}`, 'utf8').digest('base64url');
  return `${noticeId}.${digest.slice(0, DIGEST_LENGTH)}`;
}

/** The notice a call belongs to: what stands before the last dot (a notice id may contain dots, the digest cannot). */
export function noticeIdOf(callId: string): string {
  return callId.slice(0, callId.lastIndexOf('.'));
}

/** How Connect knows one attempt: the contact's `Name`, by which an uncertain ring is looked for. No personal data. */
export function ringName(callId: string, attempt: number): string {
  return `${callId}#${attempt}`;
}
