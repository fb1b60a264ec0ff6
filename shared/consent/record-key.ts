import type { AuditDraft, AuditReceipt, AuditTrail } from '../audit/trail.ts';
import type { Call } from '../calls/call.ts';
import type { DistrictSettings } from '../district/settings.ts';
import { type NumberTrouble, openForNumbers, type TroublePorts } from '../office/number-trouble.ts';
import type { ConsentLedger } from './ledger.ts';
import { applyKey, type StopKey, type StopRecord, type StopScope } from './number-stops.ts';

/** Keys that mean something: 1 understood, 7 not my number, 8 only these calls, 9 all but emergencies. */
export const KEYS = ['1', '7', '8', '9'] as const;
export type Key = (typeof KEYS)[number];

export interface PressedKey {
  readonly call: Pick<Call, 'callId' | 'noticeId' | 'numberKey' | 'purpose' | 'basis'>;
  readonly attempt: number;
  readonly contactId: string;
  readonly key: Key;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
  /** `recovered`: found as Connect's contact attribute, because the function could not be reached at the time. */
  readonly source: 'key-press' | 'recovered';
  /** Function that records it. */
  readonly recordedBy: string;
}

export interface RecordKeyPorts {
  readonly audit: AuditTrail;
  readonly ledger: Pick<ConsentLedger, 'changeStops'>;
  /** A wrong number is work for the office. */
  readonly office: TroublePorts['office'];
  readonly settings: Pick<DistrictSettings, 'revokeAllFrom'>;
}

/**
 * Makes a pressed key last. In this order, so that each record is true when it is written: that the key was pressed; the stop
 * itself on the number's list (47 CFR 64.1200(d)(3): at the time of the request); that it stands there; and, after a 7, that the
 * office must find the right number.
 * Idempotent on (callId, attempt, key, source). If it dies between any two, doing all of it again finishes it; the key is also a
 * contact attribute at Connect by then, so record-outcome does.
 * Durable when it resolves: all of them.
 * @throws TryAgain when S3, KMS or DynamoDB did not answer; EnvelopeForged when the list does not open (it is not written over).
 */
export async function recordKey(ports: RecordKeyPorts, pressed: PressedKey): Promise<void> {
  const { call, key } = pressed;
  const [receipt] = await ports.audit.write(call.noticeId, [pressedRecord(pressed)]);
  if (key === '1') return;
  // If we die here: the record says the key was pressed, and the next delivery or the recovery puts it on the list.
  let kept: StopRecord | undefined;
  await ports.ledger.changeStops(call.numberKey, (record) => {
    kept = applyKey(record, key, { ...pressOf(pressed), revokeAllFrom: ports.settings.revokeAllFrom });
    return kept;
  });
  // If we die here: the stop is obeyed already, and the same recovery writes the record of it.
  const refs = receipt === undefined ? [] : [receipt.leafHash];
  const [stopped] = await ports.audit.write(call.noticeId, [stopRecord(pressed, key, refs, kept)]);
  // If we die here: the number rings for nobody, and the same recovery puts it on the office's list.
  if (key === '7') await openForNumbers({ trail: ports.audit, office: ports.office }, [troubleOf(pressed, stopped)]);
}

function troubleOf({ call, attempt, at }: PressedKey, stopped: AuditReceipt | undefined): NumberTrouble {
  const { callId, noticeId, numberKey } = call;
  const refs = stopped === undefined ? {} : { refs: [stopped.leafHash] };
  return { kind: 'not-my-number', numberKey, cause: { id: `${callId}.${attempt}.7`, at, noticeId, callId, ...refs } };
}

function pressOf({ call, attempt, at, source, recordedBy }: PressedKey) {
  return { callId: call.callId, attempt, purpose: call.purpose, basis: call.basis, at, source, recordedBy };
}

function pressedRecord({ call, attempt, contactId, key, at, source }: PressedKey): AuditDraft {
  const id = `${call.callId}.${attempt}.key.${key}${bySource(source)}`;
  return { kind: 'key.pressed', id, at, notice: call.noticeId, call: call.callId, attempt, facts: { key, contactId, source } };
}

/** What the function had begun to tell, the recovery tells again in its own words: two records, and no contradiction. */
function bySource(source: PressedKey['source']): string {
  return source === 'recovered' ? '.recovered' : '';
}

function stopRecord(pressed: PressedKey, key: StopKey, refs: readonly string[], kept: StopRecord | undefined): AuditDraft {
  const { call, attempt, at, source } = pressed;
  const stop = kept?.stops.find(({ id }) => id === `${call.callId}#${attempt}#${key}`);
  return {
    kind: 'optout.recorded',
    id: `${call.callId}.${attempt}.optout.${key}${bySource(source)}`,
    at,
    notice: call.noticeId,
    call: call.callId,
    attempt,
    refs,
    facts: {
      key,
      source,
      basis: call.basis ?? 'unknown',
      requested: stop === undefined ? 'unknown' : scopeName(stop.requested),
      effective: stop === undefined ? 'unknown' : scopeName(stop.effective),
    },
  };
}

/** `purpose:event`, `all-but-emergencies`, `emergencies`, `wrong-number`. */
export function scopeName(scope: StopScope): string {
  return scope.kind === 'purpose' ? `purpose:${scope.purpose}` : scope.kind;
}
