import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { TryAgain } from '../faults/fault.ts';
import { batchKey, encodeBatch } from './batch.ts';
import { hex, leafHash } from './leaf.ts';
import { logOrigin } from './log-name.ts';
import { type AuditRecord, encodeRecord, RecordUnfit } from './record.ts';
import type { AuditDraft, AuditReceipt, AuditTrail } from './trail.ts';

/** Storage in which a key is written once and never again. */
export interface WriteOnce {
  /** `occupied`: something lies there already, possibly an earlier try of our own that was answered with an error. */
  putOnce(key: string, bytes: Uint8Array): Promise<'stored' | 'occupied'>;
  /** @throws TryAgain when it cannot be read. */
  get(key: string): Promise<Uint8Array>;
}

/** The records are not known to be stored: nothing that depends on them may be done. */
export class RecordsNotStored extends TryAgain<{ key: string }> {
  readonly code = 'RECORDS_NOT_STORED';
}

export interface RunOptions {
  readonly store: WriteOnce;
  /** Name of the function's folder. */
  readonly writer: string;
  /** The district's domain. */
  readonly district: string;
  readonly clock: Clock;
  readonly ids: { next(): string };
  readonly random?: (bytes: number) => Buffer;
}

/**
 * The trail as one execution environment writes it.
 *
 * Objects are numbered from 0 without a hole, for a hole in a run is how a lost record is noticed. Writes therefore go out
 * one after the other; and where one fails, nobody knows whether it was stored, so the run ends there and a new one begins:
 * stored or not, neither has a hole.
 */
export function createRun({ store, writer, district, clock, ids, random = randomBytes }: RunOptions): AuditTrail {
  const begin = () => ({ run: random(10).toString('hex'), seq: 0 });
  let current = begin();
  let previous: Promise<unknown> = Promise.resolve();

  const record = (draft: AuditDraft, id: string, at: { group: string; run: string; seq: number }): AuditRecord => ({
    ...draft,
    v: 1,
    id,
    writer,
    ...at,
    log: logOrigin(district, clock.now()),
    salt: random(16).toString('base64url'),
  });

  const writeNow = async (group: string, drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> => {
    const named = drafts.map((draft) => ({ draft, id: draft.id ?? ids.next() }));
    const place = { group, ...current };
    const lines = named.map(({ draft, id }) => encodeRecord(record(draft, id, place)));
    const key = batchKey({ writer, ...place });
    current = begin();
    await put(store, key, encodeBatch(lines));
    // Only a write that is known to be stored is followed by the next number of its run.
    current = { run: place.run, seq: place.seq + 1 };
    return lines.map((line, n) => ({ id: named[n]?.id ?? '', leafHash: hex(leafHash(line)) }));
  };

  return {
    async write(group, drafts) {
      if (drafts.length === 0) return [];
      if (!/^[A-Za-z0-9._-]{1,64}$/.test(group)) {
        const where = { kind: drafts[0]?.kind ?? '', problem: 'group' };
        throw new RecordUnfit('a group is a noticeId or a day', where, 'Pass the noticeId, or YYYY-MM-DD.');
      }
      const writing = previous.then(() => writeNow(group, drafts));
      previous = writing.catch(() => undefined);
      return await writing;
    },
  };
}

async function put(store: WriteOnce, key: string, bytes: Uint8Array): Promise<void> {
  try {
    if ((await store.putOnce(key, bytes)) === 'stored') return;
    // Nobody else draws this run's 80 bits: what lies there is an earlier try of ours, if it is byte for byte the same.
    if (Buffer.compare(await store.get(key), bytes) === 0) return;
  } catch (error) {
    throw notStored(key, error);
  }
  throw notStored(key);
}

function notStored(key: string, cause?: unknown): RecordsNotStored {
  return new RecordsNotStored('the audit records are not known to be stored', { key }, 'It is tried again.', { cause });
}
