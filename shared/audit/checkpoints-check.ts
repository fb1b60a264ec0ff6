import { type Checkpoint, checkpointKey, parseCheckpoint, parseNote, verifyNote } from './checkpoint.ts';
import type { Docket } from './findings.ts';
import type { Hash } from './leaf.ts';
import type { StoredVersion, TrailSource } from './trail-source.ts';

/** Roots of each log at every size a seal led to. */
export type KnownRoots = ReadonlyMap<string, ReadonlyMap<number, Hash>>;

/**
 * Every checkpoint is signed by the key, lies where its size says, and states the root recomputed at that size: so all of
 * them are consistent with one another, and none was signed for a log that is not this one.
 * @returns the largest attested size of each log
 */
export async function checkCheckpoints(
  source: TrailSource,
  stored: readonly StoredVersion[],
  known: KnownRoots,
  publicKey: Buffer | undefined,
  docket: Docket,
): Promise<ReadonlyMap<string, number>> {
  const attested = new Map<string, number>();
  const seen = new Set<string>();
  const foreign: string[] = [];
  let signedOnes = 0;
  for (const { key, version } of stored) {
    const bytes = Buffer.from(await source.bytes(key, version));
    const note = parseNote(bytes.toString('utf8'));
    const checkpoint = note === undefined ? undefined : parseCheckpoint(note.text);
    if (note === undefined || checkpoint === undefined || checkpointKey(checkpoint.origin, checkpoint.size) !== key) {
      docket.convict({ class: 'checkpoint-unreadable', object: key, detail: 'no checkpoint of this place' });
      continue;
    }
    seen.add(key);
    const agrees = agreesWith(known, checkpoint, key, docket);
    const signature = publicKey === undefined ? 'not signed by this key' : verifyNote(note, checkpoint.origin, publicKey);
    if (signature === 'wrong signature')
      docket.convict({ class: 'wrong-signature', object: key, detail: 'the signature is not valid' });
    else if (signature === 'not signed by this key') foreign.push(key);
    else {
      signedOnes += 1;
      if (agrees) attested.set(checkpoint.origin, Math.max(attested.get(checkpoint.origin) ?? 0, checkpoint.size));
    }
  }
  judgeForeign(foreign, signedOnes, publicKey, docket);
  checkMissing(known, seen, docket);
  return attested;
}

function agreesWith(known: KnownRoots, { origin, size, root }: Checkpoint, object: string, docket: Docket): boolean {
  const expected = known.get(origin)?.get(size);
  if (expected === undefined) {
    docket.convict({
      class: 'checkpoint-astray',
      object,
      detail: `no seal leads to ${origin} at ${size}: seals are missing, or it is another log's`,
    });
    return false;
  }
  if (expected.equals(root)) return true;
  docket.convict({ class: 'wrong-root', object, detail: `the records up to ${size} have another root` });
  return false;
}

/** None signed by this key: the verifier may have been given a wrong one. Some: the others are no checkpoints of this log. */
function judgeForeign(foreign: readonly string[], signed: number, key: Buffer | undefined, docket: Docket): void {
  if (foreign.length === 0 || key === undefined) return;
  if (signed === 0) docket.doubt('no checkpoint is signed by this key: is it the key of this log?');
  else for (const object of foreign) docket.convict({ class: 'wrong-signature', object, detail: 'not signed by this key' });
}

/** A sealer signs before it goes on, so only the last seal can be without its checkpoint. */
function checkMissing(known: KnownRoots, seen: ReadonlySet<string>, docket: Docket): void {
  for (const [log, roots] of known) {
    const sizes = [...roots.keys()].filter((size) => size > 0);
    for (const size of sizes.slice(0, -1)) {
      const object = checkpointKey(log, size);
      if (!seen.has(object)) docket.convict({ class: 'checkpoint-missing', object, detail: `nobody signed ${log} at ${size}` });
    }
  }
}
