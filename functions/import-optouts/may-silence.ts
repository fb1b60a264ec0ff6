import { effectiveStops } from '../../shared/consent/number-stops.ts';
import { GiveUp } from '../../shared/faults/fault.ts';
import { isWrongNumber, type OptoutFile, optoutsInLedger, stopOf } from '../../shared/roster/optouts.ts';
import type { OptoutPorts } from './ports.ts';
import type { DroppedFile } from './tell.ts';

/** Reads under way at a time. */
const SIDE_BY_SIDE = 16;

/** How far the rows "wrong number" of a file go. */
export type Silencing =
  /** `approvedBy`: the login of whoever let them, where they were above the limit. */
  | { readonly kind: 'at-once'; readonly approvedBy?: string }
  /** All but emergencies stop; those wait for a person. `numbers`: how many would newly lose theirs. */
  | { readonly kind: 'held'; readonly numbers: number };

/**
 * Whether the rows "wrong number" of a file silence emergencies at once: up to the district's limit, counted over the files of a
 * day and over numbers that are not silenced yet, or because a named person has said yes to these bytes (ADR 33).
 */
export async function maySilence(ports: OptoutPorts, file: DroppedFile, found: OptoutFile): Promise<Silencing> {
  const approval = await ports.ledger.approvalOf(optoutsInLedger(file.hash));
  if (approval !== undefined) return { kind: 'at-once', approvedBy: approval.by };
  const numbers = await newlySilenced(ports, file, found);
  if (numbers === 0) return { kind: 'at-once' };
  const { hours } = ports.settings.silenceLimits;
  const asked = { id: file.hash, numbers, at: ports.clock.now().toISOString() };
  const isWithin = await ports.brake.pass('file', asked, { numbers: await limitOf(ports), hours });
  return isWithin ? { kind: 'at-once' } : { kind: 'held', numbers };
}

/** The larger of a count and a share of the numbers that the last export brought; before the first one, the count. */
async function limitOf({ ledger, settings }: OptoutPorts): Promise<number> {
  const { inFiles, inFilesPercent } = settings.silenceLimits;
  const last = await ledger.lastTaken();
  const taken = last === undefined ? undefined : await ledger.find(last.hash);
  return Math.max(inFiles, Math.floor(((taken?.counts['numbers'] ?? 0) * inFilesPercent) / 100));
}

/** Numbers that these rows would silence and that are not: neither now, nor verified since by the office after the very same act. */
async function newlySilenced(ports: OptoutPorts, file: DroppedFile, { optouts }: OptoutFile): Promise<number> {
  const naming = await ports.naming();
  const wrong = optouts.filter(isWrongNumber).map((optout) => {
    const numberKey = naming.number(optout.e164);
    return { numberKey, id: stopOf(optout, numberKey, file, true).id };
  });
  const distinct = [...new Map(wrong.map((one) => [one.numberKey, one])).values()];
  let fresh = 0;
  for (let from = 0; from < distinct.length; from += SIDE_BY_SIDE) {
    const records = await Promise.all(distinct.slice(from, from + SIDE_BY_SIDE).map(async (one) => isFresh(ports, one)));
    fresh += records.filter(Boolean).length;
  }
  return fresh;
}

/** Reads and changes nothing. What does not open is left alone later, and silenced by that already. */
async function isFresh({ consents }: OptoutPorts, { numberKey, id }: { numberKey: string; id: string }): Promise<boolean> {
  let fresh = false;
  try {
    await consents.changeStops(numberKey, (record) => {
      fresh = !effectiveStops(record).notMyNumber && !record.stops.some((stop) => stop.id === id);
      return record;
    });
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error;
  }
  return fresh;
}
