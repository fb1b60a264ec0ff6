/**
 * Many messages of the Encryption SDK under one data key. The library makes each through streams and a turn of the event loop, lays
 * out the same header anew, and derives each message's key by three HMACs whose keys are made anew as well: nine tenths of its time.
 * Here its own materials, header, labels and frame, Node's HKDF (RFC 5869) and cipher do the same work message after message.
 * Whatever comes out is opened by the library alone, which checks all of it (format: AWS Encryption SDK, "message format reference",
 * version 2).
 */
import { createCipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import type { NodeEncryptionMaterial } from '@aws-crypto/client-node';
import { aadFactory, FRAME_LENGTH, kdfCommitKeyInfo, serializeFactory } from '@aws-crypto/serialize';

const ID_BYTES = 32;
const COMMITMENT_BYTES = 32;
/** Behind the version (1 byte) and the suite (2). */
const ID_AT = 3;
/** A message of one frame, which is the last. */
const FRAME = { sequenceNumber: 1, isFinalFrame: true } as const;

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const format = serializeFactory(utf8, { utf8Sorting: true });
const { messageAAD, messageAADContentString } = aadFactory(utf8);

/** @param material of a suite with key commitment and without a signature; its key is wiped afterwards */
export function sealMany(material: NodeEncryptionMaterial, texts: readonly Buffer[]): Uint8Array[] {
  try {
    return sealedUnder(material, texts);
  } finally {
    material.zeroUnencryptedDataKey();
  }
}

function sealedUnder(material: NodeEncryptionMaterial, texts: readonly Buffer[]): Uint8Array[] {
  const { suite, encryptedDataKeys, encryptionContext } = material;
  const keysOf = keyDerivation(material);
  const frameLength = texts.reduce((longest, { length }) => Math.max(longest, length), FRAME_LENGTH);
  const blank = { messageId: new Uint8Array(ID_BYTES), suiteData: new Uint8Array(COMMITMENT_BYTES) };
  const header = format.buildMessageHeader({ suite, encryptedDataKeys, encryptionContext, frameLength, ...blank });
  const template = format.serializeMessageHeader(header);
  const place = messageAADContentString({ contentType: header.contentType, isFinalFrame: FRAME.isFinalFrame });
  const [headerIv, frameIv] = [format.headerAuthIv(suite.ivLength), format.frameIv(suite.ivLength, FRAME.sequenceNumber)];
  const frameTemplate = Buffer.from(format.finalFrameHeader(FRAME.sequenceNumber, frameIv, 0));
  const aadTemplate = Buffer.from(messageAAD(blank.messageId, place, FRAME.sequenceNumber, 0));
  const ids = randomBytes(ID_BYTES * texts.length);
  return texts.map((text, nth) => {
    const messageId = ids.subarray(nth * ID_BYTES, (nth + 1) * ID_BYTES);
    const { key, commitment } = keysOf(messageId);
    const head = Buffer.from(template);
    head.set(messageId, ID_AT);
    head.set(commitment, head.length - COMMITMENT_BYTES);
    const [ofHeader, ofFrame] = [createCipheriv(CIPHER, key, headerIv), createCipheriv(CIPHER, key, frameIv)];
    ofHeader.setAAD(head);
    ofHeader.final();
    aadTemplate.set(messageId);
    ofFrame.setAAD(withLength(aadTemplate, text.length));
    const body = ofFrame.update(text);
    // In this mode the end adds nothing to the text.
    ofFrame.final();
    const frameHead = withLength(frameTemplate, text.length);
    return Buffer.concat([head, ofHeader.getAuthTag(), frameHead, body, ofFrame.getAuthTag()]);
  });
}

/** Both end with the length of the text. */
function withLength(template: Buffer, length: number): Buffer {
  template.writeUInt32BE(length, template.length - Uint32Array.BYTES_PER_ELEMENT);
  return template;
}

const CIPHER = 'aes-256-gcm';

/** Each message has a key of its own, derived from the data key with its id as salt, and a commitment to it. */
function keyDerivation(material: NodeEncryptionMaterial) {
  const { suite } = material;
  const { encryption, kdf, kdfHash, commitment, keyLengthBytes } = suite;
  if (encryption !== CIPHER || kdf !== 'HKDF' || kdfHash === undefined || commitment !== 'KEY')
    throw new Error(`not a suite that seals many: ${suite.name}`);
  const dataKey = material.getUnencryptedDataKey();
  // As a key object: with bytes, Node makes one anew for every message. The library's own type of one says less than Node's.
  const from = dataKey instanceof Uint8Array ? createSecretKey(dataKey) : (dataKey as KeyObject);
  const { keyLabel, commitLabel } = kdfCommitKeyInfo(suite);
  return (messageId: Uint8Array) => ({
    key: createSecretKey(new Uint8Array(hkdfSync(kdfHash, from, messageId, keyLabel, keyLengthBytes))),
    commitment: new Uint8Array(hkdfSync(kdfHash, from, messageId, commitLabel, COMMITMENT_BYTES)),
  });
}
