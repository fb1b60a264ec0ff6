import { PackedMap } from '../../packed/packed-map.ts';
import type { Printed, Stored } from './changes.ts';

/**
 * The entries of one kind as the book has them. Who is as the export says is known by the print alone, and most nights that is nearly
 * everybody; the others are opened. Gone through, those who were opened come first, in the order in which they were: whoever reads
 * them beside the export reads both in one order.
 */
export class Standing<T> implements ReadonlyMap<string, Stored<T>> {
  readonly #said: ReadonlyMap<string, string>;
  /** Versions by id. */
  readonly #same = new Map<string, number>();
  readonly #others = new Map<string, Printed>();
  readonly #opened = PackedMap.of<Stored<T>>();

  /** @param said prints of the export by id */
  constructor(said: ReadonlyMap<string, string>) {
    this.#said = said;
  }

  /** Takes in an entry of the book. */
  see(id: string, printed: Printed): void {
    if (this.#said.get(id) === printed.print) this.#same.set(id, printed.version);
    else this.#others.set(id, printed);
  }

  /** Forgets those of whom neither the export speaks nor anybody else. */
  keepOnly(isMeant: (id: string) => boolean): void {
    for (const id of this.#others.keys()) if (!this.#said.has(id) && !isMeant(id)) this.#others.delete(id);
  }

  /** Who must be opened to be understood: those of the export in its order, then the others. */
  *differing(): Generator<string, undefined, unknown> {
    for (const id of this.#said.keys()) if (this.#others.has(id)) yield id;
    for (const id of this.#others.keys()) if (!this.#said.has(id)) yield id;
    return undefined;
  }

  /** @param stored undefined where the book has it no longer */
  open(id: string, stored: Stored<T> | undefined): void {
    if (stored === undefined) {
      this.#same.delete(id);
      this.#others.delete(id);
    } else this.#opened.add(id, stored);
  }

  /** Whether the book is known to say what the export says: then nobody has opened it. */
  isSame(id: string): boolean {
    return this.#same.has(id) && !this.#opened.has(id);
  }

  get size(): number {
    return this.#same.size + this.#others.size;
  }

  has(id: string): boolean {
    return this.#same.has(id) || this.#others.has(id);
  }

  get(id: string): Stored<T> | undefined {
    return this.#opened.get(id) ?? this.#unopened(id);
  }

  #unopened(id: string): Stored<T> | undefined {
    const version = this.#same.get(id);
    return version === undefined ? this.#others.get(id) : { version, print: this.#said.get(id) ?? '' };
  }

  forEach(visit: (value: Stored<T>, key: string, map: ReadonlyMap<string, Stored<T>>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  *keys(): Generator<string, undefined, unknown> {
    yield* this.#opened.keys();
    for (const ids of [this.#others.keys(), this.#same.keys()]) for (const id of ids) if (!this.#opened.has(id)) yield id;
    return undefined;
  }

  *values(): Generator<Stored<T>, undefined, unknown> {
    for (const [, value] of this) yield value;
    return undefined;
  }

  /** Those alone whose values are known. */
  opened(): Iterable<[string, Stored<T>]> {
    return this.#opened;
  }

  *entries(): Generator<[string, Stored<T>], undefined, unknown> {
    yield* this.#opened;
    for (const ids of [this.#others.keys(), this.#same.keys()])
      for (const id of ids) {
        const stored = this.#opened.has(id) ? undefined : this.#unopened(id);
        if (stored !== undefined) yield [id, stored];
      }
    return undefined;
  }

  [Symbol.iterator](): Generator<[string, Stored<T>], undefined, unknown> {
    return this.entries();
  }
}
