import type { ConsentRecord, RightsEntry } from './consent-record.ts';

/** Adds one act; the same act told twice is one. */
export function withRights(record: ConsentRecord, studentKey: string, entry: RightsEntry): ConsentRecord {
  const entries = record.rights?.[studentKey] ?? [];
  const same = ({ state, at, evidence }: RightsEntry) =>
    state === entry.state && at === entry.at && evidence.sha256 === entry.evidence.sha256;
  if (entries.some(same)) return record;
  return { ...record, rights: { ...record.rights, [studentKey]: [...entries, entry] } };
}

/** Later than everything on record: what is done now counts, whatever the clock of the machine it is done at. @param now RFC 3339 UTC */
export function laterThan(entries: readonly { readonly at: string }[], now: string): string {
  const latest = Math.max(Date.parse(now), ...entries.map(({ at }) => (Date.parse(at) || 0) + 1));
  return new Date(latest).toISOString();
}
