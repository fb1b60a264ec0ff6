import type { AuditDraft } from '../../shared/audit/trail.ts';
import { addStop, type StopEntry, type StopRecord, standingStops } from '../../shared/consent/number-stops.ts';
import { scopeName } from '../../shared/consent/record-key.ts';
import { GiveUp } from '../../shared/faults/fault.ts';
import { fileNameOf } from '../../shared/roster/drop-names.ts';
import { type OptoutFile, stopOf } from '../../shared/roster/optouts.ts';
import type { ProblemLog } from '../../shared/roster/report/problem.ts';
import type { Silencing } from './may-silence.ts';
import type { OptoutPorts } from './ports.ts';
import { type DroppedFile, silencingFacts } from './tell.ts';

/** Conditional writes under way at a time. */
const SIDE_BY_SIDE = 16;
/** Records in one object of the trail. */
const RECORDS_TOGETHER = 200;

/** What became of the telephones of a file. */
export interface Kept {
  /** Stopped by this file. */
  readonly stopped: number;
  /** An earlier file had stopped them in the same way, and that still stands. */
  readonly stoppedBefore: number;
  /** Where what was asked stops more than was asked, under the rule of the day. */
  readonly widened: number;
  readonly unreadable: number;
}

interface Wanted {
  readonly row: number;
  readonly numberKey: string;
  readonly entry: StopEntry;
}

/**
 * The record that the file is taken, then the stops, then their records (ADR 6). All under ids that follow from the file, so that
 * a death anywhere ends, with the next delivery, in the very same stops and records.
 */
export async function keepStops(
  ports: OptoutPorts,
  file: DroppedFile,
  { optouts, silencing }: { readonly optouts: OptoutFile['optouts']; readonly silencing: Silencing },
  problems: ProblemLog,
): Promise<Kept> {
  const naming = await ports.naming();
  const wanted = distinct(
    optouts.map((optout) => {
      const numberKey = naming.number(optout.e164);
      return { row: optout.row, numberKey, entry: stopOf(optout, numberKey, file, silencing.kind === 'at-once') };
    }),
  );
  const at = ports.clock.now().toISOString();
  const facts = { phase: 'applying', file: file.key, hash: file.hash, stops: wanted.length, ...silencingFacts(silencing) };
  const [receipt] = await ports.trail.write(file.group, [{ kind: 'optouts.imported', at, facts }]);
  const refs = receipt === undefined ? [] : [receipt.leafHash];
  const results: Result[] = [];
  for (let from = 0; from < wanted.length; from += RECORDS_TOGETHER) {
    const some = await keepSome(ports, wanted.slice(from, from + RECORDS_TOGETHER));
    const ours = some.filter(({ kind }) => kind === 'ours').map(({ wanted: { numberKey, entry } }) => ({ numberKey, entry }));
    // If we die here: these stops are obeyed already, and the next delivery writes the records of them.
    await ports.trail.write(
      file.group,
      ours.map((stop) => stopRecord(stop, refs)),
    );
    results.push(...some);
  }
  for (const { wanted: one } of results.filter(({ kind }) => kind === 'unreadable'))
    problems.add('optout-unreadable', { file: fileNameOf(file.key), row: one.row, column: 'phone' });
  const count = (kind: Result['kind']) => results.filter((one) => one.kind === kind).length;
  const widened = results.filter(
    ({ kind, wanted: { entry } }) => kind === 'ours' && entry.requested.kind === 'purpose' && entry.effective.kind !== 'purpose',
  );
  return { stopped: count('ours'), stoppedBefore: count('theirs'), widened: widened.length, unreadable: count('unreadable') };
}

interface Result {
  readonly kind: 'ours' | 'theirs' | 'unreadable';
  readonly wanted: Wanted;
}

async function keepSome(ports: OptoutPorts, wanted: readonly Wanted[]): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < wanted.length; from += SIDE_BY_SIDE)
    results.push(...(await Promise.all(wanted.slice(from, from + SIDE_BY_SIDE).map((one) => keepOne(ports, one)))));
  return results;
}

/** What does not open is left alone: the gate refuses on it, and writing over it would lose a stop. */
async function keepOne({ consents, measures }: OptoutPorts, wanted: Wanted): Promise<Result> {
  let kept: StopRecord | undefined;
  try {
    await consents.changeStops(wanted.numberKey, (record) => {
      kept = coveredByList(record, wanted.entry) ? record : addStop(record, wanted.entry);
      return kept;
    });
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error;
    measures.count('EnvelopeForged');
    return { kind: 'unreadable', wanted };
  }
  const ours = kept?.stops.some(({ id }) => id === wanted.entry.id) === true;
  return { kind: ours ? 'ours' : 'theirs', wanted };
}

/** A list that is sent again each night would fill the record with one and the same stop. */
function coveredByList(record: StopRecord, { effective }: StopEntry): boolean {
  return standingStops(record).some((stop) => stop.source === 'file' && scopeName(stop.effective) === scopeName(effective));
}

/** A telephone that stands in several rows is stopped by the first. */
function distinct(wanted: readonly Wanted[]): readonly Wanted[] {
  return [...Map.groupBy(wanted, ({ entry }) => entry.id).values()].flatMap((same) => same.slice(0, 1));
}

function stopRecord({ numberKey, entry }: Omit<Wanted, 'row'>, refs: readonly string[]): AuditDraft {
  const facts = {
    source: entry.source,
    requested: scopeName(entry.requested),
    effective: scopeName(entry.effective),
    numberKey,
    stop: entry.id,
  };
  return { kind: 'optout.recorded', at: entry.at, refs, facts };
}
