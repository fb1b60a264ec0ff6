import { expect, test } from 'vitest';
import { type ChainLink, type ExportChain, NO_CHAIN, refusalOf, withTaken, withUntaken } from './export-chain.ts';

const link = (day: number, sha256 = `${day}`): ChainLink => ({
  ...{ key: `roster/${day}.zip`, sha256, bytes: 100 },
  uploadedAt: `2026-11-${String(day).padStart(2, '0')}T11:30:00.000Z`,
});
const after = (...days: readonly number[]): ExportChain =>
  days.reduce((chain, day, at) => withTaken(chain, link(day), at > 0), NO_CHAIN);
const shas = ({ links }: ExportChain) => links.map(({ sha256 }) => sha256);

test('a delta rests on the last bulk export and on every delta since, for a week', () => {
  expect(refusalOf(NO_CHAIN, link(2))?.code).toBe('delta-no-bulk');
  expect(refusalOf(after(1, 2), link(3))).toBeUndefined();
  expect(refusalOf(after(1, 2, 3, 4, 5, 6, 7), link(8))).toBeUndefined();
  expect(refusalOf(after(1, 2, 3), link(9))).toEqual({ code: 'delta-bulk-old', file: 'roster/1.zip' });
});

test('the one that was taken last may come again, and no earlier one', () => {
  expect(refusalOf(after(1, 2, 3), link(3))).toBeUndefined();
  expect(refusalOf(after(1, 2, 3), { ...link(5), sha256: '3' })).toBeUndefined();
  expect(shas(withTaken(after(1, 2, 3), link(3), true))).toEqual(['1', '2', '3']);
  expect(refusalOf(after(1, 2, 3), link(2))?.code).toBe('delta-older');
  expect(refusalOf(after(1, 3), link(2))?.code).toBe('delta-older');
});

test('one that came and was not taken is in the way of all later ones, until it is taken or a bulk export is', () => {
  const held = withUntaken(withUntaken(after(1), link(2)), link(3));
  expect(refusalOf(held, link(4))).toEqual({ code: 'delta-after-untaken', file: 'roster/2.zip' });
  expect(refusalOf(held, link(2))).toBeUndefined();
  const approved = withTaken(held, link(2), true);
  expect(refusalOf(approved, link(4))?.file).toBe('roster/3.zip');
  expect(refusalOf(withTaken(approved, link(3), true), link(4))).toBeUndefined();
  expect(refusalOf(withTaken(held, link(5), false), link(6))).toBeUndefined();
  // The bulk export was approved after the delta had come: that one is still missing.
  expect(refusalOf(withTaken(withUntaken(NO_CHAIN, link(2)), link(1), false), link(3))?.file).toBe('roster/2.zip');
});

test('of two files of one second, the names say which came first', () => {
  const twin = { ...link(1), key: 'roster/0.zip', sha256: 'x' };
  expect(refusalOf(after(1), twin)?.code).toBe('delta-older');
  expect(refusalOf(after(1), { ...twin, key: 'roster/1b.zip' })).toBeUndefined();
});

test('a bulk export begins anew; one from before the last leaves nothing to rest on', () => {
  expect(shas(withTaken(after(1, 2), link(3), false))).toEqual(['3']);
  expect(shas(withTaken(after(1), link(1), false))).toEqual(['1']);
  expect(shas(withTaken(after(1, 2), link(1), false))).toEqual([]);
});

test('what is not taken is noted once, and not for ever', () => {
  const chain = withUntaken(after(1), link(2));
  expect(withUntaken(chain, link(2))).toBe(chain);
  expect(withUntaken(chain, link(1))).toBe(chain);
  const many = Array.from({ length: 28 }, (_, at) => link(at + 1)).reduce(withUntaken, NO_CHAIN);
  expect(refusalOf({ ...after(1), untaken: many.untaken }, link(8))?.file).toBe('roster/1.zip');
  expect(many.untaken).toHaveLength(20);
});
