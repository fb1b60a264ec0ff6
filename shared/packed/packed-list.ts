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
  readonly #isLoose: boolean;
  readonly #groups: PackedGroup[] = [];
  readonly #atHand = new Map<number, readonly T[]>();
  readonly #open = new OpenGroup<T>();

  /** @param how `loose`: as text that is not compressed, for values that are mostly pseudonyms: nothing repeats in them */
  constructor(how: 'compressed' | 'loose' = 'compressed') {
    this.#isLoose = how === 'loose';
  }

  get length(): number {
    return this.#groups.length * GROUP + this.#open.length;
  }

  push(value: T): void {
    this.#open.push(value);
    if (this.#open.length < GROUP) return;
    const json = this.#open.json();
    // A copy, of just this size: what the library hands out may lie in a buffer of many times its own.
    const bytes = new Uint8Array(this.#isLoose ? json : deflateRawSync(json, { level: 1 }));
    this.#groups.push({ bytes, size: json.length });
    this.#open.clear();
  }

  at(index: number): T | undefined {
    return this.#group(Math.floor(index / GROUP))[index % GROUP];
  }

  *[Symbol.iterator](): Generator<T, undefined, unknown> {
    for (let index = 0; index < this.#groups.length; index += 1) yield* this.#unpack(index);
    yield* this.#open.values();
    return undefined;
  }

  /** In order, and each group is let go of once it has been read. The list is empty then. */
  *drain(): Generator<T, undefined, unknown> {
    const groups = this.#groups.splice(0);
    const open = this.#open.values();
    this.#open.clear();
    this.#atHand.clear();
    for (let index = 0; index < groups.length; index += 1) {
      const group = groups[index];
      groups[index] = NOTHING;
      if (group !== undefined) yield* this.#unpacked(group);
    }
    yield* open;
    return undefined;
  }

  #group(index: number): readonly T[] {
    if (index === this.#groups.length) return this.#open.values();
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
    return packed === undefined ? [] : this.#unpacked(packed);
  }

  #unpacked({ bytes, size }: PackedGroup): readonly T[] {
    // In one piece: by default it comes in a dozen, which are put together.
    const json = this.#isLoose ? bytes : inflateRawSync(bytes, { chunkSize: Math.max(size, SMALLEST_CHUNK) });
    // Only `push` writes these.
    return JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.length).toString('utf8')) as T[];
  }
}

/** Bytes at first; some lists have a handful of values. */
const SMALLEST_OPEN = 2_048;
const [BRACKET, END_BRACKET, COMMA] = [0x5b, 0x5d, 0x2c];

/**
 * The values of a group until it is packed, as text: as objects they would outlive the nursery, a few hundred of each of a hundred lists,
 * and the collector would carry them about.
 */
class OpenGroup<T> {
  #bytes = Buffer.alloc(0);
  #used = 0;
  #values: readonly T[] | undefined = [];
  length = 0;

  push(value: T): void {
    const text = JSON.stringify(value);
    // A character is at most three bytes; beside it a comma or bracket, and the last one.
    this.#makeRoom(text.length * 3 + 2);
    this.#bytes[this.#used] = this.length === 0 ? BRACKET : COMMA;
    this.#used += 1 + this.#bytes.write(text, this.#used + 1, 'utf8');
    this.#values = undefined;
    this.length += 1;
  }

  /** Good until the next value is pushed. */
  json(): Buffer {
    if (this.length === 0) return Buffer.from('[]');
    this.#bytes[this.#used] = END_BRACKET;
    return this.#bytes.subarray(0, this.#used + 1);
  }

  values(): readonly T[] {
    // Only `push` writes these.
    this.#values ??= JSON.parse(this.json().toString('utf8')) as T[];
    return this.#values;
  }

  clear(): void {
    [this.#used, this.#values, this.length] = [0, [], 0];
  }

  #makeRoom(more: number): void {
    if (this.#used + more <= this.#bytes.length) return;
    const wider = Buffer.alloc(Math.max(SMALLEST_OPEN, (this.#used + more) * 2));
    this.#bytes.copy(wider, 0, 0, this.#used);
    this.#bytes = wider;
  }
}
