import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, fromHex, type Hash, hex, leafHash, nodeHash } from './leaf.ts';
import { append, EMPTY, finalEntry, rootOf, rootOfLeaves, rootOfSorted } from './tree.ts';

/** The leaves and roots that certificate-transparency implementations test against (RFC 6962 trees of 0 to 8 leaves). */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** The definition of RFC 6962 §2.1, word for word. */
function defined(leaves: readonly Hash[]): Hash {
  const [only] = leaves;
  if (only === undefined) return EMPTY_ROOT;
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(defined(leaves.slice(0, k)), defined(leaves.slice(k)));
}

const someLeaves = fc.array(
  fc.uint8Array({ maxLength: 8 }).map((bytes) => leafHash(bytes)),
  { maxLength: 70 },
);

describe('the tree', () => {
  it('agrees with the published roots of RFC 6962 trees', () => {
    const leaves = LEAVES.map((leaf) => leafHash(fromHex(leaf)));
    expect(ROOTS.map((_, size) => hex(rootOfLeaves(leaves.slice(0, size))))).toEqual(ROOTS);
  });

  it('is the tree of the definition, however it was appended to', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(70), (leaves, cut) => {
        const grown = append(append(EMPTY, leaves.slice(0, cut)), leaves.slice(cut));
        expect(hex(rootOf(grown))).toBe(hex(defined(leaves)));
        expect(grown.size).toBe(leaves.length);
        expect(grown.peaks.length).toBe(leaves.length.toString(2).replaceAll('0', '').length);
      }),
    );
  });

  it('states one root for a set, in whatever order and however often its members come', () => {
    const calls = ['n.c', 'n.a', 'n.b'];
    expect(rootOfSorted([...calls, 'n.a'])).toBe(rootOfSorted([...calls].reverse()));
    expect(rootOfSorted(calls)).toBe(hex(rootOfLeaves(['n.a', 'n.b', 'n.c'].map((call) => leafHash(call)))));
    expect(rootOfSorted(calls)).not.toBe(rootOfSorted(calls.map((call) => finalEntry(call, 'refused'))));
  });
});
