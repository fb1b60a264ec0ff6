import { type AuditRecord, readRecord } from '../../shared/audit/record.ts';
import type { TrailSource } from '../../shared/audit/trail-source.ts';

/** Every record of a trail, sealed or not, in no particular order. */
export async function recordsOf(source: TrailSource): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const { key, version } of source.versions()) {
    if (!key.startsWith('records/')) continue;
    const text = Buffer.from(await source.bytes(key, version)).toString('utf8');
    const read = text
      .split('\n')
      .filter((line) => line !== '')
      .map(readRecord);
    records.push(...read.flatMap((one) => (one.kind === 'record' ? [one.record] : [])));
  }
  return records;
}
