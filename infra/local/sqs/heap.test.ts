import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FairLine } from './fair-line.ts';
import { Heap, type HeapEntry } from './heap.ts';

test('whatever is pushed and taken out in between, the first is always the earliest, to the last', () => {
  const push = fc.record({ push: fc.nat(1000) });
  const step = fc.oneof({ weight: 2, arbitrary: push }, { weight: 1, arbitrary: fc.record({ remove: fc.nat() }) });
  const steps = fc.array(step, { maxLength: 200, size: 'max' });
  fc.assert(
    fc.property(steps, (all) => {
      const heap = new Heap<number>();
      const held: HeapEntry<number>[] = [];
      for (const step of all) {
        if ('push' in step) held.push(heap.push(step.push, step.push));
        else {
          const [gone] = held.splice(held.length === 0 ? 0 : step.remove % held.length, 1);
          if (gone !== undefined) heap.remove(gone);
        }
        const earliest = held.length === 0 ? undefined : Math.min(...held.map(({ at }) => at));
        expect([heap.size, heap.first()?.at]).toEqual([held.length, earliest]);
      }
      const drained: number[] = [];
      for (let first = heap.first(); first !== undefined; first = heap.first()) {
        drained.push(first.at);
        heap.remove(first);
      }
      expect(drained).toEqual(held.map(({ at }) => at).sort((a, b) => a - b));
    }),
  );
});

/** SQSDeveloperGuide/sqs-fair-queues.html */
test('between two turns of a group every other group has had one', () => {
  const groups = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
  fc.assert(
    fc.property(groups, (order) => {
      const line = new FairLine<{ readonly group: string; readonly n: number }>();
      order.forEach((group, n) => {
        line.push(group, { group, n });
      });
      const left = new Map(['a', 'b', 'c', 'd'].map((group) => [group, order.filter((other) => other === group).length]));
      for (let turn: string[] = []; line.size > 0; ) {
        const { group = '' } = line.shift() ?? {};
        if (turn.includes(group)) {
          const starved = [...left].filter(([other, count]) => count > 0 && !turn.includes(other));
          expect(starved).toEqual([]);
          turn = [];
        }
        turn.push(group);
        left.set(group, (left.get(group) ?? 0) - 1);
      }
      expect([...left.values()]).toEqual([0, 0, 0, 0]);
    }),
  );
});
