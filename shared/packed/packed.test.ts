import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Buckets } from './buckets.ts';
import { chunksOf, sideBySide } from './chunks.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { Loan } from './loan.ts';
import { MappedMap } from './mapped-map.ts';
import { MarkedSet } from './marked-set.ts';
import { OverlaidMap } from './overlaid-map.ts';
import { ownText } from './own-text.ts';
import { PackedList } from './packed-list.ts';
import { PackedMap } from './packed-map.ts';
import { sharedValues } from './shared-values.ts';
import { Turnstile } from './turnstile.ts';

function packed<T>(values: readonly T[], how?: 'compressed' | 'loose'): PackedList<T> {
  const list = new PackedList<T>(how);
  for (const value of values) list.push(value);
  return list;
}

/** Around the size of a group, and of several. */
const sizes = fc.constantFrom(0, 1, 255, 256, 257, 1_000, 5_000);

test.each(['compressed', 'loose'] as const)('a packed list has what was put in, in order and in any other: %s', (how) => {
  fc.assert(
    fc.property(sizes, fc.array(fc.nat({ max: 5_000 }), { maxLength: 40 }), fc.jsonValue(), (size, places, value) => {
      const all = Array.from({ length: size }, (_, nth) => ({ nth, value: JSON.parse(JSON.stringify(value)) }));
      const list = packed(all, how);
      expect([list.length, [...list]]).toEqual([size, all]);
      for (const place of places) expect(list.at(place)).toEqual(all[place]);
      expect([[...list.drain()], list.length]).toEqual([all, 0]);
    }),
    { numRuns: 40 },
  );
});

test('a mapped map has the keys of the other, and makes its values anew', () => {
  const map = new MappedMap(
    new Map([
      ['a', 1],
      ['b', 2],
    ]),
    (value, key) => `${key}${value}`,
  );
  const all: unknown[] = [];
  map.forEach((value, key, of) => void all.push([key, value, of === map]));
  expect([map.size, map.has('a'), map.has('c'), map.get('b'), map.get('c')]).toEqual([2, true, false, 'b2', undefined]);
  expect([[...map], [...map.keys()], [...map.values()], all]).toEqual([
    [
      ['a', 'a1'],
      ['b', 'b2'],
    ],
    ['a', 'b'],
    ['a1', 'b2'],
    [
      ['a', 'a1', true],
      ['b', 'b2', true],
    ],
  ]);
});

test('a packed map is a map: what it has, by key and in order, and nothing else', () => {
  const map = PackedMap.reading(({ nth }: { readonly nth: number }) => nth * 2);
  for (let nth = 0; nth < 700; nth += 1) map.add(`k${nth}`, { nth });
  map.add('k3', { nth: 99 });
  const plain = new Map(Array.from({ length: 700 }, (_, nth) => [`k${nth}`, nth * 2] as const));
  expect([map.size, [...map], [...map.keys()], [...map.values()]]).toEqual([
    700,
    [...plain],
    [...plain.keys()],
    [...plain.values()],
  ]);
  expect([map.get('k699'), map.get('k3'), map.get('k700'), map.has('k0'), map.has('')]).toEqual([
    1_398,
    6,
    undefined,
    true,
    false,
  ]);
  const visited: [string, number][] = [];
  map.forEach((value, key) => void visited.push([key, value]));
  expect(visited).toEqual([...plain]);
});

test('a map laid over another replaces in place, adds at the end, and copies nothing', () => {
  const entries = fc.uniqueArray(fc.tuple(fc.string({ maxLength: 2 }), fc.nat()), { selector: ([key]) => key });
  fc.assert(
    fc.property(entries, entries, (under, over) => {
      const map = new OverlaidMap(new Map(under), new Map(over));
      const plain = new Map([...under, ...over]);
      expect([map.size, [...map], [...map.keys()], [...map.values()]]).toEqual([
        plain.size,
        [...plain],
        [...plain.keys()],
        [...plain.values()],
      ]);
      for (const key of [...plain.keys(), 'never'])
        expect([map.has(key), map.get(key)]).toEqual([plain.has(key), plain.get(key)]);
      const visited = new Map<string, number>();
      map.forEach((value, key) => void visited.set(key, value));
      expect(visited).toEqual(plain);
    }),
  );
});

test('what has one key is in one bucket, in the order in which it came; nothing is lost', () => {
  const values = Array.from({ length: 40_000 }, (_, nth) => ({ key: `id-${nth % 9_001}`, nth }));
  const buckets = new Buckets<(typeof values)[number]>(values.length);
  for (const value of values) buckets.add(value.key, value);
  const all = [...buckets];
  expect([all.length, all.flat().length]).toEqual([5, values.length]);
  const bucketOf = new Map<string, number>();
  for (const [nth, bucket] of all.entries()) {
    let last = -1;
    for (const value of bucket) {
      expect(bucketOf.get(value.key) ?? nth).toBe(nth);
      expect(value.nth).toBeGreaterThan(last);
      bucketOf.set(value.key, nth);
      last = value.nth;
    }
  }
  expect([...new Buckets<number>(0)]).toEqual([[]]);
});

test('what is drained comes in order, and is gone', () => {
  const all = Array.from({ length: 700 }, (_, nth) => ({ nth }));
  const list = packed(all);
  expect(list.at(0)).toEqual({ nth: 0 });
  expect([...list.drain()]).toEqual(all);
  expect([list.length, list.at(0), [...list]]).toEqual([0, undefined, []]);
  const buckets = new Buckets<{ nth: number }>(20_000);
  for (const one of all) buckets.add(`k${one.nth}`, one);
  const before = [...buckets];
  expect([...buckets.drain()]).toEqual(before);
  expect([...buckets].flat()).toEqual([]);
});

test('buckets side by side have what is of one key in the same place', () => {
  const one = new Buckets<string>(30_000);
  const other = one.beside<string>();
  const keys = Array.from({ length: 3_000 }, (_, nth) => `key ${nth}`);
  for (const key of keys) for (const buckets of [one, other]) buckets.add(key, key);
  expect([...other]).toEqual([...one]);
  expect([...one].length).toBeGreaterThan(3);
});

test('who was not marked was never added; nearly nobody is taken for somebody else', () => {
  const [marked, there, others] = [new MarkedSet(), 100_000, 10_000];
  for (let nth = 0; nth < there; nth += 1) marked.add(`there ${nth}`);
  for (let nth = 0; nth < there; nth += 1) expect(marked.mayHave(`there ${nth}`)).toBe(true);
  const mistaken = Array.from({ length: others }, (_, nth) => `other ${nth}`).filter((text) => marked.mayHave(text));
  expect(mistaken.length).toBeLessThan(others / 50);
});

test('a text of its own is the same text, whatever is in it', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => void expect(ownText(text)).toBe(text)));
});

test('numbers of four bytes are kept as they are, and those that stand twice are found', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 }).map((few) => few * 476_741_369)), (all) => {
      const list = new GrowingNumbers();
      for (const one of all) list.push(one);
      expect([list.length, ...all.map((_, place) => list.at(place))]).toEqual([all.length, ...all]);
      const twice = all.flatMap((one, place) => (all.filter((other) => other === one).length > 1 ? [place] : []));
      expect(list.repeated().sort((a, b) => a - b)).toEqual(twice);
    }),
  );
  const long = new GrowingNumbers();
  for (let nth = 0; nth < 5_000; nth += 1) long.push(2 ** 32 - 1 - nth);
  expect([long.length, long.at(0), long.at(4_999), long.at(5_000), long.repeated()]).toEqual([
    5_000,
    4_294_967_295,
    4_294_962_296,
    0,
    [],
  ]);
});

test('a turnstile lets so many through, the others in their order, also behind one that failed', async () => {
  const turnstile = new Turnstile(2);
  const [begun, ends]: [number[], (() => void)[]] = [[], []];
  const pass = (nth: number) =>
    turnstile.through(async () => {
      begun.push(nth);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (nth === 1) throw new Error('the second');
      return nth;
    });
  const all = [0, 1, 2, 3, 4].map(pass);
  const told = Promise.allSettled(all);
  for (let round = 0; round < 20; round += 1) {
    await new Promise(setImmediate);
    expect(ends.length).toBeLessThanOrEqual(2);
    ends.shift()?.();
  }
  expect((await told).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([0, 'failed', 2, 3, 4]);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('what is lent is there until it is given back', () => {
  const loan = new Loan([1]);
  expect(loan.value).toEqual([1]);
  loan.giveBack();
  expect(() => loan.value).toThrow('given back');
});

test('chunks are of one size, but the last', () => {
  expect([...chunksOf([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
  expect([...chunksOf([1, 2], 2)]).toEqual([[1, 2]]);
  expect([...chunksOf([], 2)]).toEqual([]);
});

test('side by side, as many are under way as may be, in their order; after a failure none begins', async () => {
  const [begun, waiting]: [number[], (() => void)[]] = [[], []];
  const work = async (nth: number) => {
    begun.push(nth);
    await new Promise<void>((resolve) => waiting.push(resolve));
    if (nth === 3) throw new Error('the fourth');
  };
  const all = sideBySide([0, 1, 2, 3, 4, 5, 6, 7], 3, work);
  const failed = expect(all).rejects.toThrow('the fourth');
  expect(begun).toEqual([0, 1, 2]);
  for (let round = 0; round < 20; round += 1) {
    waiting.shift()?.();
    await new Promise(setImmediate);
  }
  await failed;
  // Those that were under way when the fourth failed; none after it.
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
});

test('where others work as well, whoever has begun is done before the next begins', async () => {
  const [turn, begun, waiting]: [Turnstile, string[], (() => void)[]] = [new Turnstile(2), [], []];
  const work = async (what: string) => {
    begun.push(what);
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const all = Promise.all([sideBySide(['a1', 'a2', 'a3', 'a4'], 2, work, turn), sideBySide(['b1', 'b2', 'b3'], 2, work, turn)]);
  for (let round = 0; round < 30; round += 1) {
    waiting.shift()?.();
    await new Promise(setImmediate);
  }
  await all;
  expect(begun).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3']);
});

test('equal texts share what is made of them, as long as it is remembered', () => {
  const made: string[] = [];
  const share = sharedValues((text) => {
    made.push(text);
    return { text };
  }, 2);
  expect(share('a')).toBe(share('a'));
  expect(share('b')).toEqual({ text: 'b' });
  expect(made).toEqual(['a', 'b']);
  // One more than fit: all are forgotten.
  for (const text of ['c', 'a', 'c']) share(text);
  expect(made).toEqual(['a', 'b', 'c', 'a']);
});
