/**
 * dynalite 4, in process and without its HTTP shell: the store, and per operation its validation and its action.
 * What of it is silently wrong is refused or mended in front of it, in `operations/`.
 */
import { createRequire } from 'node:module';
import type { World } from '../world.ts';

const require = createRequire(import.meta.url);

export type Json = Readonly<Record<string, unknown>>;

export interface EngineAnswer {
  readonly status: number;
  readonly body: Json;
}

/** dynalite has no types of its own; this is what is used of it. */
interface Store {
  readonly tableDb: { awsAccountId: string; awsRegion: string };
  readonly db: { readonly status: string; snapshot(): object };
}

interface Validations {
  checkTypes(data: object, types: object): Json;
  checkValidations(data: object, types: object, custom: unknown, store: Store): void;
}

interface Validation {
  readonly types: Readonly<Record<string, unknown>>;
  readonly custom: unknown;
}

type Action = (store: Store, data: Json, done: (error: unknown, output?: Json) => void) => void;

/** A persistent tree of memory-level; its keys and values are bytes. */
interface Tree {
  forEach(visit: (key: Buffer, value: Buffer) => void): void;
}

function part<T>(name: string): T {
  return require(`dynalite/${name}.js`);
}

const operationsInside = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
] as const;

export type EngineOperation = (typeof operationsInside)[number];

const parts = new Map(
  operationsInside.map((operation) => {
    const file = operation.charAt(0).toLowerCase() + operation.slice(1);
    return [operation, { validation: part<Validation>(`validations/${file}`), act: part<Action>(`actions/${file}`) }] as const;
  }),
);

/** The request fields dynalite looks at; it drops all others in silence. */
export function fieldsOf(operation: EngineOperation): readonly string[] {
  return Object.keys(parts.get(operation)?.validation.types ?? {});
}

export class Engine {
  readonly #store: Store;
  readonly #validations = part<Validations>('validations/index');

  constructor(world: World) {
    const { create } = part<{ create(options: object): Store }>('db/index');
    this.#store = create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    this.#store.tableDb.awsAccountId = world.accountId;
    this.#store.tableDb.awsRegion = world.region;
  }

  /** Carries out one operation. What lies inside `input` is the engine's from here on. AWS's errors are answers, only defects throw. */
  async run(operation: EngineOperation, input: Json): Promise<EngineAnswer> {
    const found = parts.get(operation);
    if (found === undefined) throw new Error(`dynalite has no ${operation}`);
    const { validation, act } = found;
    const { promise, resolve, reject } = Promise.withResolvers<EngineAnswer>();
    const fail = (error: unknown) => {
      const answer = refusalIn(error);
      if (answer === undefined) reject(error);
      else resolve(answer);
    };
    try {
      const data = this.#validations.checkTypes({ ...input }, validation.types);
      this.#validations.checkValidations(data, validation.types, validation.custom, this.#store);
      act(this.#store, data, (error, output = {}) => (error ? fail(error) : resolve({ status: 200, body: output })));
    } catch (error) {
      fail(error);
    }
    return promise;
  }

  /** Everything in the store, items and their index copies, as bytes. */
  everything(): readonly { readonly key: string; readonly value: Buffer }[] {
    const found: { key: string; value: Buffer }[] = [];
    // It opens with the first request, and holds nothing before.
    if (this.#store.db.status !== 'open') return found;
    treeOf(this.#store.db.snapshot()).forEach((key, value) => {
      found.push({ key: key.toString('utf8'), value });
    });
    return found;
  }
}

function refusalIn(error: unknown): EngineAnswer | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error) || !('body' in error)) return undefined;
  const { statusCode, body } = error;
  if (typeof statusCode !== 'number' || typeof body !== 'object' || body === null) return undefined;
  return { status: statusCode, body: Object.fromEntries(Object.entries(body)) };
}

/** memory-level reads a snapshot only asynchronously; its tree, under a symbol, can be walked at once. */
function treeOf(snapshot: object): Tree {
  const symbol = Object.getOwnPropertySymbols(snapshot).find(({ description }) => description === 'tree');
  const tree: unknown = symbol === undefined ? undefined : Reflect.get(snapshot, symbol);
  if (!isTree(tree)) throw new Error('memory-level keeps its tree elsewhere now: stored bytes cannot be listed');
  return tree;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && 'forEach' in value && typeof value.forEach === 'function';
}
