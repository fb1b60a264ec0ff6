import type { Purpose } from '../notices/purpose.ts';
import { type ConsentRecord, type Speaker, stateFor } from './consent-record.ts';
import type { GateRecipient, NumberStops } from './gate-input.ts';
import { effectiveStops, type StopRecord } from './number-stops.ts';

/** A sealed record as read. `version` counts its writes, 0 where nothing was ever written; known also when it does not open. */
export type Reading<T> =
  | { readonly kind: 'held'; readonly value: T; readonly version: number }
  | { readonly kind: 'unreadable'; readonly version: number };

/** Whose records to read: pseudonyms. */
export interface LedgerKeys {
  readonly numberKeys: readonly string[];
  readonly contactKeys: readonly string[];
}

/** What was read, at one moment; every key asked for is there, also when nothing was ever recorded under it. */
export interface LedgerPage {
  /** By number key. */
  readonly stops: ReadonlyMap<string, Reading<StopRecord>>;
  /** By contact key. */
  readonly consents: ReadonlyMap<string, Reading<ConsentRecord>>;
}

/** Agreements and stops. Reads are strongly consistent (promise P2). */
export interface ConsentLedger {
  /** Reads all of them, a hundred items a request. A forged or damaged one is `unreadable`, and reported; never "no opt-out". */
  readMany(keys: LedgerKeys): Promise<LedgerPage>;
  /** Their versions alone, by `stops:<numberKey>` and `consents:<contactKey>`: the re-read before a dial (AUDIT.md step 5). */
  versions(keys: LedgerKeys): Promise<ReadonlyMap<string, number>>;
  /**
   * Changes the stops of one number: reads, applies, writes on condition, again after a conflict.
   * Durable when it resolves. `unchanged`: `change` gave back the record it was given, and nothing was written.
   */
  changeStops(numberKey: string, change: (record: StopRecord) => StopRecord): Promise<'written' | 'unchanged'>;
  /** The same for the agreements of one contact. */
  changeConsents(contactKey: string, change: (record: ConsentRecord) => ConsentRecord): Promise<'written' | 'unchanged'>;
  /**
   * The same for many contacts, read a hundred a request: what an import needs. Every change may be applied again to a newer
   * record, after a conflict. Any part may be durable when it throws. @returns how many were written
   */
  changeManyConsents(
    contactKeys: readonly string[],
    change: (record: ConsentRecord, contactKey: string) => ConsentRecord,
  ): Promise<number>;
}

/** What the gate is told about one number. */
export function stopsOf(page: LedgerPage, numberKey: string): NumberStops | 'unreadable' {
  const reading = page.stops.get(numberKey);
  return reading?.kind === 'held' ? effectiveStops(reading.value) : 'unreadable';
}

/** Which word of whom is asked for. */
export interface ConsentQuestion {
  readonly numberKey: string;
  readonly purpose: Purpose;
  /** RFC 3339: the moment of the decision; what has expired by then does not count. */
  readonly at: string;
  /** The person's own unless told. */
  readonly by?: Speaker;
}

/** What the gate is told about one recipient on that number. */
export function consentOf(page: LedgerPage, contactKey: string, asked: ConsentQuestion): GateRecipient['consent'] {
  const reading = page.consents.get(contactKey);
  const { numberKey, purpose, at, by = 'self' } = asked;
  return reading?.kind === 'held' ? stateFor(reading.value, numberKey, purpose, at, by) : 'unreadable';
}

/** Sum of versions over everything a decision rests on: one write more anywhere, and it differs. */
export function versionSum(page: LedgerPage, { numberKeys, contactKeys }: LedgerKeys): number {
  const versions = [
    ...[...new Set(numberKeys)].map((key) => page.stops.get(key)?.version ?? 0),
    ...[...new Set(contactKeys)].map((key) => page.consents.get(key)?.version ?? 0),
  ];
  return versions.reduce((sum, version) => sum + version, 0);
}
