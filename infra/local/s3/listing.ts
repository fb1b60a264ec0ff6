/** How S3 lists: in key order, keys with a common prefix up to the delimiter folded into one. */
import type { Bucket } from './bucket.ts';

export type Listed = { readonly key: string } | { readonly prefix: string };

export interface Walk {
  readonly prefix: string;
  readonly delimiter: string;
  /** Start behind this key, or behind all keys of this common prefix. */
  readonly after: string;
  readonly visible: (key: string) => boolean;
}

/** Yields in key order; jumps over what a common prefix hides, so that a big folder costs one step. */
export function* walk(bucket: Bucket, { prefix, delimiter, after, visible }: Walk): Iterable<Listed> {
  const start = after > prefix ? behind(bucket, after, delimiter) : bucket.keys.from(prefix);
  for (let index = start; ; index += 1) {
    const key = bucket.keys.at(index);
    if (key === undefined || !key.startsWith(prefix)) return;
    if (!visible(key)) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (cut < 0) {
      yield { key };
      continue;
    }
    const common = key.slice(0, cut + delimiter.length);
    yield { prefix: common };
    index = bucket.keys.behind(common) - 1;
  }
}

function behind(bucket: Bucket, after: string, delimiter: string): number {
  if (delimiter !== '' && after.endsWith(delimiter)) return bucket.keys.behind(after);
  const index = bucket.keys.from(after);
  return bucket.keys.at(index) === after ? index + 1 : index;
}

/** Keys as they stand in XML when the client asked for `encoding-type=url`. */
export function encoderOf(encodingType: string | null): (text: string) => string {
  if (encodingType !== 'url') return (text) => text;
  return (text) =>
    encodeURIComponent(text)
      .replaceAll('%2F', '/')
      .replace(/[!'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
