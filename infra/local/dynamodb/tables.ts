import type { Json } from './engine.ts';
import { tableNotFound } from './errors.ts';

/** What of a table dynalite does not keep. */
export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  /** Partition key first. */
  readonly keyNames: readonly string[];
  readonly ttlAttribute: string | undefined;
  readonly deletionProtection: boolean;
}

/** Tables by name. A name that is not here goes on to dynalite, which says so in AWS's words. */
export class Tables {
  readonly #byName = new Map<string, Table>();

  add(table: Table): void {
    if (this.#byName.has(table.name)) throw new Error(`table ${table.name} exists already`);
    this.#byName.set(table.name, table);
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  all(): readonly Table[] {
    return [...this.#byName.values()];
  }

  named(name: string): Table {
    const table = this.#byName.get(name);
    if (table === undefined) throw tableNotFound(name);
    return table;
  }

  find(name: unknown): Table | undefined {
    return this.#byName.get(String(name));
  }
}

/** The same text for the same key of the same table, whatever else the item holds. */
export function lockNameOf(table: Table, item: Json): string {
  return JSON.stringify([table.name, ...table.keyNames.map((name) => item[name])]);
}
