/** A map whose values are made of those of another, each time they are read. */
export class MappedMap<V, U> implements ReadonlyMap<string, V> {
  readonly #from: ReadonlyMap<string, U>;
  readonly #make: (value: U, key: string) => V;

  constructor(from: ReadonlyMap<string, U>, make: (value: U, key: string) => V) {
    [this.#from, this.#make] = [from, make];
  }

  get size(): number {
    return this.#from.size;
  }

  has(key: string): boolean {
    return this.#from.has(key);
  }

  get(key: string): V | undefined {
    const value = this.#from.get(key);
    return value === undefined ? undefined : this.#make(value, key);
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  keys(): MapIterator<string> {
    return this.#from.keys();
  }

  *values(): Generator<V, undefined, unknown> {
    for (const [, value] of this) yield value;
    return undefined;
  }

  *entries(): Generator<[string, V], undefined, unknown> {
    for (const [key, value] of this.#from) yield [key, this.#make(value, key)];
    return undefined;
  }

  [Symbol.iterator](): Generator<[string, V], undefined, unknown> {
    return this.entries();
  }
}
