import { isWordForNothing } from '../values.ts';
import type { ContactRow } from './contact-row.ts';
import { foldValue } from './flags.ts';

/** So many pairs at least, before a share says anything. */
const PAIRS_AT_LEAST = 20;
/** With so many of its values unknown, the column is not the one that was signed, or no longer. */
const UNKNOWN_SHARE = 0.25;

export const isBlank = (value: string): boolean => foldValue(value) === '' || isWordForNothing(value);

/** Looks at the flags that restrict while rows are read, column by column. */
export function watchFlags() {
  const columns = new Map<string, { all: number; unknown: number; filled: number }>();
  return {
    see: ({ flags }: ContactRow): void => {
      for (const { effect, column, says, value } of flags) {
        if (effect !== 'restricted') continue;
        const counts = columns.get(column) ?? { all: 0, unknown: 0, filled: 0 };
        counts.all += 1;
        counts.unknown += says === 'unknown' ? 1 : 0;
        counts.filled += isBlank(value) ? 0 : 1;
        columns.set(column, counts);
      }
    },
    /** Read from a column, and never with anything in it. */
    empty: (): string[] => [...columns].flatMap(([column, { filled }]) => (column !== '' && filled === 0 ? [column] : [])),
    /**
     * An unknown value holds its pair, and an export never ends what it has set: a column that came to say 1 and 0 for Y and N would
     * leave a whole district to be cleared by hand.
     */
    unsigned: (): string[] =>
      [...columns]
        .filter(([, { all, unknown }]) => all >= PAIRS_AT_LEAST && unknown > all * UNKNOWN_SHARE)
        .map(([column]) => column),
  };
}
