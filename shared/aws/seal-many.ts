/**
 * Many messages of the Encryption SDK under one data key. The library makes each through streams and a turn of the event loop, and
 * lays out the same header anew: four fifths of its time. Here its own parts do the same work message after message: its materials,
 * its derivation of a key for each message with its commitment, its header, its frame. Whatever comes out is opened by the library
 * alone, which checks all of it (format: AWS Encryption SDK, "message format reference", version 2).
 */
import { randomBytes } from 'node:crypto';
import { getEncryptHelper, type NodeEncryptionMaterial } from '@aws-crypto/client-node';
import { aadFactory, FRAME_LENGTH, serializeFactory } from '@aws-crypto/serialize';

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
  const { suite, encryptedDataKeys, encryptionContext } = material;
  const { getCipherInfo, dispose } = getEncryptHelper(material);
  const frameLength = texts.reduce((longest, { length }) => Math.max(longest, length), FRAME_LENGTH);
  const blank = { messageId: new Uint8Array(ID_BYTES), suiteData: new Uint8Array(COMMITMENT_BYTES) };
  const header = format.buildMessageHeader({ suite, encryptedDataKeys, encryptionContext, frameLength, ...blank });
  const template = format.serializeMessageHeader(header);
  const place = messageAADContentString({ contentType: header.contentType, isFinalFrame: FRAME.isFinalFrame });
  const [headerIv, frameIv] = [format.headerAuthIv(suite.ivLength), format.frameIv(suite.ivLength, FRAME.sequenceNumber)];
  const ids = randomBytes(ID_BYTES * texts.length);
  const sealed = texts.map((text, nth) => {
    const messageId = ids.subarray(nth * ID_BYTES, (nth + 1) * ID_BYTES);
    const { getCipher, keyCommitment } = getCipherInfo(messageId);
    if (keyCommitment?.length !== COMMITMENT_BYTES) throw new Error('the suite does not commit to its key');
    const head = Buffer.from(template);
    head.set(messageId, ID_AT);
    head.set(keyCommitment, head.length - COMMITMENT_BYTES);
    const [ofHeader, ofFrame] = [getCipher(headerIv), getCipher(frameIv)];
    ofHeader.setAAD(head);
    ofHeader.final();
    ofFrame.setAAD(Buffer.from(messageAAD(messageId, place, FRAME.sequenceNumber, text.length)));
    const body = Buffer.concat([ofFrame.update(text), ofFrame.final()]);
    const frameHead = format.finalFrameHeader(FRAME.sequenceNumber, frameIv, text.length);
    return Buffer.concat([head, ofHeader.getAuthTag(), frameHead, body, ofFrame.getAuthTag()]);
  });
  dispose();
  return sealed;
}
