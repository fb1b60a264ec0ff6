import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countSilenced, type Silenced } from './silence-brake.ts';

const START = Date.parse('2026-11-24T16:15:00.000Z');
const HOUR_MS = 3_600_000;

test('in no window do more than the limit pass, but for what has passed before', () => {
  const asked = fc.record({
    wait: fc.nat(10 * HOUR_MS),
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    numbers: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 40 }), fc.nat(6), (all, numbers) => {
      let [at, taken]: [number, readonly Silenced[]] = [START, []];
      for (const { wait, ...one } of all) {
        at += wait;
        const counts = countSilenced(taken, { ...one, at: new Date(at).toISOString() }, { numbers, hours: 24 });
        const passedBefore = taken.some(({ id, at: then }) => id === one.id && Date.parse(then) > at - 24 * HOUR_MS);
        if (passedBefore) expect(counts).toBeDefined();
        taken = counts ?? taken;
        const lately = taken.filter(({ at: then }) => Date.parse(then) > at - 24 * HOUR_MS);
        expect(lately.reduce((sum, each) => sum + each.numbers, 0)).toBeLessThanOrEqual(numbers);
      }
    }),
  );
});
