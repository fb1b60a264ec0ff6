/** A map whose values are made of another's each time they are read: nothing is kept twice. */
export class MappedMap<From, To> implements ReadonlyMap<string, To> {
  readonly #under: ReadonlyMap<string, From>;
  readonly #make: (from: From, key: string) => To;

  constructor(under: ReadonlyMap<string, From>, make: (from: From, key: string) => To) {
    this.#under = under;
    this.#make = make;
  }

  get size(): number {
    return this.#under.size;
  }

  has(key: string): boolean {
    return this.#under.has(key);
  }

  get(key: string): To | undefined {
    const from = this.#under.get(key);
    return from === undefined ? undefined : this.#make(from, key);
  }

  forEach(visit: (value: To, key: string, map: ReadonlyMap<string, To>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  keys(): MapIterator<string> {
    return this.#under.keys();
  }

  *values(): Generator<To, undefined, unknown> {
    for (const [, value] of this) yield value;
    return undefined;
  }

  *entries(): Generator<[string, To], undefined, unknown> {
    for (const [key, from] of this.#under) yield [key, this.#make(from, key)];
    return undefined;
  }

  [Symbol.iterator](): Generator<[string, To], undefined, unknown> {
    return this.entries();
  }
}
