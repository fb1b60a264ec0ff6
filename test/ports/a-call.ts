import type { Call } from '../../shared/calls/call.ts';
import { callIdOf } from '../../shared/calls/call-id.ts';
import type { Notice } from '../../shared/notices/notice.ts';

/** 05:40 before school in Chicago. */
export const START = '2026-11-24T16:15:00.000Z';

/** An open emergency for one school; a test states only what matters to it. */
export function aNotice(over: Partial<Notice> = {}): Notice {
  return {
    noticeId: 'gas-leak',
    purpose: 'emergency',
    audience: { kind: 'schools', schools: ['lincoln'] },
    messageName: 'gas-leak',
    state: 'open',
    raisedBy: 'principal:lincoln',
    raisedAt: START,
    expiresAt: '2026-11-24T18:15:00.000Z',
    ...over,
  };
}

/** A planned call of `aNotice` to one number of one contact. */
export function aCall(over: Partial<Call> = {}): Call {
  const { noticeId = 'gas-leak', numberKey = 'number-ana' } = over;
  return {
    callId: callIdOf(noticeId, numberKey),
    noticeId,
    purpose: 'emergency',
    numberKey,
    recipients: [{ contactKey: 'contact-ana', students: ['student-leo'] }],
    state: 'planned',
    attempt: 0,
    predecessors: [],
    due: '2026-11-24T16:30:00.000Z',
    version: 1,
    ...over,
  };
}
