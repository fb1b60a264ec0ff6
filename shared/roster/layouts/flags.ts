import type { ColumnRule } from '../bytes/column-map.ts';
import type { FlagReading } from './contact-row.ts';
import type { FlagRule } from './layout.ts';

/** What the flags of one row say. @param slot of a wide row: which of its contacts */
export function flagReadings(
  rules: readonly FlagRule[],
  text: (column: ColumnRule) => string,
  nameOf: (column: ColumnRule) => string,
  slot?: string,
): FlagReading[] {
  const readings: FlagReading[] = [];
  for (const { effect, column, when, otherwise, contact } of rules) {
    if (contact !== undefined && contact !== slot) continue;
    const value = column === 'slot' ? (slot ?? '') : text(column);
    const name = column === 'slot' ? '@contact' : nameOf(column);
    readings.push({ effect, says: saysOf(value, when, otherwise), column: name, value });
  }
  return readings;
}

function saysOf(value: string, when: readonly string[], otherwise: readonly string[]): FlagReading['says'] {
  const word = foldValue(value);
  if (when.includes(word)) return 'yes';
  return otherwise.includes(word) ? 'no' : 'unknown';
}

/**
 * Values are compared without case and without the spaces around them. A database's word for nothing stays a word: in a flag it may
 * mean something, and an empty flag may say "no restriction" (ADR 21).
 */
export function foldValue(value: string): string {
  // Nearly every value is such.
  if (/^[!-~]*$/.test(value)) return value.toLowerCase();
  return value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
