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

/** How many records of one kind a trail has. Lines of another kind are not read any further: a verifier has read them all. */
export async function countOf(kind: AuditRecord['kind'], source: TrailSource): Promise<number> {
  const named = `"kind":${JSON.stringify(kind)}`;
  let count = 0;
  for await (const { key, version } of source.versions()) {
    if (!key.startsWith('records/')) continue;
    const lines = Buffer.from(await source.bytes(key, version))
      .toString('utf8')
      .split('\n');
    count += lines.map((line) => (line.includes(named) ? readRecord(line) : undefined)).filter((read) => isOf(kind, read)).length;
  }
  return count;
}

function isOf(kind: AuditRecord['kind'], read: ReturnType<typeof readRecord> | undefined): boolean {
  return read?.kind === 'record' && read.record.kind === kind;
}

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
