import type { Leftover } from '../../shared/calls/call-book.ts';
import { recoverKey } from '../../shared/calls/recover-key.ts';
import { TryAgain } from '../../shared/faults/fault.ts';
import type { SweepPorts } from './ports.ts';

/** Two erasures a second is what Connect allows; a sweep spends half a minute on them. */
const PAUSE_MS = 500;
const PATIENCE_MS = 30_000;

/** Asks for keys that may have been lost, and erases numbers, as many as Connect lets us; the rest is for the next sweep. */
export async function sweepLeftovers(ports: SweepPorts, leftovers: readonly Leftover[]): Promise<void> {
  const done: string[] = [];
  const until = ports.clock.now().getTime() + PATIENCE_MS;
  // A stop may be among the keys, so those come first.
  const urgentFirst = [...leftovers].sort((a, b) => Number(b.askForKey) - Number(a.askForKey));
  for (const leftover of urgentFirst) {
    if (ports.clock.now().getTime() >= until || !(await sweepOne(ports, leftover))) break;
    done.push(leftover.contactId);
    await ports.pause(PAUSE_MS);
  }
  if (done.length > 0) await ports.calls.sweptUp(done);
}

/** False when Connect has had enough. */
async function sweepOne(ports: SweepPorts, { contactId, callId, attempt, askForKey }: Leftover): Promise<boolean> {
  try {
    if (askForKey) await askForLostKey(ports, contactId, callId, attempt);
    return (await ports.desk.scrub(contactId)) === 'scrubbed';
  } catch (error) {
    if (error instanceof TryAgain) return false;
    throw error;
  }
}

async function askForLostKey(ports: SweepPorts, contactId: string, callId: string, attempt: number): Promise<void> {
  const key = (await ports.desk.attributes(contactId))?.['key'];
  const call = key === undefined ? undefined : (await ports.calls.get([callId])).get(callId);
  if (key === undefined || call === undefined || call.key === key) return;
  const { trail: audit, ledger, office, settings } = ports;
  await recoverKey({ audit, ledger, office, settings }, call, attempt, contactId, key, ports.clock.now().toISOString());
}
