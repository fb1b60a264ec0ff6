import { z } from 'zod';
import { canonicalText, parseCanonical } from './canonical.ts';
import { fromHex, type Hash, hex } from './leaf.ts';
import { yearOf } from './log-name.ts';
import { append, EMPTY, type Frontier, rootOf } from './tree.ts';

/*
 * A seal: which batches, in which order, the log takes in next. Key: seal/<school year>/<start, 12 digits>, written once.
 * That PUT is the log's only commit; roots, checkpoints and views all follow from the seals alone.
 * Everything in it can be recomputed from the batches, so that no byte of it can be changed unnoticed: hence no time.
 */

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const schema = z.strictObject({
  v: z.literal(1),
  log: z.string().regex(/^audit\.[a-z0-9.-]+\/\d{4}-\d\d$/),
  /** Size of the log before. */
  start: z.int().min(0),
  /** Size of the log after. */
  size: z.int().min(1),
  prevRoot: hash,
  root: hash,
  /** The frontier after: a sealer goes on from here without reading what came before. */
  peaks: z.array(hash),
  /** Batches in log order, with the leaf hash of each of their lines. */
  objects: z.array(z.strictObject({ key: z.string(), leaves: z.array(hash).min(1) })).min(1),
});

export type Manifest = z.infer<typeof schema>;

/** The end of a log. */
export interface Head {
  readonly log: string;
  readonly frontier: Frontier;
}

/** A batch as it is sealed. */
export interface SealedBatch {
  readonly key: string;
  readonly leaves: readonly Hash[];
}

export const SEALS = 'seal/';

export function sealKey(log: string, start: number): string {
  return `${SEALS}${yearOf(log)}/${String(start).padStart(12, '0')}`;
}

export function emptyHead(log: string): Head {
  return { log, frontier: EMPTY };
}

/** The seal that extends `head` by `batches`, in that order. */
export function manifestOf(head: Head, batches: readonly SealedBatch[]): Manifest {
  const frontier = append(
    head.frontier,
    batches.flatMap((batch) => batch.leaves),
  );
  return {
    v: 1,
    log: head.log,
    start: head.frontier.size,
    size: frontier.size,
    prevRoot: hex(rootOf(head.frontier)),
    root: hex(rootOf(frontier)),
    peaks: frontier.peaks.map(hex),
    objects: batches.map(({ key, leaves }) => ({ key, leaves: leaves.map(hex) })),
  };
}

export function encodeManifest(manifest: Manifest): Uint8Array {
  return Buffer.from(canonicalText(manifest), 'utf8');
}

/** `undefined` where the bytes are no seal. */
export function decodeManifest(bytes: Uint8Array): Manifest | undefined {
  return schema.safeParse(parseCanonical(Buffer.from(bytes).toString('utf8'))).data;
}

export type Extension =
  | { readonly kind: 'extended'; readonly head: Head }
  | { readonly kind: 'unsound'; readonly problem: 'log' | 'start' | 'size' | 'previous root' | 'root' | 'frontier' };

/** Recomputes a seal on top of `head`, and says what does not agree. */
export function extend(head: Head, manifest: Manifest): Extension {
  const leaves = manifest.objects.flatMap((object) => object.leaves.map(fromHex));
  const frontier = append(head.frontier, leaves);
  const unsound = (problem: Extract<Extension, { kind: 'unsound' }>['problem']): Extension => ({ kind: 'unsound', problem });
  if (manifest.log !== head.log) return unsound('log');
  if (manifest.start !== head.frontier.size) return unsound('start');
  if (manifest.size !== frontier.size) return unsound('size');
  if (manifest.prevRoot !== hex(rootOf(head.frontier))) return unsound('previous root');
  if (manifest.root !== hex(rootOf(frontier))) return unsound('root');
  if (manifest.peaks.join() !== frontier.peaks.map(hex).join()) return unsound('frontier');
  return { kind: 'extended', head: { log: head.log, frontier } };
}
