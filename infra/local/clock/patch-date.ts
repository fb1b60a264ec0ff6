/**
 * `Date` on simulated time. A Proxy over the real constructor, not a subclass: a Date that comes out of structuredClone,
 * postMessage or fs.stat must stay `instanceof Date`, which the SDK's serializers ask.
 */
export function simulatedDate(now: () => number): DateConstructor {
  const current = (): number => Math.floor(now());
  return new Proxy(Date, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [current()] : args, newTarget),
    apply: (target) => new target(current()).toString(),
    get: (target, property, receiver) => (property === 'now' ? current : Reflect.get(target, property, receiver)),
  });
}
