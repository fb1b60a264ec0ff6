import type { ConsentRecord, RightsEntry } from './consent-record.ts';

/** Adds one act; the same act told twice is one. */
export function withRights(record: ConsentRecord, studentKey: string, entry: RightsEntry): ConsentRecord {
  const entries = record.rights?.[studentKey] ?? [];
  const same = ({ state, at, evidence }: RightsEntry) =>
    state === entry.state && at === entry.at && evidence.sha256 === entry.evidence.sha256;
  if (entries.some(same)) return record;
  return { ...record, rights: { ...record.rights, [studentKey]: [...entries, entry] } };
}
