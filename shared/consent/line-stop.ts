import type { AuditTrail } from '../audit/trail.ts';
import type { DistrictSettings } from '../district/settings.ts';
import type { PastRing } from './gate-input.ts';
import type { ConsentLedger } from './ledger.ts';
import { addStop, effectiveScope, type StopEntry, type StopKey, type StopScope } from './number-stops.ts';
import { scopeName } from './record-key.ts';

/** A key that somebody pressed who had called the district's number. */
export interface LineStop {
  /** Connect's id of that call: a stop and its records are found by it. */
  readonly contactId: string;
  readonly numberKey: string;
  readonly key: StopKey;
  /** The number was typed, and not shown by the network. */
  readonly typed: boolean;
  /** Of key 7: it may silence emergencies at once. A typed number never may, nor a shown one beyond the district's limit. */
  readonly silences: boolean;
  /** The last call to this number: what key 8 is about. */
  readonly lastRing: PastRing | undefined;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
}

export interface LineStopPorts {
  readonly audit: AuditTrail;
  readonly ledger: Pick<ConsentLedger, 'changeStops'>;
  readonly settings: Pick<DistrictSettings, 'revokeAllFrom'>;
}

export const RECORDED_BY = 'answer-inbound';

/**
 * Makes a key pressed on the line last, as a key in a call (ADR 6): that it was pressed; the stop on the number's list; that it
 * stands there. Idempotent on (contactId, key, number). Who really pressed it nobody knows: a stop of all but emergencies is safe
 * all the same, and further goes only what `silences` (ADR 33).
 * Durable when it resolves: all three.
 * @throws TryAgain when S3, KMS or DynamoDB did not answer; EnvelopeForged when the list does not open (it is not written over).
 */
export async function recordLineStop({ audit, ledger, settings }: LineStopPorts, stop: LineStop): Promise<StopEntry> {
  const entry = entryOf(stop, settings.revokeAllFrom);
  const { at, contactId, key, typed, numberKey } = stop;
  const group = at.slice(0, 10);
  const about = { key, contactId, source: entry.source, typed, numberKey };
  const [receipt] = await audit.write(group, [{ kind: 'key.pressed', id: `${entry.id}.pressed`, at, facts: about }]);
  // If we die here: the record says the key was pressed; the flow asks once more, else says that it was not kept.
  await ledger.changeStops(numberKey, (record) => addStop(record, entry));
  // If we die here: the stop is obeyed already, and asking once more writes the record of it.
  const refs = receipt === undefined ? [] : [receipt.leafHash];
  const facts = { ...about, requested: scopeName(entry.requested), effective: scopeName(entry.effective), stop: entry.id };
  await audit.write(group, [{ kind: 'optout.recorded', id: entry.id, at, refs, facts }]);
  return entry;
}

/** What a stop and its records are named by. */
export function lineStopId({ contactId, numberKey, key }: Pick<LineStop, 'contactId' | 'numberKey' | 'key'>): string {
  return `line.${contactId}.${numberKey}.${key}`;
}

function entryOf(stop: LineStop, revokeAllFrom: string): StopEntry {
  const { key, lastRing, silences, at } = stop;
  const requested = requestedBy(key, lastRing);
  const isUnproven = requested.kind === 'wrong-number' && !silences;
  return {
    id: lineStopId(stop),
    at,
    source: 'toll-free',
    requested,
    effective: isUnproven ? { kind: 'all-but-emergencies' } : effectiveScope(requested, lastRing?.basis, at, revokeAllFrom),
    ...(lastRing === undefined ? {} : { basis: lastRing.basis, purpose: lastRing.purpose }),
    recordedBy: RECORDED_BY,
  };
}

/** Key 8 without a call that it could be about asks for what key 9 does. */
function requestedBy(key: StopKey, lastRing: PastRing | undefined): StopScope {
  if (key === '7') return { kind: 'wrong-number' };
  if (key === '8' && lastRing !== undefined) return { kind: 'purpose', purpose: lastRing.purpose };
  return { kind: 'all-but-emergencies' };
}
