import type {
  DecryptCommandInput,
  DecryptCommandOutput,
  EncryptCommandInput,
  EncryptCommandOutput,
  GenerateDataKeyCommandInput,
  GenerateDataKeyCommandOutput,
} from '@aws-sdk/client-kms';

/** What the Encryption SDK asks of KMS; the SDK's aggregated `KMS` client is one. */
export interface DataKeyService {
  generateDataKey(request: GenerateDataKeyCommandInput): Promise<GenerateDataKeyCommandOutput>;
  encrypt(request: EncryptCommandInput): Promise<EncryptCommandOutput>;
  decrypt(request: DecryptCommandInput): Promise<DecryptCommandOutput>;
}

/** Stands in the message of an error that says "KMS did not answer", as against "KMS says these bytes are wrong". */
export const KMS_UNANSWERED = 'KMS_UNANSWERED';

const VERDICTS_ON_BYTES = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

/**
 * KMS for the Encryption SDK, with two manners it lacks: openings that need the same data key at the same moment share one
 * request (a cold function opens forty items at once), and a request that failed is told apart from a refusal of the bytes.
 */
export function sharedDataKeys(kms: DataKeyService): DataKeyService {
  const underWay = new Map<string, Promise<DecryptCommandOutput>>();

  const decryptOnce = (request: DecryptCommandInput): Promise<DecryptCommandOutput> => {
    const context = JSON.stringify(request.EncryptionContext ?? {});
    const key = `${Buffer.from(request.CiphertextBlob ?? []).toString('base64')} ${context}`;
    const running = underWay.get(key) ?? kms.decrypt(request).finally(() => underWay.delete(key));
    underWay.set(key, running);
    return running;
  };

  return {
    generateDataKey: (request) => kms.generateDataKey(request).catch(fail),
    encrypt: (request) => kms.encrypt(request).catch(fail),
    async decrypt(request) {
      try {
        const answer = await decryptOnce(request);
        // Each opening owns its copy: the library wipes the key it was given when the cache lets go of it.
        return answer.Plaintext === undefined ? answer : { ...answer, Plaintext: Uint8Array.from(answer.Plaintext) };
      } catch (error) {
        if (error instanceof Error && VERDICTS_ON_BYTES.has(error.name)) throw error;
        return fail(error);
      }
    },
  };
}

function fail(error: unknown): never {
  throw new Error(`${KMS_UNANSWERED} ${error instanceof Error ? error.name : ''}`, { cause: error });
}
