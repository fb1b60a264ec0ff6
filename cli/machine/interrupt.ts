/** As shells report a process that SIGINT ended. */
const INTERRUPTED = 130;

/** Resolves when somebody presses Ctrl-C (or the process is asked to end). Asked a second time, it ends at once. */
export function interrupted(): Promise<void> {
  // A pending promise alone does not keep a process alive; the local cloud's server does.
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  const ask = (): void => {
    if (asked) process.exit(INTERRUPTED);
    asked = true;
    resolve();
  };
  process.on('SIGINT', ask);
  process.on('SIGTERM', ask);
  return promise;
}
