/** One version of one key. */
export interface StoredVersion {
  readonly key: string;
  /** Empty where the source knows no versions (a copy on disk). */
  readonly version: string;
  /** A delete marker: somebody tried to make the key disappear. */
  readonly deleted: boolean;
  /** By the store's clock; absent in a copy on disk. */
  readonly modified?: Date;
}

/** A trail to verify: the audit bucket itself, or a copy of it in a directory. */
export interface TrailSource {
  /** Every version of every key, in any order. */
  versions(): AsyncIterable<StoredVersion>;
  bytes(key: string, version: string): Promise<Uint8Array>;
}
