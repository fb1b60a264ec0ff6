import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkpointKey,
  keyId,
  parseCheckpoint,
  parseNote,
  parsePublicKey,
  rawKey,
  signCheckpoint,
  verifyNote,
  vkey,
} from './checkpoint.ts';
import { leafHash } from './leaf.ts';

/** The example of c2sp.org/signed-note, and the key it is signed with. */
const EXAMPLE_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const EXAMPLE =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

const ORIGIN = 'audit.elbert.example/2026-27';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const der = publicKey.export({ format: 'der', type: 'spki' });
const raw = rawKey(der) ?? Buffer.alloc(0);
const signer = { publicKey: async () => raw, sign: async (bytes: Uint8Array) => sign(null, bytes, privateKey) };

describe('a signed note', () => {
  it('is verified as the example of C2SP, from the verifier key alone', () => {
    const note = parseNote(EXAMPLE);
    const key = parsePublicKey(EXAMPLE_KEY);
    if (note === undefined || key === undefined) throw new Error('the example does not parse');
    expect(keyId('PeterNeumann', key).toString('hex')).toBe('c74f20a3');
    expect(vkey('PeterNeumann', key)).toBe(EXAMPLE_KEY);
    expect(verifyNote(note, 'PeterNeumann', key)).toBe('signed');
    expect(verifyNote({ ...note, text: note.text.replace('answer', 'question') }, 'PeterNeumann', key)).toBe('wrong signature');
    expect(verifyNote(note, 'PeterNeumann', raw)).toBe('not signed by this key');
  });

  it('may carry a witness’s signature beside the log’s', async () => {
    const own = await signCheckpoint({ origin: ORIGIN, size: 3, root: leafHash('x') }, signer);
    const note = parseNote(`${own}— witness.example ${Buffer.alloc(76).toString('base64')}\n`);
    expect(note === undefined ? 'unreadable' : verifyNote(note, ORIGIN, raw)).toBe('signed');
  });
});

describe('a checkpoint', () => {
  it('has three lines, and comes back as it was written', async () => {
    const root = leafHash('x');
    const note = parseNote(await signCheckpoint({ origin: ORIGIN, size: 21, root }, signer));
    expect(note?.text).toBe(`${ORIGIN}\n21\n${root.toString('base64')}\n`);
    expect(parseCheckpoint(note?.text ?? '')).toEqual({ origin: ORIGIN, size: 21, root });
    expect(checkpointKey(ORIGIN, 21)).toBe('checkpoint/2026-27/000000000021');
  });

  it.each([
    `${ORIGIN}\n021\n${leafHash('x').toString('base64')}\n`,
    `${ORIGIN}\n21\n${leafHash('x').toString('base64')}\nextension\n`,
    `${ORIGIN}\n21\n${leafHash('x').toString('base64').slice(0, -2)}t=\n`,
    `${ORIGIN}\n-1\nAAAA\n`,
  ])('is not %j', (text) => expect(parseCheckpoint(text)).toBeUndefined());

  it('is verified with the key in whatever form an auditor was handed it', () => {
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
    for (const form of [pem, der.toString('base64'), vkey(ORIGIN, raw)]) expect(parsePublicKey(form)).toEqual(raw);
    expect(parsePublicKey(vkey(ORIGIN, raw).replace('elbert', 'albert'))).toBeUndefined();
    expect(parsePublicKey('')).toBeUndefined();
  });
});
