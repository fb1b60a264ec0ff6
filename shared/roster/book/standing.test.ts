import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Standing } from './standing.ts';

const ids: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const prints = fc.dictionary(ids, fc.constantFrom('x', 'y'));

test('stands for the book as if all of it had been opened, and asks to open only what differs', () => {
  fc.assert(
    fc.property(prints, prints, fc.array(ids), fc.array(ids), (said, book, meant, gone) => {
      const standing = new Standing<string>(new Map(Object.entries(said)));
      Object.entries(book).forEach(([id, print], nth) => {
        standing.see(id, { version: nth + 1, print });
      });
      standing.keepOnly((id) => meant.includes(id));
      const expected = new Map(
        Object.entries(book).flatMap(([id, print], nth) => {
          const isSame = said[id] === print;
          const stays = id in said || meant.includes(id);
          if (!stays || (!isSame && gone.includes(id))) return [];
          return [[id, isSame ? { version: nth + 1, print } : { version: nth + 1, print, value: `of ${id}` }] as const];
        }),
      );
      const differing = [...standing.differing()];
      expect(differing.toSorted()).toEqual(
        Object.keys(book)
          .filter((id) => said[id] !== book[id] && (id in said || meant.includes(id)))
          .toSorted(),
      );
      // Those of the export come first, in its order.
      const inExport = differing.filter((id) => id in said);
      expect([differing.slice(0, inExport.length), inExport]).toEqual([
        inExport,
        Object.keys(said).filter((id) => inExport.includes(id)),
      ]);
      for (const id of differing)
        standing.open(id, gone.includes(id) ? undefined : ({ ...expected.get(id), value: `of ${id}` } as never));
      expect(new Map(standing)).toEqual(expected);
      expect(new Set(standing.keys())).toEqual(new Set(expected.keys()));
      expect([standing.size, [...standing.values()].length]).toEqual([expected.size, expected.size]);
      for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
        expect([standing.has(id), standing.get(id)]).toEqual([expected.has(id), expected.get(id)]);
        expect(standing.isSame(id)).toBe(id in book && said[id] === book[id]);
      }
      expect([...standing.opened()].map(([id]) => id)).toEqual(differing.filter((id) => !gone.includes(id)));
      const visited = new Map<string, unknown>();
      standing.forEach((stored, id) => void visited.set(id, stored));
      expect(visited).toEqual(expected);
    }),
  );
});

test('who is as the export says can be opened all the same, and is looked at then', () => {
  const standing = new Standing<string>(new Map([['a', 'x']]));
  standing.see('a', { version: 3, print: 'x' });
  expect(standing.isSame('a')).toBe(true);
  standing.open('a', { version: 3, print: 'x', value: 'A' });
  expect([standing.isSame('a'), standing.get('a'), standing.size]).toEqual([false, { version: 3, print: 'x', value: 'A' }, 1]);
  expect([...standing.keys()]).toEqual(['a']);
});
