import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  getLocalCryptographicMaterialsCache,
  KmsKeyringNode,
  type KmsKeyringNodeInput,
  NodeAlgorithmSuite,
  NodeCachingMaterialsManager,
} from '@aws-crypto/client-node';
import { GiveUp, TryAgain } from '../faults/fault.ts';
import { chunksOf } from '../packed/chunks.ts';
import { kmsClient } from './clients.ts';
import { type DataKeyService, KMS_UNANSWERED, sharedDataKeys } from './data-keys.ts';
import { sealMany } from './seal-many.ts';

/** What a sealed blob belongs to. It travels inside the blob and is compared on opening. */
export interface Binding {
  /** `pk|sk` of the item. */
  readonly key: string;
  readonly kind: string;
  /** The item's `version`. */
  readonly version: number;
}

/** Client-side encryption of everything personal (AWS.md, "Keys and envelopes"). */
export interface Envelope {
  /**
   * @param payload plain JSON.
   * @throws EnvelopeUnavailable when KMS gave no data key.
   */
  seal(binding: Binding, payload: unknown): Promise<Uint8Array>;
  /**
   * @throws EnvelopeForged when the bytes were altered, or belong to another item, kind, version, table or district.
   * @throws EnvelopeUnavailable when KMS did not answer: nothing is known about the bytes.
   */
  open<T>(binding: Binding, sealed: Uint8Array): Promise<T>;
}

export interface Item {
  readonly binding: Binding;
  /** Plain JSON. */
  readonly payload: unknown;
}

/** Seals a district's people in a fifth of the time; who opens it sees no difference. */
export interface BulkEnvelope extends Envelope {
  /**
   * In the order of the items, `SEALED_TOGETHER` under one data key at most.
   * @throws EnvelopeUnavailable when KMS gave no data key.
   */
  sealAll(items: readonly Item[]): Promise<readonly Uint8Array[]>;
}

/** A blob that is not what it is offered as: changed, moved, swapped or replayed. Never treat as absent. */
export class EnvelopeForged extends GiveUp<{ key: string; kind: string; version: number; why: string }> {
  readonly code = 'ENVELOPE_FORGED';
}

export class EnvelopeUnavailable extends TryAgain<{ key: string; kind: string; version: number }> {
  readonly code = 'ENVELOPE_UNAVAILABLE';
}

export interface EnvelopeOptions {
  /** The data key's full ARN (an alias would open nothing: the blob names the key by ARN). */
  readonly keyArn: string;
  /** The district's domain. */
  readonly district: string;
  /** Name of the table the blobs lie in. */
  readonly table: string;
  readonly kms?: DataKeyService;
}

const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
// Committing, without a signature per message: 8 times faster and 200 bytes shorter (AWS-REFERENCE §7.1).
const suiteId = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;

/** Far more than the data keys of a large district's book: a cache smaller than that asks KMS for nearly every item. */
const CACHE_CAPACITY = 20_000;
const MAX_AGE_MS = 5 * 60_000;
const MESSAGES_PER_KEY = 1_000;
/** By `sealAll`: four items a contact, and KMS is to be asked once for a thousand contacts at most (ADR 24). */
const SEALED_TOGETHER = 5_000;
/** Of them, at a time. */
const GROUP = 500;
const materials = getLocalCryptographicMaterialsCache(CACHE_CAPACITY);

/** One envelope for one table; keep it for the life of the environment, for its cached data keys. */
export function createEnvelope({ keyArn, district, table, kms = kmsClient() }: EnvelopeOptions): BulkEnvelope {
  const context = { app: 'ringfence', district, table };
  const keys = sharedDataKeys(kms);
  // The library's own type of a client knows no `undefined` in answers; it checks each answer when it has it.
  const clientProvider = (() => keys) as unknown as NonNullable<KmsKeyringNodeInput['clientProvider']>;
  const backingMaterials = new KmsKeyringNode({ generatorKeyId: keyArn, clientProvider });
  const cached = { backingMaterials, cache: materials, maxAge: MAX_AGE_MS };
  const partition = `${keyArn} ${district} ${table}`;
  const manager = new NodeCachingMaterialsManager({ ...cached, maxMessagesEncrypted: MESSAGES_PER_KEY, partition });
  // To the library, each group is a message.
  const groups = new NodeCachingMaterialsManager({
    ...cached,
    maxMessagesEncrypted: SEALED_TOGETHER / GROUP,
    partition: `${partition} many`,
  });

  // One after the other: side by side, all the first sealings of a cold environment would each ask KMS for a key of their own.
  let lastSealing: Promise<unknown> = Promise.resolve();
  let lastGroup: Promise<unknown> = Promise.resolve();
  const sealNow = async ({ binding, payload }: Item): Promise<Uint8Array> => {
    try {
      const { result } = await encrypt(manager, wrapped({ binding, payload }), { suiteId, encryptionContext: context });
      return result;
    } catch (error) {
      throw noKey(binding, error);
    }
  };
  const sealGroup = async (items: readonly Item[]): Promise<readonly Uint8Array[]> => {
    const texts = items.map(wrapped);
    const material = await materialFrom(groups, context).catch((error) => {
      throw noKey(items[0]?.binding, error);
    });
    return sealMany(material, texts);
  };

  return {
    seal(binding, payload) {
      const sealing = lastSealing.then(() => sealNow({ binding, payload }));
      lastSealing = sealing.catch(() => undefined);
      return sealing;
    },
    async sealAll(items) {
      const sealed: Uint8Array[] = [];
      for (const group of chunksOf(items, GROUP)) {
        const sealing = lastGroup.then(() => sealGroup(group));
        lastGroup = sealing.catch(() => undefined);
        sealed.push(...(await sealing));
      }
      return sealed;
    },
    async open<T>(binding: Binding, sealed: Uint8Array): Promise<T> {
      const { plaintext, messageHeader } = await decryptOrFault(manager, binding, sealed);
      // The library authenticates the context but does not compare it with what the reader expects.
      const found = messageHeader.encryptionContext;
      const foreign = Object.entries(context).some(([name, value]) => found[name] !== value);
      if (foreign) throw forged(binding, 'sealed for another table or district');
      return unwrap<T>(binding, plaintext);
    },
  };
}

async function decryptOrFault(manager: NodeCachingMaterialsManager, binding: Binding, sealed: Uint8Array) {
  try {
    return await decrypt(manager, Buffer.from(sealed));
  } catch (error) {
    if (error instanceof Error && error.message.includes(KMS_UNANSWERED)) {
      throw new EnvelopeUnavailable('KMS did not open the data key', { ...binding }, 'It is tried again.', { cause: error });
    }
    throw forged(binding, 'the bytes do not authenticate', error);
  }
}

function materialFrom(manager: NodeCachingMaterialsManager, encryptionContext: Readonly<Record<string, string>>) {
  const suite = new NodeAlgorithmSuite(suiteId);
  const commitmentPolicy = CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT;
  // Without a length the library does not cache: each item is far shorter than what a data key may seal.
  return manager.getEncryptionMaterials({ suite, encryptionContext, commitmentPolicy, plaintextLength: 1 });
}

function noKey(binding: Binding | undefined, cause: unknown): EnvelopeUnavailable {
  const where = binding ?? { key: '', kind: '', version: 0 };
  return new EnvelopeUnavailable('KMS gave no data key to seal with', { ...where }, 'It is tried again.', { cause });
}

function wrapped({ binding, payload }: Item): Buffer {
  return Buffer.from(JSON.stringify({ b: bound(binding), p: payload }));
}

function unwrap<T>(binding: Binding, plaintext: Buffer): T {
  const { b, p } = JSON.parse(plaintext.toString('utf8'));
  if (JSON.stringify(b) !== JSON.stringify(bound(binding))) throw forged(binding, 'sealed as something else');
  // What was sealed under this binding is what its kind says; the blob is authenticated down to the last byte.
  return p as T;
}

function bound({ key, kind, version }: Binding): readonly [string, string, number] {
  return [key, kind, version];
}

function forged(binding: Binding, why: string, cause?: unknown): EnvelopeForged {
  return new EnvelopeForged(
    `the sealed item is not what it is offered as: ${why}`,
    { ...binding, why },
    'Treat as tampering: find out who wrote the item last (CloudTrail).',
    { cause },
  );
}
