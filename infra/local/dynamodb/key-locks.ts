/** Lets one write at a time at each key: what is read after a failed condition must be what failed it. */
export class KeyLocks {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs `act` alone among all that hold one of these names. */
  async within<T>(names: readonly string[], act: () => Promise<T>): Promise<T> {
    const releases: (() => void)[] = [];
    // In order of their names, so that two batches never wait for each other.
    for (const name of [...new Set(names)].sort()) releases.push(await this.#acquire(name));
    try {
      return await act();
    } finally {
      for (const release of releases) release();
    }
  }

  async #acquire(name: string): Promise<() => void> {
    const before = this.#last.get(name);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last.set(name, promise);
    await before;
    return () => {
      if (this.#last.get(name) === promise) this.#last.delete(name);
      resolve();
    };
  }
}
