import { createHash } from 'node:crypto';
import type { AuditTrail } from '../audit/trail.ts';
import type { Basis } from '../calls/call.ts';
import { laterThan } from './later-than.ts';
import type { ConsentLedger } from './ledger.ts';
import { addStop, effectiveScope, type StopEntry, type StopScope } from './number-stops.ts';
import { scopeName } from './record-key.ts';

/** What a person said to somebody of the district, who writes it down. */
export interface ToldStop {
  readonly numberKey: string;
  readonly requested: StopScope;
  /** On what the call rested that the person answers, or would rest; unknown counts as not resting on consent. */
  readonly basis: Basis | undefined;
  /** Where it can be looked up; kept sealed. */
  readonly evidence: string;
  /** RFC 3339 UTC with milliseconds: when the person said it, where that was not now. */
  readonly said?: string | undefined;
  readonly recordedBy: string;
  /** YYYY-MM-DD, the district's. */
  readonly revokeAllFrom: string;
}

export interface ToldStopPorts {
  readonly trail: AuditTrail;
  readonly ledger: Pick<ConsentLedger, 'changeStops'>;
}

export interface KeptStop {
  readonly entry: StopEntry;
  /** `already-there`: the same act, told a second time. */
  readonly outcome: 'recorded' | 'already-there';
}

/**
 * Makes what somebody said at a desk last, as with a key (ADR 6): that it was said; the stop itself, obeyed from then on by every
 * queued call; that it stands there. Idempotent on (number, scope, evidence, moment).
 * What is said now stands against every agreement on record, though the clock of another machine had dated that a second ahead.
 * Durable when it resolves: all three.
 * @param now RFC 3339 UTC with milliseconds
 * @throws TryAgain when S3, KMS or DynamoDB did not answer; EnvelopeForged when the list does not open (it is not written over).
 */
export async function recordToldStop(ports: ToldStopPorts, told: ToldStop, now: string): Promise<KeptStop> {
  const group = now.slice(0, 10);
  let entry = entryOf(told, told.said ?? now, told.said ?? now);
  const about = { source: entry.source, requested: scopeName(entry.requested), numberKey: told.numberKey };
  const [receipt] = await ports.trail.write(group, [
    { kind: 'consent.revoked', at: now, facts: { ...about, capturedBy: told.recordedBy } },
  ]);
  // If we die here: the record says what was asked, and whoever took it down sees no confirmation and does it again.
  const change = await ports.ledger.changeStops(told.numberKey, (record) => {
    if (told.said === undefined) entry = entryOf(told, now, laterThan(record.lifts, now));
    return addStop(record, entry);
  });
  // If we die here: the stop is obeyed already.
  const refs = receipt === undefined ? [] : [receipt.leafHash];
  const facts = { ...about, effective: scopeName(entry.effective), basis: told.basis ?? 'unknown', stop: entry.id };
  await ports.trail.write(group, [{ kind: 'optout.recorded', at: now, refs, facts }]);
  return { entry, outcome: change === 'unchanged' ? 'already-there' : 'recorded' };
}

function entryOf(
  { numberKey, requested, basis, evidence, recordedBy, revokeAllFrom }: ToldStop,
  said: string,
  at: string,
): StopEntry {
  const sha256 = createHash('sha256').update(evidence, 'utf8').digest('hex');
  // The moment is part of the act: the same words after she had agreed again are a new stop.
  const digest = createHash('sha256').update(`${numberKey}\n${said}\n${evidence}`, 'utf8').digest('base64url').slice(0, 22);
  return {
    id: `desk:${digest}:${scopeName(requested)}`,
    at,
    source: 'desk',
    requested,
    effective: effectiveScope(requested, basis, at, revokeAllFrom),
    ...(basis === undefined ? {} : { basis }),
    ...(requested.kind === 'purpose' ? { purpose: requested.purpose } : {}),
    recordedBy,
    evidence: { pointer: evidence, sha256 },
  };
}
