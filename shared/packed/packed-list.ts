import { deflateRawSync, inflateRawSync } from 'node:zlib';

interface PackedGroup {
  readonly bytes: Uint8Array;
  /** Bytes, unpacked. */
  readonly size: number;
}

const NOTHING: PackedGroup = { bytes: new Uint8Array(0), size: 0 };
/** zlib takes none below. */
const SMALLEST_CHUNK = 64;
/** Packed together: enough that what repeats costs nothing, few enough that unpacking one is quick. */
const GROUP = 256;
/** Unpacked groups at hand: two lists in nearly the same order are read side by side. */
const AT_HAND = 4;

/**
 * A list of plain JSON values, compressed in memory: a district's people take a tenth of what they take as objects. Reading in
 * order costs one unpacking per group; a value is a new object each time it is read.
 */
export class PackedList<T> implements Iterable<T> {
  readonly #groups: PackedGroup[] = [];
  readonly #atHand = new Map<number, readonly T[]>();
  #open: T[] = [];

  get length(): number {
    return this.#groups.length * GROUP + this.#open.length;
  }

  push(value: T): void {
    this.#open.push(value);
    if (this.#open.length < GROUP) return;
    const json = Buffer.from(JSON.stringify(this.#open));
    // A copy, of just this size: what the library hands out may lie in a buffer of many times its own.
    this.#groups.push({ bytes: new Uint8Array(deflateRawSync(json, { level: 1 })), size: json.length });
    this.#open = [];
  }

  at(index: number): T | undefined {
    return this.#group(Math.floor(index / GROUP))[index % GROUP];
  }

  *[Symbol.iterator](): Generator<T, undefined, unknown> {
    for (let index = 0; index < this.#groups.length; index += 1) yield* this.#unpack(index);
    yield* this.#open;
    return undefined;
  }

  /** In order, and each group is let go of once it has been read. The list is empty then. */
  *drain(): Generator<T, undefined, unknown> {
    const groups = this.#groups.splice(0);
    const open = this.#open.splice(0);
    this.#atHand.clear();
    for (let index = 0; index < groups.length; index += 1) {
      const group = groups[index];
      groups[index] = NOTHING;
      if (group !== undefined) yield* unpacked<T>(group);
    }
    yield* open;
    return undefined;
  }

  #group(index: number): readonly T[] {
    if (index === this.#groups.length) return this.#open;
    const known = this.#atHand.get(index);
    if (known !== undefined) return known;
    const group = this.#unpack(index);
    const [oldest] = this.#atHand.keys();
    if (this.#atHand.size >= AT_HAND && oldest !== undefined) this.#atHand.delete(oldest);
    this.#atHand.set(index, group);
    return group;
  }

  #unpack(index: number): readonly T[] {
    const packed = this.#groups[index];
    return packed === undefined ? [] : unpacked<T>(packed);
  }
}

function unpacked<T>({ bytes, size }: PackedGroup): readonly T[] {
  // In one piece: by default it comes in a dozen, which are put together.
  const json = inflateRawSync(bytes, { chunkSize: Math.max(size, SMALLEST_CHUNK) });
  // Only `push` writes these.
  return JSON.parse(json.toString('utf8')) as T[];
}
