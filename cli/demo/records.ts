import { type AuditRecord, readRecord } from '../../shared/audit/record.ts';
import type { TrailSource } from '../../shared/audit/trail-source.ts';

/** The same trail, from which each object is fetched once: a version never changes. */
export function readOnce(source: TrailSource): TrailSource {
  const held = new Map<string, Uint8Array>();
  return {
    versions: () => source.versions(),
    bytes: async (key, version) => {
      const place = `${key} ${version}`;
      const bytes = held.get(place) ?? (await source.bytes(key, version));
      held.set(place, bytes);
      return bytes;
    },
  };
}

/**
 * Every record of a trail, sealed or not, in no particular order.
 * @param kind only records of this kind; lines that do not name it are read no further
 */
export async function recordsOf(source: TrailSource, kind?: AuditRecord['kind']): Promise<readonly AuditRecord[]> {
  const named = kind === undefined ? '' : `"kind":${JSON.stringify(kind)}`;
  const records: AuditRecord[] = [];
  for await (const { key, version } of source.versions()) {
    if (!key.startsWith('records/')) continue;
    const text = Buffer.from(await source.bytes(key, version)).toString('utf8');
    const read = text
      .split('\n')
      .filter((line) => line !== '' && line.includes(named))
      .map(readRecord);
    records.push(...read.flatMap((one) => (one.kind === 'record' ? [one.record] : [])));
  }
  return kind === undefined ? records : records.filter((record) => record.kind === kind);
}
