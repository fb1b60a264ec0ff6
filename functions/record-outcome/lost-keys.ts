import type { Call } from '../../shared/calls/call.ts';
import type { Ring } from '../../shared/calls/call-book.ts';
import { markKey } from '../../shared/calls/mark-key.ts';
import { recoverKey } from '../../shared/calls/recover-key.ts';
import { type Fault, TryAgain } from '../../shared/faults/fault.ts';
import type { OutcomePorts } from './ports.ts';
import { ringFrom } from './ring-from.ts';

/** A message that says: the flow has put something on this contact, which is a key and nothing else. */
export interface Touched {
  readonly messageId: string;
  readonly contactId: string;
  readonly at: string;
}

/**
 * The flow puts a key on the contact before it asks record-keypress. Where that function has done its work the call has the
 * key by now; where it has not, the key is read from Connect and carried out here.
 * Durable: key, stop, their records, and the mark on the call.
 * @returns how many keys had been lost: one is proof that the function fails, and that more may be
 */
export async function carryOutLostKeys(
  ports: OutcomePorts,
  touched: readonly Touched[],
  rings: ReadonlyMap<string, Ring>,
  faults: Map<string, Fault>,
): Promise<number> {
  if (touched.length === 0) return 0;
  const calls = await ports.calls.get([...new Set(touched.flatMap(({ contactId }) => rings.get(contactId)?.callId ?? []))]);
  const found = await Promise.all(
    touched.map(async (one) => {
      try {
        return await carryOut(ports, one, rings.get(one.contactId), calls);
      } catch (error) {
        if (!(error instanceof TryAgain)) throw error;
        faults.set(one.messageId, error);
        return false;
      }
    }),
  );
  return found.filter(Boolean).length;
}

async function carryOut(
  ports: OutcomePorts,
  { contactId, at }: Touched,
  noted: Ring | undefined,
  calls: ReadonlyMap<string, Call>,
): Promise<boolean> {
  const known = noted === undefined ? undefined : calls.get(noted.callId);
  if (noted !== undefined && known?.attempt === noted.attempt && known.key !== undefined) return false;
  const attributes = (await ports.desk.attributes(contactId)) ?? {};
  const ring = noted ?? ringFrom(contactId, attributes);
  const { key } = attributes;
  if (ring === undefined || key === undefined) return false;
  const call = known ?? (await ports.calls.get([ring.callId])).get(ring.callId);
  if (call === undefined || (call.attempt === ring.attempt && call.key === key)) return false;
  ports.measures.count('KeysRecovered');
  const { ledger, trail: audit, office, settings } = ports;
  await recoverKey({ ledger, audit, office, settings }, call, ring.attempt, contactId, key, at);
  // If we die here: the stop is obeyed; the redelivery marks the call.
  if (call.attempt === ring.attempt) await markKey(ports.calls, call, { key, contactId });
  return true;
}
