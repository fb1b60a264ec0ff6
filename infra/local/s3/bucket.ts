import type { Instant } from '../world.ts';
import type { Checksum } from './checksums.ts';
import type { DefaultRetention, Retention } from './object-lock.ts';
import { SortedKeys } from './sorted-keys.ts';

export interface Encryption {
  readonly algorithm: 'AES256' | 'aws:kms';
  /** ARN of the customer-managed key; AWS's own key has none here. */
  readonly keyArn: string | undefined;
  readonly bucketKey: boolean;
}

export interface Version {
  readonly key: string;
  /** `null` in buckets without versioning. */
  readonly id: string;
  readonly deleteMarker: boolean;
  readonly body: Buffer;
  /** Without the quotation marks. */
  readonly etag: string;
  readonly modified: Instant;
  /** Content-Type and its like, lower-cased names. */
  readonly headers: Readonly<Record<string, string>>;
  /** x-amz-meta-*, names without that prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum: Checksum | undefined;
  readonly encryption: Encryption;
  retention: Retention | undefined;
  legalHold: boolean;
}

export type Content = Omit<Version, 'id' | 'deleteMarker'>;

/** A multipart upload under way. Retention is fixed when it begins. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly startedAt: Instant;
  readonly algorithm: string | undefined;
  readonly checksumType: Checksum['type'];
  readonly content: Omit<Content, 'body' | 'etag' | 'modified' | 'checksum' | 'key'>;
  readonly parts: Map<number, { readonly body: Buffer; readonly etag: string }>;
}

/** Days after creation (`noncurrent`: after the successor's creation); undefined: the rule does not do that. */
export interface LifecycleRule {
  readonly prefix: string;
  readonly expirationDays: number | undefined;
  readonly noncurrentDays: number | undefined;
  readonly abortUploadsDays: number | undefined;
  readonly removeLoneMarkers: boolean;
}

/** Set once, by the template: S3 operations that would change them are not here. */
export interface BucketSettings {
  readonly versioning: 'Enabled' | undefined;
  readonly objectLock: boolean;
  readonly defaultRetention: DefaultRetention | undefined;
  readonly encryption: Encryption;
  readonly lifecycle: readonly LifecycleRule[];
  readonly eventBridge: boolean;
}

/** One bucket: versions by key, newest last. It decides nothing: locks and conditions are the operations' business. */
export class Bucket {
  readonly name: string;
  readonly createdAt: Instant;
  readonly settings: BucketSettings;
  readonly keys = new SortedKeys();
  readonly uploads = new Map<string, Upload>();
  /** The UTC day for which lifecycle rules have been applied. */
  lifecycleDay = 0;
  readonly #versions = new Map<string, Version[]>();
  readonly #newVersionId: () => string;

  constructor(name: string, settings: BucketSettings, createdAt: Instant, newVersionId: () => string) {
    this.name = name;
    this.settings = settings;
    this.createdAt = createdAt;
    this.#newVersionId = newVersionId;
  }

  get arn(): string {
    return `arn:aws:s3:::${this.name}`;
  }

  /** Newest last; empty for a key that was never there. */
  versions(key: string): readonly Version[] {
    return this.#versions.get(key) ?? [];
  }

  /** The newest version, which may be a delete marker. */
  latest(key: string): Version | undefined {
    return this.versions(key).at(-1);
  }

  put(content: Content): Version {
    return this.#add({ ...content, id: this.#nextId(), deleteMarker: false });
  }

  putMarker(key: string, now: Instant): Version {
    const nothing = { body: Buffer.alloc(0), etag: '', headers: {}, metadata: {}, checksum: undefined };
    const open = { retention: undefined, legalHold: false, encryption: this.settings.encryption };
    return this.#add({ key, id: this.#nextId(), deleteMarker: true, modified: now, ...nothing, ...open });
  }

  remove(version: Version): void {
    const rest = this.versions(version.key).filter((other) => other !== version);
    if (rest.length > 0) {
      this.#versions.set(version.key, rest);
      return;
    }
    this.#versions.delete(version.key);
    this.keys.remove(version.key);
  }

  *all(): Iterable<Version> {
    for (const versions of this.#versions.values()) yield* versions;
  }

  #nextId(): string {
    return this.settings.versioning === 'Enabled' ? this.#newVersionId() : 'null';
  }

  /** A version called `null` takes the place of the one of that name. */
  #add(version: Version): Version {
    const others = this.versions(version.key).filter(({ id }) => version.id !== 'null' || id !== 'null');
    this.#versions.set(version.key, [...others, version]);
    this.keys.add(version.key);
    return version;
  }
}
