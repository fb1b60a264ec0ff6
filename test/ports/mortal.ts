/** What a port throws when its process has died in it. */
export class Death extends Error {}

/** How many port calls are left to live, and whether the last one still takes effect. */
export interface Life {
  left: number;
  readonly lastCounts: boolean;
}

export const immortal = (): Life => ({ left: Number.POSITIVE_INFINITY, lastCounts: true });

/** The ports as a process sees them that dies at its n-th call: before the act, or after it, unanswered. Everything later is dead too. */
export function mortal<P extends object>(ports: P, life: Life): P {
  return new Proxy(ports, { get: (target, name) => frail(Reflect.get(target, name), life, String(name)) });
}

const UNHARMED = ['ids', 'settings', 'clock', 'measures', 'decide', 'pace'];

function frail(port: unknown, life: Life, name: string): unknown {
  if (UNHARMED.includes(name)) return port;
  if (typeof port === 'function') return fatal(port.bind(undefined), life);
  if (typeof port !== 'object' || port === null) return port;
  return new Proxy(port, {
    get: (target, method) => {
      const value: unknown = Reflect.get(target, method);
      return typeof value === 'function' ? fatal(value.bind(target), life) : value;
    },
  });
}

function fatal(act: (...args: readonly unknown[]) => unknown, life: Life): (...args: readonly unknown[]) => Promise<unknown> {
  return async (...args) => {
    if (life.left <= 0) throw new Death();
    life.left -= 1;
    const dies = life.left <= 0;
    if (dies && !life.lastCounts) throw new Death();
    const answer = await act(...args);
    if (dies) throw new Death();
    return answer;
  };
}
