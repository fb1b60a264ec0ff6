import type { Call } from '../../shared/calls/call.ts';
import type { CallBook } from '../../shared/calls/call-book.ts';
import { markKey } from '../../shared/calls/mark-key.ts';
import type { Clock } from '../../shared/clock/clock.ts';
import { KEYS, type Key, type RecordKeyPorts, recordKey } from '../../shared/consent/record-key.ts';
import { GiveUp } from '../../shared/faults/fault.ts';

export interface KeypressPorts extends RecordKeyPorts {
  readonly clock: Clock;
  readonly calls: Pick<CallBook, 'get' | 'move'>;
}

/** What the contact flow tells. `thanks` is handed back, because an answer replaces what the flow had under `$.External`. */
export interface Keypress {
  readonly contactId: string;
  readonly callId: string;
  readonly attempt: number;
  readonly key: string;
  readonly thanks: string;
}

/** A key of a call that is not in the table. */
export class CallUnknown extends GiveUp<{ callId: string; contactId: string; key: string }> {
  readonly code = 'CALL_UNKNOWN';
}

/** The flow sent a key that means nothing here. */
export class KeyUnknown extends GiveUp<{ callId: string; key: string }> {
  readonly code = 'KEY_UNKNOWN';
}

/**
 * Somebody pressed a key: records it, puts a stop on the number's list, marks the call. Durable, all of it, when this
 * answers; the flow hangs up then, or when this failed. Idempotent: Connect may ask twice.
 */
export async function record(
  ports: KeypressPorts,
  pressed: Keypress,
): Promise<{ readonly kept: 'yes'; readonly thanks: string }> {
  const { attempt, contactId } = pressed;
  const key = keyOf(pressed);
  const call = await callOf(ports, pressed);
  // Marking is the last step, so a call that is marked has everything before it. `attempt` is that of the ring, not of a later one.
  if (call.key !== key || call.attempt !== attempt) {
    const at = ports.clock.now().toISOString();
    const rung = call.attempt === attempt ? call : withoutBasis(call);
    await recordKey(ports, { call: rung, attempt, contactId, key, at, source: 'key-press', recordedBy: 'record-keypress' });
    // If we die here: all is recorded and obeyed; record-outcome marks the call from Connect's attribute.
    if (call.attempt === attempt) await markKey(ports.calls, call, { key, contactId });
  }
  return { kept: 'yes', thanks: pressed.thanks };
}

/** On what an earlier attempt rested is no longer known; then a stop is as wide as it can be. */
function withoutBasis({ basis: _basis, ...call }: Call): Call {
  return call;
}

function keyOf({ callId, key }: Keypress): Key {
  const known = KEYS.find((one) => one === key);
  if (known !== undefined) return known;
  throw new KeyUnknown('the contact flow sent a key that means nothing', { callId, key }, 'Deploy flow and function together.');
}

async function callOf(ports: KeypressPorts, { callId, contactId, key }: Keypress): Promise<Call> {
  const call = (await ports.calls.get([callId])).get(callId);
  if (call !== undefined) return call;
  const where = { callId, contactId, key };
  throw new CallUnknown(
    'a key was pressed in a call that is not in the table',
    where,
    'Look up the contact in Connect by its id.',
  );
}
