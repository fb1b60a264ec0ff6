/** First month of a school year (July): a log begins there, with a key of its own if the district rotates it. */
const FIRST_MONTH = 6;

/** Origin of the log a record made at `at` belongs to: `audit.<district's domain>/<school year>`, e.g. `audit.elbert.example/2026-27`. */
export function logOrigin(domain: string, at: Date): string {
  const first = at.getUTCMonth() >= FIRST_MONTH ? at.getUTCFullYear() : at.getUTCFullYear() - 1;
  return `audit.${domain}/${first}-${String((first + 1) % 100).padStart(2, '0')}`;
}

/** The school year of an origin, e.g. `2026-27`: the folder of its seals and checkpoints. */
export function yearOf(origin: string): string {
  return origin.slice(origin.lastIndexOf('/') + 1);
}
