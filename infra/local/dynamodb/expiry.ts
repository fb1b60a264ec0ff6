/**
 * Time to live: expired items are taken away when somebody comes by, at the earliest every half simulated day, and not
 * all at the first time: AWS promises "within a few days", so readers must filter what has expired themselves.
 * AWS: amazondynamodb/latest/developerguide/TTL.html
 */
import type { World } from '../world.ts';
import type { Engine, Json } from './engine.ts';
import type { KeyLocks } from './key-locks.ts';
import { isJson, objectIn } from './operation.ts';
import { lockNameOf, type Table, type Tables } from './tables.ts';

const pauseMs = 12 * 3_600_000;
/** After this nothing expired is left. */
const graceSeconds = 36 * 3600;

export class Expiry {
  readonly #world: World;
  readonly #engine: Engine;
  readonly #tables: Tables;
  readonly #locks: KeyLocks;
  readonly #chance: () => number;
  #nextAt: number;

  constructor(world: World, engine: Engine, tables: Tables, locks: KeyLocks) {
    this.#world = world;
    this.#engine = engine;
    this.#tables = tables;
    this.#locks = locks;
    this.#chance = world.random('dynamodb.expiry');
    this.#nextAt = world.clock.now() + pauseMs;
  }

  /** To be called before each request: sweeps when it is time to. */
  async passBy(): Promise<void> {
    const now = this.#world.clock.now();
    if (now < this.#nextAt) return;
    this.#nextAt = now + pauseMs;
    await this.sweep((expiredForSeconds) => expiredForSeconds > graceSeconds || this.#chance() < 0.5);
  }

  /** Takes away the expired items that `chooses` picks. @returns how many went */
  async sweep(chooses: (expiredForSeconds: number) => boolean): Promise<number> {
    let gone = 0;
    for (const table of this.#tables.all()) {
      if (table.ttlAttribute !== undefined) gone += await this.#sweepTable(table, table.ttlAttribute, chooses);
    }
    return gone;
  }

  async #sweepTable(table: Table, attribute: string, chooses: (expiredForSeconds: number) => boolean): Promise<number> {
    const now = this.#world.clock.now() / 1000;
    let gone = 0;
    let from: unknown;
    do {
      const { body } = await this.#engine.run('Scan', {
        TableName: table.name,
        FilterExpression: '#ttl < :now',
        ExpressionAttributeNames: { '#ttl': attribute },
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(now)) } },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      });
      const items: unknown = body['Items'];
      for (const item of Array.isArray(items) ? items.filter(isJson) : []) {
        const expired = objectIn(item, attribute);
        if (chooses(now - Number(expired['N'])) && (await this.#remove(table, item, attribute))) gone += 1;
      }
      from = body['LastEvaluatedKey'];
    } while (from !== undefined);
    return gone;
  }

  /** Only if its expiry is still the one that was seen: a writer may have prolonged it. */
  async #remove(table: Table, item: Json, attribute: string): Promise<boolean> {
    const Key = Object.fromEntries(table.keyNames.map((name) => [name, item[name]]));
    const condition = {
      ConditionExpression: '#ttl = :seen',
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: { ':seen': item[attribute] },
    };
    const remove = () => this.#engine.run('DeleteItem', { TableName: table.name, Key, ...condition });
    return (await this.#locks.within([lockNameOf(table, Key)], remove)).status === 200;
  }
}
