/** A map with some of its values replaced, and some more behind them, without a copy of it. */
export class OverlaidMap<V> implements ReadonlyMap<string, V> {
  readonly #under: ReadonlyMap<string, V>;
  readonly #over: ReadonlyMap<string, V>;

  constructor(under: ReadonlyMap<string, V>, over: ReadonlyMap<string, V>) {
    this.#under = under;
    this.#over = over;
  }

  get size(): number {
    let more = 0;
    for (const key of this.#over.keys()) if (!this.#under.has(key)) more += 1;
    return this.#under.size + more;
  }

  has(key: string): boolean {
    return this.#over.has(key) || this.#under.has(key);
  }

  get(key: string): V | undefined {
    return this.#over.get(key) ?? this.#under.get(key);
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  *keys(): Generator<string, undefined, unknown> {
    yield* this.#under.keys();
    for (const key of this.#over.keys()) if (!this.#under.has(key)) yield key;
    return undefined;
  }

  *values(): Generator<V, undefined, unknown> {
    for (const [, value] of this) yield value;
    return undefined;
  }

  *entries(): Generator<[string, V], undefined, unknown> {
    for (const [key, value] of this.#under) yield [key, this.#over.get(key) ?? value];
    for (const [key, value] of this.#over) if (!this.#under.has(key)) yield [key, value];
    return undefined;
  }

  [Symbol.iterator](): Generator<[string, V], undefined, unknown> {
    return this.entries();
  }
}
