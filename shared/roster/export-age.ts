import type { LastTaken } from './import-ledger.ts';

const DAY_MS = 86_400_000;

/**
 * Whole days since the export taken last was uploaded, by its older half: what it says is no newer. Undefined where it is not
 * older than `staleAfterDays`, or none was ever taken: then the book is empty, and nobody is called anyhow.
 */
export function staleFor(last: LastTaken | undefined, now: Date, staleAfterDays: number): number | undefined {
  if (last === undefined) return undefined;
  const days = (now.getTime() - Date.parse(last.earlierAt ?? last.uploadedAt)) / DAY_MS;
  return days > staleAfterDays ? Math.floor(days) : undefined;
}
