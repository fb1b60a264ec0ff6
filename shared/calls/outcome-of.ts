import type { Outcome } from './call.ts';

/** What is known of an attempt that has ended. Connect's words are open sets, so whatever text may come. */
export interface Evidence {
  /** Connect's `disconnectReason`. */
  readonly reason?: string;
  /** Connect's `AnsweringMachineDetectionStatus`; only on campaign traffic. */
  readonly amd?: string;
  /** Somebody or something picked up, where no reason says how it ended. */
  readonly pickedUp?: boolean;
  /** The key that was pressed. */
  readonly key?: string;
}

export interface Heard {
  readonly outcome: Outcome;
  /** Connect said something this table does not have: taken as a failure that may be retried, counted and shown. */
  readonly unheardOf?: string;
}

/** `disconnectReason` of voice contacts (AWS: contact record data model; AWS-REFERENCE §3). */
const BY_REASON: ReadonlyMap<string, Outcome> = tableOf({
  CUSTOMER_DISCONNECT: 'answered',
  THIRD_PARTY_DISCONNECT: 'answered',
  CONTACT_FLOW_DISCONNECT: 'answered',
  TELECOM_BUSY: 'busy',
  TELECOM_TIMEOUT: 'no-answer',
  TELECOM_ORIGINATOR_CANCEL: 'no-answer',
  TELECOM_UNANSWERED: 'no-answer',
  RING_NO_ANSWER: 'no-answer',
  TELECOM_NUMBER_INVALID: 'invalid-number',
  TELECOM_POTENTIAL_BLOCKING: 'blocked',
  TELECOM_PROBLEM: 'failed',
  OUTBOUND_DESTINATION_ENDPOINT_ERROR: 'invalid-number',
  OUTBOUND_RESOURCE_ERROR: 'failed',
  OUTBOUND_ATTEMPT_FAILED: 'failed',
  EXPIRED: 'failed',
  OTHER: 'failed',
  AGENT_DISCONNECT: 'failed',
  BARGED: 'failed',
  CUSTOMER_NEVER_ARRIVED: 'failed',
});

/** What the detector says about who picked up, and, on some dialers, about what the network said. */
const BY_DETECTOR: ReadonlyMap<string, Outcome> = tableOf({
  VOICEMAIL_BEEP: 'machine',
  VOICEMAIL_NO_BEEP: 'machine',
  FAX_MACHINE_DETECTED: 'failed',
  SIT_TONE_BUSY: 'busy',
  SIT_TONE_INVALID_NUMBER: 'invalid-number',
  SIT_TONE_DETECTED: 'failed',
  AMD_UNANSWERED: 'no-answer',
});

/**
 * How an attempt ended. A key decides alone: only a key proves a person, and 7 says that the number is not theirs.
 * Then the detector, where it is sure of a machine or a tone; then the reason. Nothing known at all is `failed`.
 */
export function outcomeOf({ reason, amd, key, pickedUp }: Evidence): Heard {
  if (key === '7') return { outcome: 'not-my-number' };
  if (key !== undefined && key !== '') return { outcome: 'answered' };
  const detected = amd === undefined ? undefined : BY_DETECTOR.get(amd);
  if (detected !== undefined) return { outcome: detected };
  if (reason === undefined || reason === '') return { outcome: pickedUp === true ? 'answered' : 'failed' };
  // Real dialers have seen values of the detector in the place of the reason.
  const outcome = BY_REASON.get(reason) ?? BY_DETECTOR.get(reason);
  return outcome === undefined ? { outcome: 'failed', unheardOf: reason } : { outcome };
}

/** Whether somebody or something took the call: sound went out, and a key could have been pressed. */
export function wasPickedUp(outcome: Outcome): boolean {
  return outcome === 'answered' || outcome === 'machine' || outcome === 'screened' || outcome === 'not-my-number';
}

/** A map, because any string may be asked for, `constructor` included. */
function tableOf(words: Readonly<Record<string, Outcome>>): ReadonlyMap<string, Outcome> {
  return new Map(Object.entries(words));
}
