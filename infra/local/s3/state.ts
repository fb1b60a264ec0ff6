import { seededBytes } from '../front/seeded-bytes.ts';
import type { World } from '../world.ts';
import { Bucket, type BucketSettings } from './bucket.ts';
import { noSuchBucket } from './errors.ts';
import { applyLifecycle } from './lifecycle.ts';

/** All buckets of the account, and the ids that S3 gives out. */
export class Buckets {
  readonly #world: World;
  readonly #byName = new Map<string, Bucket>();
  readonly #bytes: (length: number) => Buffer;
  #sequence = 0;

  constructor(world: World) {
    this.#world = world;
    this.#bytes = seededBytes(world, 's3.ids');
  }

  create(name: string, settings: BucketSettings): Bucket {
    if (this.#byName.has(name)) throw new Error(`bucket ${name} exists already`);
    const bucket = new Bucket(name, settings, this.#world.clock.now(), () => this.#bytes(24).toString('base64url'));
    this.#byName.set(name, bucket);
    return bucket;
  }

  all(): readonly Bucket[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Bucket | undefined {
    const bucket = this.#byName.get(name);
    if (bucket !== undefined) applyLifecycle(bucket, this.#world.clock.now());
    return bucket;
  }

  named(name: string): Bucket {
    const bucket = this.find(name);
    if (bucket === undefined) throw noSuchBucket(name);
    return bucket;
  }

  newRequestId(): string {
    return this.#bytes(8).toString('hex').toUpperCase();
  }

  newUploadId(): string {
    return this.#bytes(48).toString('base64url');
  }

  /** Hexadecimal; of two events about one key the later has the greater. */
  nextSequencer(): string {
    this.#sequence += 1;
    return (this.#world.clock.now() * 1_000_000 + this.#sequence).toString(16).toUpperCase().padStart(18, '0');
  }
}
