import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataKeyService } from './data-keys.ts';
import { createEnvelope, EnvelopeForged, EnvelopeUnavailable } from './envelope.ts';

const keyArn = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555';

/** A key service with real cryptography (AES-GCM, context as additional data) that counts what it is asked. */
function localKeys() {
  const master = randomBytes(32);
  const asked = { generateDataKey: 0, decrypt: 0 };
  let broken = false;
  const wrap = (plain: Uint8Array, context: object): Buffer => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from(JSON.stringify(context)));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  const unwrap = (blob: Uint8Array, context: object): Buffer => {
    const bytes = Buffer.from(blob);
    const decipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, 12)).setAAD(Buffer.from(JSON.stringify(context)));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  };
  const named = (name: string) => Object.assign(new Error(`${name} by the test`), { name });
  const sorted = (context: object = {}) => Object.fromEntries(Object.entries(context).sort());
  const kms: DataKeyService = {
    async generateDataKey({ KeyId, EncryptionContext }) {
      asked.generateDataKey += 1;
      if (broken) throw named('TimeoutError');
      const Plaintext = randomBytes(32);
      return { KeyId, Plaintext, CiphertextBlob: wrap(Plaintext, sorted(EncryptionContext)), $metadata: {} };
    },
    async decrypt({ KeyId, CiphertextBlob, EncryptionContext }) {
      asked.decrypt += 1;
      if (broken) throw named('TimeoutError');
      try {
        return { KeyId, Plaintext: unwrap(CiphertextBlob ?? Buffer.alloc(0), sorted(EncryptionContext)), $metadata: {} };
      } catch {
        throw named('InvalidCiphertextException');
      }
    },
    encrypt: () => Promise.reject(named('NotAskedForException')),
  };
  return { kms, asked, fail: () => (broken = true) };
}

let tables = 0;
const envelopeOver = (kms: DataKeyService, table = `contacts-${tables++}`) =>
  createEnvelope({ keyArn, district: 'elbert.example', table, kms });
const binding = { key: 'CONTACT#abc|BOOK', kind: 'contact', version: 3 };

describe('the envelope', () => {
  it('opens what it sealed', async () => {
    const envelope = envelopeOver(localKeys().kms);
    const sealed = await envelope.seal(binding, { name: 'Zoë Ångström', list: [1, null, { a: true }] });
    expect(await envelope.open(binding, sealed)).toEqual({ name: 'Zoë Ångström', list: [1, null, { a: true }] });
    expect(Buffer.from(sealed).includes('Zoë')).toBe(false);
  });

  it('refuses a blob that was moved to another item, kind or version', async () => {
    const envelope = envelopeOver(localKeys().kms);
    const sealed = await envelope.seal(binding, { opted: 'in' });
    for (const other of [{ key: 'CONTACT#xyz|BOOK' }, { kind: 'consent' }, { version: 4 }]) {
      await expect(envelope.open({ ...binding, ...other }, sealed)).rejects.toBeInstanceOf(EnvelopeForged);
    }
  });

  it('refuses a blob of another table or district under the same key', async () => {
    const { kms } = localKeys();
    const sealed = await envelopeOver(kms, 'contacts-here').seal(binding, 1);
    await expect(envelopeOver(kms, 'contacts-there').open(binding, sealed)).rejects.toMatchObject({
      code: 'ENVELOPE_FORGED',
      where: { why: 'sealed for another table or district' },
    });
  });

  it('refuses a blob with any one bit changed', async () => {
    const envelope = envelopeOver(localKeys().kms);
    const sealed = await envelope.seal(binding, { stop: ['event'] });
    const anyBit = fc.integer({ min: 0, max: sealed.length * 8 - 1 });
    await fc.assert(
      fc.asyncProperty(anyBit, async (bit) => {
        const changed = Buffer.from(sealed);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await expect(envelope.open(binding, changed)).rejects.toBeInstanceOf(EnvelopeForged);
      }),
      { numRuns: 300 },
    );
  });

  it('asks KMS once for many items sealed and opened side by side', async () => {
    const { kms, asked } = localKeys();
    const envelope = envelopeOver(kms, 'contacts-many');
    const sealed = await Promise.all(Array.from({ length: 60 }, (_, n) => envelope.seal({ ...binding, version: n }, n)));
    const opened = await Promise.all(sealed.map((blob, n) => envelope.open<number>({ ...binding, version: n }, blob)));
    expect(opened).toEqual(sealed.map((_, n) => n));
    expect(asked).toEqual({ generateDataKey: 1, decrypt: 1 });
  });

  it('tells a silent KMS from a forged blob: the one may be tried again, the other never', async () => {
    const keys = localKeys();
    const sealed = await envelopeOver(keys.kms, 'contacts-silent').seal(binding, 1);
    keys.fail();
    const cold = createEnvelope({ keyArn, district: 'elbert.example', table: 'contacts-silent-2', kms: keys.kms });
    await expect(cold.seal(binding, 1)).rejects.toBeInstanceOf(EnvelopeUnavailable);
    await expect(cold.sealAll([{ binding, payload: 1 }])).rejects.toBeInstanceOf(EnvelopeUnavailable);
    await expect(cold.open(binding, sealed)).rejects.toBeInstanceOf(EnvelopeUnavailable);
    await expect(cold.open(binding, Buffer.from('nonsense'))).rejects.toBeInstanceOf(EnvelopeForged);
  });
});

describe('what is sealed together', () => {
  it('opens one by one, whatever it is, and nowhere else', async () => {
    const envelope = envelopeOver(localKeys().kms);
    const payloads = fc.array(fc.oneof(fc.jsonValue(), fc.string({ minLength: 4_000, maxLength: 9_000 })), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(payloads, async (all) => {
        const items = all.map((payload, version) => ({ binding: { ...binding, version }, payload }));
        const sealed = await envelope.sealAll(items);
        expect(sealed).toHaveLength(all.length);
        for (const [version, blob] of sealed.entries()) {
          const opened = await envelope.open({ ...binding, version }, blob);
          expect(JSON.stringify(opened)).toBe(JSON.stringify(all[version]));
          await expect(envelope.open({ ...binding, version: version + 1 }, blob)).rejects.toBeInstanceOf(EnvelopeForged);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is under keys of its own where it is equal, and refused with any one bit changed', async () => {
    const envelope = envelopeOver(localKeys().kms);
    const [sealed = Buffer.alloc(0), again] = await envelope.sealAll(
      [1, 2].map(() => ({ binding, payload: { stop: ['event'] } })),
    );
    const alone = await envelope.seal(binding, { stop: ['event'] });
    expect([sealed.length, Buffer.from(sealed).equals(again ?? sealed)]).toEqual([alone.length, false]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: sealed.length * 8 - 1 }), async (bit) => {
        const changed = Buffer.from(sealed);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await expect(envelope.open(binding, changed)).rejects.toBeInstanceOf(EnvelopeForged);
      }),
      { numRuns: 300 },
    );
  });

  it('asks for one key, however many seal side by side', async () => {
    const { kms, asked } = localKeys();
    const envelope = envelopeOver({
      ...kms,
      generateDataKey: (wanted) => new Promise((resolve) => setImmediate(() => resolve(kms.generateDataKey(wanted)))),
    });
    const items = Array.from({ length: 600 }, (_, version) => ({ binding: { ...binding, version }, payload: version }));
    const sealed = await Promise.all([1, 2, 3, 4].map(() => envelope.sealAll(items)));
    expect([asked.generateDataKey, ...sealed.map(({ length }) => length)]).toEqual([1, 600, 600, 600, 600]);
  });

  it('has a new key from KMS after five thousand items', async () => {
    const { kms, asked } = localKeys();
    const envelope = envelopeOver(kms);
    const items = Array.from({ length: 5_000 }, (_, version) => ({ binding: { ...binding, version }, payload: version }));
    const sealed = await envelope.sealAll(items);
    expect(asked).toEqual({ generateDataKey: 1, decrypt: 0 });
    const [next = Buffer.alloc(0)] = await envelope.sealAll(items.slice(0, 1));
    expect(asked.generateDataKey).toBe(2);
    expect(await envelope.open({ ...binding, version: 4_999 }, sealed[4_999] ?? next)).toBe(4_999);
  });
});
