/** Resolves when somebody presses Ctrl-C (or the process is asked to end). */
export function interrupted(): Promise<void> {
  // A pending promise alone does not keep a process alive; the local cloud's server does.
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
  return promise;
}
