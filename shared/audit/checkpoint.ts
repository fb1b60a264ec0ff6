import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Hash } from './leaf.ts';
import { yearOf } from './log-name.ts';

/*
 * A checkpoint: a C2SP signed note (c2sp.org/tlog-checkpoint, c2sp.org/signed-note) of three lines, origin, size and root,
 * signed with Ed25519. Key: checkpoint/<school year>/<size, 12 digits>.
 */

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/** Who signs; behind it KMS, which never shows the private key. */
export interface Signer {
  /** The raw Ed25519 public key, 32 bytes. */
  publicKey(): Promise<Buffer>;
  /** A plain Ed25519 signature, 64 bytes; the same bytes give the same signature. */
  sign(bytes: Uint8Array): Promise<Buffer>;
}

export const CHECKPOINTS = 'checkpoint/';
const ED25519 = Buffer.of(1);
/** DER of a SubjectPublicKeyInfo for Ed25519, up to the key itself (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export function checkpointKey(log: string, size: number): string {
  return `${CHECKPOINTS}${yearOf(log)}/${String(size).padStart(12, '0')}`;
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** First 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
export function keyId(name: string, publicKey: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(ED25519).update(publicKey).digest().subarray(0, 4);
}

/** The verifier's key as C2SP writes it: `<name>+<key id>+<base64 of 0x01 ‖ public key>`. */
export function vkey(name: string, publicKey: Buffer): string {
  return `${name}+${keyId(name, publicKey).toString('hex')}+${Buffer.concat([ED25519, publicKey]).toString('base64')}`;
}

/** The note with its signature by the log's own key, whose name is the origin. */
export async function signCheckpoint(checkpoint: Checkpoint, signer: Signer): Promise<string> {
  const text = checkpointText(checkpoint);
  const signature = await signer.sign(Buffer.from(text, 'utf8'));
  const id = keyId(checkpoint.origin, await signer.publicKey());
  return `${text}\n— ${checkpoint.origin} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

export interface Note {
  /** What is signed: everything before the empty line, its last newline included. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly id: Buffer; readonly signature: Buffer }[];
}

const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;

/** `undefined` where it is no signed note. */
export function parseNote(note: string): Note | undefined {
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n')) return undefined;
  const signatures = note
    .slice(gap + 2, -1)
    .split('\n')
    .map((line) => {
      const [, name, blob] = SIGNATURE_LINE.exec(line) ?? [];
      const bytes = Buffer.from(blob ?? '', 'base64');
      if (name === undefined || bytes.length < 5 || bytes.toString('base64') !== blob) return undefined;
      return { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) };
    });
  const sound = signatures.filter((signature) => signature !== undefined);
  return sound.length === signatures.length ? { text: note.slice(0, gap + 1), signatures: sound } : undefined;
}

/** `undefined` where the text is not exactly a checkpoint's three lines. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [, origin, size, root] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text) ?? [];
  if (origin === undefined || size === undefined || root === undefined) return undefined;
  const checkpoint = { origin, size: Number(size), root: Buffer.from(root, 'base64') };
  return checkpointText(checkpoint) === text ? checkpoint : undefined;
}

export type NoteVerdict = 'signed' | 'not signed by this key' | 'wrong signature';

/** Whether `name`'s key signed the note; other signatures (witnesses) are left alone. */
export function verifyNote(note: Note, name: string, publicKey: Buffer): NoteVerdict {
  const id = keyId(name, publicKey);
  const own = note.signatures.filter((signature) => signature.name === name && signature.id.equals(id));
  if (own.length === 0) return 'not signed by this key';
  const key = keyObject(publicKey);
  const good = own.every(({ signature }) => verify(null, Buffer.from(note.text, 'utf8'), key, signature));
  return good ? 'signed' : 'wrong signature';
}

/**
 * The raw public key out of what an auditor may have been handed: a C2SP vkey, a PEM or the base64 of its DER.
 * `undefined` where it is none of them.
 */
export function parsePublicKey(text: string): Buffer | undefined {
  const [, name, id, blob] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? [];
  if (name !== undefined && blob !== undefined) {
    const bytes = Buffer.from(blob, 'base64');
    const raw = bytes.subarray(1);
    return bytes[0] === 1 && raw.length === 32 && keyId(name, raw).toString('hex') === id ? raw : undefined;
  }
  const der = Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64');
  return rawKey(der);
}

/** The 32 bytes inside the DER that KMS's GetPublicKey answers; `undefined` where it is not an Ed25519 key. */
export function rawKey(der: Buffer): Buffer | undefined {
  const fits = der.length === SPKI_PREFIX.length + 32 && der.subarray(0, SPKI_PREFIX.length).equals(SPKI_PREFIX);
  return fits ? der.subarray(SPKI_PREFIX.length) : undefined;
}

function keyObject(publicKey: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
}
