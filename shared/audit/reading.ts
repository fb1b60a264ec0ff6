import { batchKey, decodeBatch } from './batch.ts';
import { canonicalText } from './canonical.ts';
import type { Docket } from './findings.ts';
import { type Hash, hex, leafHash } from './leaf.ts';
import { type AuditRecord, readRecord } from './record.ts';

/** A record with its place. */
export interface PlacedRecord {
  readonly record: AuditRecord;
  readonly leaf: string;
  readonly object: string;
  readonly line: number;
}

/** Leaf hashes of a batch's bytes, as the sealer takes them: a line each, or the whole where it is no batch. */
export function leavesOf(bytes: Uint8Array): readonly Hash[] {
  return decodeBatch(bytes)?.map((line) => leafHash(line)) ?? [leafHash(bytes)];
}

/** Reads the records of one batch and convicts each line that is not canonical, off its schema, or in a place not its own. */
export function recordsOf(key: string, bytes: Uint8Array, log: string | undefined, docket: Docket): readonly PlacedRecord[] {
  const lines = decodeBatch(bytes);
  if (lines === undefined) {
    docket.convict({ class: 'not-canonical', object: key, detail: 'no lines of UTF-8, each ended by a newline' });
    return [];
  }
  return lines.flatMap((text, n) => {
    const at = { object: key, line: n + 1 };
    const reading = readRecord(text);
    if (reading.kind === 'not-canonical') docket.convict({ ...at, class: 'not-canonical', detail: 'not RFC 8785' });
    if (reading.kind === 'off-schema') docket.convict({ ...at, class: 'off-schema', detail: reading.problem });
    if (reading.kind !== 'record') return [];
    const foreign = misplaced(key, reading.record, log);
    if (foreign !== undefined) docket.convict({ ...at, class: 'misplaced', detail: foreign });
    return [{ ...at, record: reading.record, leaf: hex(leafHash(text)) }];
  });
}

function misplaced(key: string, record: AuditRecord, log: string | undefined): string | undefined {
  const own = batchKey(record);
  if (own !== key) return `says it lies in ${own}`;
  if (log !== undefined && log !== record.log) return `belongs to the log ${record.log}`;
  return undefined;
}

/** Order and content of records across batches: references, and ids that mean the same event. */
export class Chronicle {
  readonly #seen = new Set<string>();
  readonly #wanted = new Map<string, { object: string; line: number }[]>();
  readonly #contents = new Map<string, string>();

  take({ record, leaf, object, line }: PlacedRecord, docket: Docket): void {
    for (const ref of record.refs ?? []) {
      if (this.#seen.has(ref)) continue;
      this.#wanted.set(ref, [...(this.#wanted.get(ref) ?? []), { object, line }]);
    }
    this.#seen.add(leaf);
    const {
      id,
      at: _at,
      run: _run,
      seq: _seq,
      salt: _salt,
      writer: _writer,
      group: _group,
      log: _log,
      refs: _refs,
      ...content
    } = record;
    const text = canonicalText(content);
    const before = this.#contents.get(id);
    this.#contents.set(id, before ?? text);
    if (before !== undefined && before !== text) {
      docket.convict({ class: 'conflict', object, line, detail: `two records say different things under the id ${id}` });
    }
  }

  /** Once everything was taken: what was referred to and came later, or not at all. */
  close(docket: Docket): void {
    for (const [ref, places] of this.#wanted) {
      const known = this.#seen.has(ref);
      const detail = known ? `refers to ${ref}, which comes later in the log` : `refers to ${ref}, which is nowhere in the log`;
      for (const place of places) docket.convict({ ...place, class: known ? 'ref-later' : 'ref-unknown', detail });
    }
  }
}
