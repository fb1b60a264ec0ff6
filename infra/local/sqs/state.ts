import { seededBytes, uuidOf } from '../front/seeded-bytes.ts';
import type { World } from '../world.ts';
import { queueDoesNotExist } from './errors.ts';
import { Queue } from './queue.ts';

/** A running or finished StartMessageMoveTask. */
export interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly perSecond: number;
  readonly startedAt: number;
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
}

/** All queues of the account. */
export class Queues {
  readonly #world: World;
  readonly #byName = new Map<string, Queue>();
  readonly newId: () => string;
  readonly moveTasks: MoveTask[] = [];

  constructor(world: World) {
    const bytes = seededBytes(world, 'sqs.ids');
    this.#world = world;
    this.newId = () => uuidOf(bytes(16));
  }

  create(name: string): Queue {
    if (this.#byName.has(name)) throw new Error(`queue ${name} exists already`);
    const queue = new Queue(name, { world: this.#world, newId: this.newId, find: (arn) => this.byArn(arn) });
    this.#byName.set(name, queue);
    return queue;
  }

  all(): readonly Queue[] {
    return [...this.#byName.values()];
  }

  byArn(arn: string): Queue | undefined {
    const queue = this.#byName.get(arn.split(':').at(-1) ?? '');
    return queue?.arn === arn ? queue : undefined;
  }

  byName(name: string): Queue {
    const queue = this.#byName.get(name);
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  }

  /** By the last two segments, `<account>/<name>`: the host may be any name of this machine. */
  byUrl(url: string): Queue {
    const [account, name] = url.split('/').slice(-2);
    if (account !== this.#world.accountId || name === undefined) throw queueDoesNotExist();
    return this.byName(name);
  }

  /** Queues whose redrive policy points at the given one. */
  sourcesOf(deadLetters: Queue): readonly Queue[] {
    return this.all().filter((queue) => queue.settings.RedrivePolicy?.deadLetterTargetArn === deadLetters.arn);
  }
}
