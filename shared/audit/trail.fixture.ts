/** A small trail for tests: two notices, told by three functions, sealed and signed as the sealer does. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { decodeBatch } from './batch.ts';
import { checkpointKey, rawKey, type Signer, signCheckpoint, vkey } from './checkpoint.ts';
import { leafHash } from './leaf.ts';
import { emptyHead, encodeManifest, extend, type Head, manifestOf, sealKey } from './manifest.ts';
import { createRun } from './run.ts';
import type { AuditDraft, AuditTrail } from './trail.ts';
import type { StoredVersion, TrailSource } from './trail-source.ts';
import { finalEntry, rootOf, rootOfSorted } from './tree.ts';

export const LOG = 'audit.elbert.example/2026-27';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const raw = rawKey(publicKey.export({ format: 'der', type: 'spki' })) ?? Buffer.alloc(0);
export const signer: Signer = { publicKey: async () => raw, sign: async (bytes) => sign(null, bytes, privateKey) };
export const KEY = vkey(LOG, raw);

/** Objects in memory, as a bucket or a directory would hold them. */
export class MemoryTrail implements TrailSource {
  readonly objects = new Map<string, Buffer>();
  readonly extra: StoredVersion[] = [];

  async *versions(): AsyncIterable<StoredVersion> {
    yield* this.extra;
    for (const key of this.objects.keys()) yield { key, version: '', deleted: false };
  }

  async bytes(key: string): Promise<Uint8Array> {
    return this.objects.get(key) ?? Buffer.alloc(0);
  }

  copy(): MemoryTrail {
    const copy = new MemoryTrail();
    for (const [key, bytes] of this.objects) copy.objects.set(key, Buffer.from(bytes));
    return copy;
  }
}

export function writerInto(trail: MemoryTrail, writer: string, seed: string): AuditTrail {
  let drawn = 0;
  return createRun({
    store: {
      async putOnce(key, bytes) {
        if (trail.objects.has(key)) return 'occupied';
        trail.objects.set(key, Buffer.from(bytes));
        return 'stored';
      },
      get: async (key) => trail.objects.get(key) ?? Buffer.alloc(0),
    },
    writer,
    district: 'elbert.example',
    clock: { now: () => new Date('2026-11-24T16:15:00.000Z') },
    ids: { next: () => `${seed}.${drawn++}` },
    random: (bytes) => createHash('sha256').update(`${seed} ${drawn++}`).digest().subarray(0, bytes),
  });
}

/** Seals what is not sealed yet, in the order it was written. */
export async function sealInto(trail: MemoryTrail, head: Head): Promise<Head> {
  const sealed = [...trail.objects]
    .filter(([key]) => key.startsWith('seal/'))
    .map(([, bytes]) => bytes.toString())
    .join();
  const batches = [...trail.objects]
    .filter(([key]) => key.startsWith('records/') && !sealed.includes(key))
    .map(([key, bytes]) => ({ key, leaves: (decodeBatch(bytes) ?? []).map((line) => leafHash(line)) }));
  const manifest = manifestOf(head, batches);
  trail.objects.set(sealKey(LOG, manifest.start), Buffer.from(encodeManifest(manifest)));
  const extension = extend(head, manifest);
  if (extension.kind === 'unsound') throw new Error(extension.problem);
  const { frontier } = extension.head;
  const note = await signCheckpoint({ origin: LOG, size: frontier.size, root: rootOf(frontier) }, signer);
  trail.objects.set(checkpointKey(LOG, frontier.size), Buffer.from(note));
  return extension.head;
}

export const AT = '2026-11-24T16:15:00.000Z';
const decision = {
  rule: 'consent.event',
  citation: '47 CFR 64.1200(a)(1)',
  policy: 'strict@1',
  consentVersion: 2,
  basis: 'consent',
};

export function about(call: string, kind: AuditDraft['kind'], more: Partial<AuditDraft> = {}): AuditDraft {
  const decided = ['call.permit', 'call.refuse', 'call.defer'].includes(kind) ? { decision } : {};
  return { kind, at: AT, notice: call.split('.')[0] ?? '', call, attempt: 1, ...decided, ...more };
}

/** One notice from plan to close: of its calls the last is refused, the others ring. */
export async function tell(trail: MemoryTrail, notice: string, calls: number, head: Head): Promise<Head> {
  const ids = Array.from({ length: calls }, (_, n) => `${notice}.c${n}`);
  const rung = ids.slice(0, -1);
  const [plan, place, outcome] = ['plan-notice', 'place-call', 'record-outcome'].map((name) =>
    writerInto(trail, name, `${notice}${name}`),
  );
  if (plan === undefined || place === undefined || outcome === undefined) throw new Error('three writers');
  const facts = { planned: calls, root: rootOfSorted(ids) };
  const [planned] = await plan.write(notice, [{ kind: 'notice.planned', at: AT, notice, facts }]);
  const refs = planned === undefined ? [] : [planned.leafHash];
  const permits = await place.write(
    notice,
    ids.map((id, n) => about(id, n < calls - 1 ? 'call.permit' : 'call.refuse', { refs })),
  );
  await place.write(
    notice,
    rung.map((id, n) => about(id, 'call.placed', { id: `${id}.1.placed`, refs: [permits[n]?.leafHash ?? ''] })),
  );
  const next = await sealInto(trail, head);
  const states = ids.map((_, n) => (n < calls - 1 ? 'delivered' : 'refused'));
  await outcome.write(
    notice,
    ids.map((id, n) => about(id, 'call.final', { id: `${id}.final`, facts: { state: states[n] ?? '' } })),
  );
  const root = rootOfSorted(ids.map((id, n) => finalEntry(id, states[n] ?? '')));
  const closing = { counts: { delivered: calls - 1, refused: 1 }, root };
  await plan.write(notice, [{ kind: 'notice.closed', at: AT, notice, facts: closing }]);
  return await sealInto(trail, next);
}

export async function soundTrail(): Promise<MemoryTrail> {
  const trail = new MemoryTrail();
  const head = await tell(trail, 'N1', 4, emptyHead(LOG));
  await tell(trail, 'N2', 3, head);
  return trail;
}
