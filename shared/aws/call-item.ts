import type { Call } from '../calls/call.ts';
import { noticeIdOf } from '../calls/call-id.ts';
import { isFinal } from '../calls/transitions.ts';
import type { Item, Key } from './dynamo-batches.ts';

/** Days an item is kept after its notice has expired; then the table forgets it (the audit trail does not). */
const KEEP_DAYS = 30;
const DAY_S = 86_400;

export function callKey(callId: string): Key {
  return { pk: `NOTICE#${noticeIdOf(callId)}`, sk: `CALL#${callId}` };
}

export function noticeKey(noticeId: string): Key {
  return { pk: `NOTICE#${noticeId}`, sk: 'NOTICE' };
}

/** Lies beside the list of open notices, so that a sweep finds both with one query. */
export function leftoverKey(contactId: string): Key {
  return { pk: 'NOTICES', sk: `CONTACT#${contactId}` };
}

/** Epoch seconds after which the table may forget an item. @param expiresAt of the notice, RFC 3339 */
export function forgetAfter(expiresAt: string): number {
  return Math.ceil(Date.parse(expiresAt) / 1_000) + KEEP_DAYS * DAY_S;
}

/** The item of a call; an open call stands in the index `open`, a final one does not. */
export function callItem(call: Call): Item {
  return { ...callKey(call.callId), ...call, ...(isFinal(call) ? {} : { openIn: call.noticeId }) };
}

export function callOf(item: Item): Call {
  const { pk: _pk, sk: _sk, openIn: _openIn, expiresAtEpoch: _epoch, ...call } = item;
  // Only this adapter writes these items, from a Call.
  return call as unknown as Call;
}

const CHANGING = [
  'state',
  'attempt',
  'unrung',
  'due',
  'notBefore',
  'contactId',
  'basis',
  'outcome',
  'endedAt',
  'rule',
  'key',
  'listener',
  'version',
] as const satisfies readonly (keyof Call)[];

export interface Change {
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Readonly<Record<string, unknown>>;
}

/** The update that turns one state of a call's item into the next; who a call is for never changes. */
export function changeOf(before: Call, after: Call): Change {
  const fields = [...CHANGING.map((name) => [name, after[name], before[name]] as const), openInOf(before, after)];
  const changed = fields.filter(([, next, last]) => next !== last);
  const set = changed.filter(([, next]) => next !== undefined);
  const removed = changed.filter(([, next]) => next === undefined);
  const clauses = [
    set.length > 0 ? `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}` : '',
    removed.length > 0 ? `REMOVE ${removed.map(([name]) => `#${name}`).join(', ')}` : '',
  ];
  return {
    UpdateExpression: clauses.filter((clause) => clause !== '').join(' '),
    ExpressionAttributeNames: Object.fromEntries(changed.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(set.map(([name, next]) => [`:${name}`, next])),
  };
}

function openInOf(before: Call, after: Call): readonly ['openIn', string | undefined, string | undefined] {
  const openIn = (call: Call) => (isFinal(call) ? undefined : call.noticeId);
  return ['openIn', openIn(after), openIn(before)];
}
