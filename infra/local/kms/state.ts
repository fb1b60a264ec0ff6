import { seededBytes, uuidOf } from '../front/seeded-bytes.ts';
import type { World } from '../world.ts';
import { aliasNotFound, invalidKeyId, keyNotFound } from './errors.ts';
import { type Key, type KeySpec, keySpecs } from './key.ts';

export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly keyId: string;
  readonly createdAt: number;
}

/** All keys and aliases of the account. Keys grow from the world's seed: the same run has the same keys. */
export class Keys {
  readonly #world: World;
  readonly #byId = new Map<string, Key>();
  readonly #aliases = new Map<string, Alias>();
  /** For data keys and nonces. */
  readonly randomBytes: (length: number) => Buffer;

  constructor(world: World) {
    this.#world = world;
    this.randomBytes = seededBytes(world, 'kms.random');
  }

  /** The same logical id under the same seed is the same key, in whatever order keys are made. */
  create(logicalId: string, spec: KeySpec, description: string, enabled: boolean): Key {
    const bytes = seededBytes(this.#world, `kms.key.${logicalId}`);
    const id = uuidOf(bytes(16));
    const key: Key = {
      id,
      arn: this.#arn(`key/${id}`),
      spec,
      usage: keySpecs[spec].usage,
      algorithms: keySpecs[spec].algorithms,
      description,
      createdAt: this.#world.clock.now(),
      secret: bytes(32),
      state: enabled ? 'Enabled' : 'Disabled',
      deletionAt: undefined,
    };
    this.#byId.set(id, key);
    return key;
  }

  addAlias(name: string, target: string): Alias {
    const alias = { name, arn: this.#arn(name), keyId: this.named(target).id, createdAt: this.#world.clock.now() };
    this.#aliases.set(name, alias);
    return alias;
  }

  aliases(): readonly Alias[] {
    return [...this.#aliases.values()];
  }

  byId(id: string): Key | undefined {
    return this.#byId.get(id);
  }

  /** By key id, key ARN, alias name or alias ARN. */
  named(name: string): Key {
    const prefix = this.#arn('');
    const local = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    if (local.startsWith('arn:')) throw invalidKeyId(name);
    if (local.startsWith('alias/')) {
      const key = this.#byId.get(this.#aliases.get(local)?.keyId ?? '');
      if (key === undefined) throw aliasNotFound(this.#arn(local));
      return key;
    }
    const id = local.replace(/^key\//, '');
    const key = this.#byId.get(id);
    if (key !== undefined) return key;
    throw /^[0-9a-f-]{36}$/.test(id) ? keyNotFound(this.#arn(`key/${id}`)) : invalidKeyId(name);
  }

  #arn(rest: string): string {
    return `arn:aws:kms:${this.#world.region}:${this.#world.accountId}:${rest}`;
  }
}
