import { PackedList } from './packed-list.ts';

/**
 * Values by key, kept packed: a `ReadonlyMap` that takes little memory. Reading in the order in which it was written is cheap;
 * reading here and there unpacks a group for each value.
 * @typeParam P what is kept, plain JSON
 * @typeParam V what is read
 */
export class PackedMap<V, P = V> implements ReadonlyMap<string, V> {
  readonly #places = new Map<string, number>();
  readonly #values = new PackedList<P>();
  readonly #read: (packed: P) => V;

  private constructor(read: (packed: P) => V) {
    this.#read = read;
  }

  static of<V>(): PackedMap<V> {
    return new PackedMap<V>((value) => value);
  }

  /** @param read makes of what is kept what is read */
  static reading<V, P>(read: (packed: P) => V): PackedMap<V, P> {
    return new PackedMap<V, P>(read);
  }

  get size(): number {
    return this.#places.size;
  }

  /** Once for each key: what is written stays as it is. */
  add(key: string, value: P): void {
    if (this.#places.has(key)) return;
    this.#places.set(key, this.#values.length);
    this.#values.push(value);
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  get(key: string): V | undefined {
    const place = this.#places.get(key);
    const value = place === undefined ? undefined : this.#values.at(place);
    return value === undefined ? undefined : this.#read(value);
  }

  /** @param place in the order in which they were added, from 0 @throws Error where nothing was */
  at(place: number): V {
    const value = this.#values.at(place);
    if (value === undefined) throw new Error('nothing was added at this place');
    return this.#read(value);
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  keys(): MapIterator<string> {
    return this.#places.keys();
  }

  *values(): Generator<V, undefined, unknown> {
    for (const value of this.#values) yield this.#read(value);
    return undefined;
  }

  *entries(): Generator<[string, V], undefined, unknown> {
    const keys = this.#places.keys();
    for (const value of this.#values) {
      const { value: key } = keys.next();
      if (key !== undefined) yield [key, this.#read(value)];
    }
    return undefined;
  }

  [Symbol.iterator](): Generator<[string, V], undefined, unknown> {
    return this.entries();
  }
}
