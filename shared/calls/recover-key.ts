import { KEYS, type RecordKeyPorts, recordKey } from '../consent/record-key.ts';
import type { Call } from './call.ts';

/**
 * Carries out a key that the flow put on the contact and whose function then failed (AUDIT.md, "On keys 7, 8, 9"). Harmless
 * where the function did its work after all: the stop has the same id, and the records say that they tell of a recovery.
 * Durable: key, stop and their records, when this resolves. A key that means nothing is passed over.
 * @param at RFC 3339: when the call ended, the nearest known moment to the key
 */
export async function recoverKey(
  ports: RecordKeyPorts,
  call: Call,
  attempt: number,
  contactId: string,
  pressed: string,
  at: string,
): Promise<void> {
  const key = KEYS.find((one) => one === pressed);
  if (key === undefined) return;
  await recordKey(ports, { call, attempt, contactId, key, at, source: 'recovered', recordedBy: 'record-outcome' });
}
