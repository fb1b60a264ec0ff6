import type { Call } from '../calls/call.ts';
import type { Listener } from '../calls/listener.ts';
import { callKey } from './call-item.ts';
import type { Binding, Envelope } from './envelope.ts';

/** Bound to the attempt: the listener of an earlier ring does not open for a later one. */
function listenerBinding(callId: string, attempt: number): Binding {
  const { pk, sk } = callKey(callId);
  return { key: `${pk}|${sk}`, kind: 'listener', version: attempt };
}

/** Seals whom an attempt speaks to into the call's item, and opens it again. @param envelope of the notices table */
export function createListenerSeal(envelope: Envelope) {
  return {
    sealListener: (callId: string, attempt: number, listener: Listener): Promise<Uint8Array> =>
      envelope.seal(listenerBinding(callId, attempt), listener),
    /** Absent for a call that was never dialed. @throws EnvelopeForged */
    openListener: async ({
      callId,
      attempt,
      listener,
    }: Pick<Call, 'callId' | 'attempt' | 'listener'>): Promise<Listener | undefined> =>
      listener === undefined ? undefined : envelope.open<Listener>(listenerBinding(callId, attempt), listener),
  };
}
