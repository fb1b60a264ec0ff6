/** An audit bucket in memory for the sealer's model test: it interleaves, crashes and errs by seed, and accuses misuse. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { rawKey, type Signer } from '../../shared/audit/checkpoint.ts';
import { decodeManifest } from '../../shared/audit/manifest.ts';
import type { ListedObject, LogStore, View } from './ports.ts';

/** The process died at this request; its promise chain must not go on. */
export class Crash extends Error {}
/** S3 answered with an error; the act may have been done all the same. */
export class Refused extends Error {}

export interface Faults {
  readonly crash: number;
  readonly refuse: number;
}

/** Small, fast, seeded: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
export const PUBLIC_KEY = rawKey(publicKey.export({ format: 'der', type: 'spki' })) ?? Buffer.alloc(0);

export class SimulatedBucket {
  readonly objects = new Map<string, { readonly bytes: Buffer; readonly modified: number }>();
  readonly accusations: string[] = [];
  /** Every root that was ever signed, by origin and size, published or not. */
  readonly signed = new Map<string, Set<string>>();
  now = Date.parse('2026-11-24T11:30:00Z');
  readonly #chance: () => number;
  readonly #waiting: (() => void)[] = [];
  readonly #view = new Map<string, Buffer>();
  faults: Faults;

  constructor(seed: number, faults: Faults) {
    this.#chance = seeded(seed);
    this.faults = faults;
  }

  /** Lets one waiting request, picked by seed, go on; half a second passes. `false` when none waits. */
  step(): boolean {
    const [next] = this.#waiting.splice(Math.floor(this.#chance() * this.#waiting.length), 1);
    this.now += 500;
    next?.();
    return next !== undefined;
  }

  /** One request: waits its turn, and may die or fail before or after it is carried out. */
  async #request<T>(act: () => T): Promise<T> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#mayFail();
    const answer = act();
    this.#mayFail();
    return answer;
  }

  #mayFail(): void {
    const chance = this.#chance();
    if (chance < this.faults.crash) throw new Crash();
    if (chance < this.faults.crash + this.faults.refuse) throw new Refused();
  }

  readonly store: LogStore = {
    putOnce: (key, bytes) =>
      this.#request(() => {
        const there = this.objects.get(key);
        if (there !== undefined) {
          if (key.startsWith('checkpoint/') && !there.bytes.equals(bytes)) this.accusations.push(`two checkpoints for ${key}`);
          return 'occupied' as const;
        }
        if (!/^(records|seal|checkpoint)\//.test(key)) this.accusations.push(`stray key ${key}`);
        this.objects.set(key, { bytes: Buffer.from(bytes), modified: Math.floor(this.now / 1_000) * 1_000 });
        return 'stored' as const;
      }),
    get: (key) =>
      this.#request(() => {
        const there = this.objects.get(key);
        if (there === undefined) this.accusations.push(`asked for ${key}, which is not there`);
        return there?.bytes ?? Buffer.alloc(0);
      }),
    list: (prefix, startAfter = '') => this.#pages(prefix, startAfter),
    folders: (prefix) => this.#folders(prefix),
  };

  /** Two keys a page, so that others write between the pages. */
  async *#pages(prefix: string, startAfter: string): AsyncIterable<ListedObject> {
    let last = startAfter;
    for (;;) {
      const page = await this.#request(() => {
        const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > last);
        return keys
          .sort()
          .slice(0, 2)
          .map((key) => ({ key, modified: new Date(this.objects.get(key)?.modified ?? 0) }));
      });
      yield* page;
      if (page.length < 2) return;
      last = page[1]?.key ?? '';
    }
  }

  async *#folders(prefix: string): AsyncIterable<string> {
    const keys = await this.#request(() => [...this.objects.keys()].filter((key) => key.startsWith(prefix)));
    yield* new Set(keys.map((key) => key.slice(0, key.indexOf('/', prefix.length) + 1)));
  }

  readonly view: View = {
    put: (key, bytes) => this.#request(() => void this.#view.set(key, Buffer.from(bytes))),
    get: (key) => this.#request(() => this.#view.get(key)),
  };

  readonly signer: Signer = {
    publicKey: async () => PUBLIC_KEY,
    sign: (bytes) =>
      this.#request(() => {
        const [origin = '', size = '', root = ''] = Buffer.from(bytes).toString().split('\n');
        const roots = this.signed.get(`${origin} ${size}`) ?? new Set();
        this.signed.set(`${origin} ${size}`, roots.add(root));
        const committed = this.manifests().some((manifest) => manifest.size === Number(size) && manifest.log === origin);
        if (!committed) this.accusations.push(`signed ${size} before it was committed`);
        return sign(null, bytes, privateKey);
      }),
  };

  manifests() {
    const seals = [...this.objects].filter(([key]) => key.startsWith('seal/')).sort(([a], [b]) => (a < b ? -1 : 1));
    return seals.map(([, { bytes }]) => decodeManifest(bytes)).filter((manifest) => manifest !== undefined);
  }
}
