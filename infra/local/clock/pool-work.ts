/**
 * Compression and cryptography in Node's thread pool: neither shows in `process.getActiveResourcesInfo()`, and a leap while a
 * roster is being unzipped would be a false one. So the doors to both are counted.
 */
import crypto from 'node:crypto';
import nodeModule from 'node:module';
import zlib from 'node:zlib';

type Callable = (...args: unknown[]) => unknown;

const CRYPTO_WITH_CALLBACK = [
  'pbkdf2',
  'scrypt',
  'hkdf',
  'randomBytes',
  'randomFill',
  'randomInt',
  'sign',
  'verify',
  'generateKey',
  'generateKeyPair',
  'generatePrime',
  'checkPrime',
] as const; // prettier-ignore

export class PoolWork {
  count = 0;
  readonly #stir: () => void;

  /** @param stir called with each piece of work that starts or ends */
  constructor(stir: () => void) {
    this.#stir = stir;
    // `as`: all streams of zlib share one internal base, which has no public type.
    const base = Object.getPrototypeOf(zlib.Inflate.prototype) as Record<string, unknown>;
    for (const name of ['_transform', '_flush']) this.#countCallback(base, name);
    // `as`: the module is patched by name, as a plain object.
    const module = crypto as unknown as Record<string, unknown>;
    for (const name of CRYPTO_WITH_CALLBACK) this.#countCallback(module, name);
    this.#countPromises(Object.getPrototypeOf(crypto.webcrypto.subtle));
    nodeModule.syncBuiltinESMExports();
  }

  #begin(): () => void {
    this.count++;
    this.#stir();
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.count--;
      this.#stir();
    };
  }

  #until(result: Promise<unknown>): void {
    const end = this.#begin();
    result.then(end, end);
  }

  /** The last argument, when it is a function, is called once the work is done. */
  #countCallback(owner: Record<string, unknown>, name: string): void {
    const original = owner[name];
    if (typeof original !== 'function') return;
    const work = this;
    owner[name] = function counted(this: unknown, ...args: unknown[]): unknown {
      const callback = args.at(-1);
      if (typeof callback !== 'function') return Reflect.apply(original, this, args);
      const end = work.#begin();
      const done: Callable = (...results) => {
        end();
        return Reflect.apply(callback, undefined, results);
      };
      return Reflect.apply(original, this, [...args.slice(0, -1), done]);
    };
  }

  #countPromises(prototype: Record<string, unknown>): void {
    for (const [name, { value: original }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof original !== 'function' || name === 'constructor') continue;
      const work = this;
      const counted = function counted(this: unknown, ...args: unknown[]): unknown {
        const result: unknown = Reflect.apply(original, this, args);
        if (result instanceof Promise) work.#until(result);
        return result;
      };
      Object.defineProperty(prototype, name, { value: counted, configurable: true, writable: true });
    }
  }
}
