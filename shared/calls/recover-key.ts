import type { AuditDraft } from '../audit/trail.ts';
import type { ConsentLedger } from '../consent/ledger.ts';
import { applyKey, type StopKey } from '../consent/number-stops.ts';
import type { Call } from './call.ts';

const STOP_KEYS: readonly string[] = ['7', '8', '9'] satisfies readonly StopKey[];

export function isStopKey(key: string): key is StopKey {
  return STOP_KEYS.includes(key);
}

/**
 * Carries out a key that the flow put on the contact and whose function then failed (AUDIT.md, "On keys 7, 8, 9"). Harmless
 * where the function did its work after all: the stop has the same id.
 * Durable: the stop, when this resolves; its records are for the caller to write.
 * @param at RFC 3339: when the call ended, the nearest known moment to the key
 */
export async function recoverKey(
  ledger: Pick<ConsentLedger, 'changeStops'>,
  call: Call,
  attempt: number,
  key: string,
  at: string,
): Promise<readonly AuditDraft[]> {
  const about = { notice: call.noticeId, call: call.callId, attempt, at };
  const facts = { key, source: 'recovered' };
  const pressed: AuditDraft = { ...about, kind: 'key.pressed', id: `${call.callId}.${attempt}.key.${key}.recovered`, facts };
  if (!isStopKey(key)) return [pressed];
  const { callId, purpose, basis } = call;
  const press = { callId, attempt, purpose, basis, at, recordedBy: 'record-outcome', source: 'recovered' } as const;
  const written = await ledger.changeStops(call.numberKey, (record) => applyKey(record, key, press));
  if (written === 'unchanged') return [pressed];
  return [pressed, { ...about, kind: 'optout.recorded', id: `${callId}.${attempt}.optout.${key}.recovered`, facts }];
}
