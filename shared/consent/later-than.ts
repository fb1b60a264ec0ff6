/** Later than everything on record: what is done now counts, whatever the clock of the machine it is done at. @param now RFC 3339 UTC */
export function laterThan(entries: readonly { readonly at: string }[], now: string): string {
  const latest = Math.max(Date.parse(now), ...entries.map(({ at }) => (Date.parse(at) || 0) + 1));
  return new Date(latest).toISOString();
}
