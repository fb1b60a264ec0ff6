import { createHmac, createSecretKey } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { TryAgain } from '../faults/fault.ts';
import { ownText } from '../packed/own-text.ts';
import { kmsClient } from './clients.ts';
import type { DataKeyService } from './data-keys.ts';

/** Names for people and numbers that say nothing to whoever lacks the pepper: 22 characters of base64url. */
export interface Pseudonyms {
  /** @param sisId the student's `sourcedId` in the export */
  student(sisId: string): string;
  /** @param sisContactId the contact's `sourcedId` in the export */
  contact(sisContactId: string): string;
  /** @param e164 e.g. `+12025550123` */
  number(e164: string): string;
}

/** The pepper could not be read or made. */
export class PepperUnavailable extends TryAgain<{ table: string }> {
  readonly code = 'PEPPER_UNAVAILABLE';
}

export interface PepperOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly keyArn: string;
  /** The district's domain. */
  readonly district: string;
  readonly kms?: Pick<DataKeyService, 'generateDataKey' | 'decrypt'>;
}

const KEY = { pk: 'DISTRICT', sk: 'PEPPER' } as const;

/**
 * The district's pseudonyms, from the pepper in the contacts table; the first caller ever makes it.
 * One GetItem and one KMS Decrypt: do it once per environment.
 * Durable: the pepper is stored before any pseudonym made with it is handed out.
 * @throws PepperUnavailable
 */
export async function openPseudonyms(options: PepperOptions): Promise<Pseudonyms> {
  return pseudonymsFrom(await openPepper(options));
}

/** HMAC-SHA-256 over kind, a zero byte and the id, under the pepper, cut to 132 bits. */
export function pseudonymsFrom(pepper: Uint8Array): Pseudonyms {
  // As a key object: with bytes, Node makes one anew for every name, and a roster has tens of thousands.
  const key = createSecretKey(pepper);
  const name = (kind: string, id: string): string =>
    ownText(createHmac('sha256', key).update(`${kind}\0${id}`, 'utf8').digest('base64url').slice(0, 22));
  return {
    student: (sisId) => name('student', sisId),
    contact: (sisContactId) => name('contact', sisContactId),
    number: (e164) => name('number', e164),
  };
}

async function openPepper({ documents, table, keyArn, district, kms = kmsClient() }: PepperOptions): Promise<Uint8Array> {
  const context = { app: 'ringfence', district, table, kind: 'pepper' };
  try {
    const sealed = (await readPepper(documents, table)) ?? (await makePepper());
    const { Plaintext } = await kms.decrypt({ CiphertextBlob: sealed, KeyId: keyArn, EncryptionContext: context });
    if (Plaintext === undefined) throw new Error('KMS answered without the pepper');
    return Plaintext;
  } catch (error) {
    throw new PepperUnavailable('the pepper of the contact book could not be opened', { table }, 'It is tried again.', {
      cause: error,
    });
  }

  async function makePepper(): Promise<Uint8Array> {
    const made = await kms.generateDataKey({ KeyId: keyArn, KeySpec: 'AES_256', EncryptionContext: context });
    const Item = { ...KEY, sealed: made.CiphertextBlob };
    const put = new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' });
    await documents.send(put).catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    });
    // Read back in any case: whoever was first made the one pepper there is.
    const stored = await readPepper(documents, table);
    if (stored === undefined) throw new Error('the pepper was put and is not there');
    return stored;
  }
}

async function readPepper(documents: DynamoDBDocumentClient, table: string): Promise<Uint8Array | undefined> {
  const { Item } = await documents.send(new GetCommand({ TableName: table, Key: KEY, ConsistentRead: true }));
  return Item?.['sealed'] instanceof Uint8Array ? Item['sealed'] : undefined;
}
