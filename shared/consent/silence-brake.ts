/** What silenced emergencies on somebody's unproven word, and when. */
export interface Silenced {
  /** The number key, or the hash of the file: the same twice counts once. */
  readonly id: string;
  readonly numbers: number;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** How many telephones may lose their emergency calls on an unproven word within so many hours, before a person looks. */
export interface SilenceLimit {
  readonly numbers: number;
  readonly hours: number;
}

/** `line`: key 7 of callers to the district's number. `file`: rows "wrong number" of files of opt-outs. Each counts for itself. */
export type SilencingWay = 'line' | 'file';

/** Counts, over all environments, what silences emergencies before it does (ADR 33). */
export interface SilenceBrake {
  /**
   * Whether this may silence emergencies at once. What was let through is let through again, so a redelivery changes nothing.
   * Durable when it answers true. Where others count at the same moment until it gives up, the answer is no: that calls.
   */
  pass(way: SilencingWay, asked: Silenced, limit: SilenceLimit): Promise<boolean>;
}

const HOUR_MS = 3_600_000;

/** What counts once `asked` is let through; undefined: it is not, for the limit is reached. Pure. */
export function countSilenced(
  taken: readonly Silenced[],
  asked: Silenced,
  { numbers, hours }: SilenceLimit,
): readonly Silenced[] | undefined {
  const since = Date.parse(asked.at) - hours * HOUR_MS;
  const lately = taken.filter(({ at }) => Date.parse(at) > since);
  if (lately.some(({ id }) => id === asked.id)) return lately;
  const sum = lately.reduce((total, one) => total + one.numbers, asked.numbers);
  return sum > numbers ? undefined : [...lately, asked];
}
