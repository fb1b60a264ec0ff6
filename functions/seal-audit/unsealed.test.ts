import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchKey } from '../../shared/audit/batch.ts';
import { hex, leafHash } from '../../shared/audit/leaf.ts';
import { Ledger } from './ledger.ts';
import type { LogStore } from './ports.ts';
import { findUnsealed, inCausalOrder, type UnsealedBatch } from './unsealed.ts';

const now = new Date('2026-11-24T11:30:00Z');
const run = 'ab'.repeat(10);
const key = (group: string, seq: number) => batchKey({ writer: 'place-call', group, run, seq });

/** A store that only lists, and remembers what it was asked. */
function listing(keys: readonly string[]) {
  const asked: string[] = [];
  const no = () => Promise.reject(new Error('only lists'));
  const store: LogStore = {
    putOnce: no,
    get: no,
    async *list(prefix) {
      asked.push(prefix);
      for (const found of keys) if (found.startsWith(prefix)) yield { key: found, modified: now };
    },
    async *folders(prefix) {
      asked.push(`${prefix}*/`);
      yield* new Set(keys.filter((k) => k.startsWith(prefix)).map((k) => k.slice(0, k.indexOf('/', prefix.length) + 1)));
    },
  };
  return { store, asked };
}

/** A ledger that knows object 0 of groups `rest` (days ago) and `live` (minutes ago), and claims `objects` in all. */
const ledgerOf = (objects: number) =>
  Ledger.from({
    heads: [],
    runs: [[`place-call/${run}`, 1, [5]]],
    groups: [
      ['place-call/rest', now.getTime() - 3 * 86_400_000],
      ['place-call/live', now.getTime() - 60_000],
    ],
    objects,
  });

const keys = [key('live', 0), key('live', 1), key('live', 5), key('new', 2), key('rest', 3), 'records/place-call/live/stray.txt'];
const found = async (store: LogStore, objects: number, thorough: boolean) =>
  (await findUnsealed(store, ledgerOf(objects), now, thorough)).map((object) => object.key);

describe('finding what is not sealed', () => {
  it('lists a small trail whole, in one go', async () => {
    const { store, asked } = listing(keys);
    expect(await found(store, 10, false)).toEqual([key('live', 1), key('new', 2), key('rest', 3)]);
    expect(asked).toEqual(['records/']);
  });

  it('lists only groups that move, once the trail is large', async () => {
    const { store, asked } = listing(keys);
    expect(await found(store, 50_000, false)).toEqual([key('live', 1), key('new', 2)]);
    expect(asked).toEqual(['records/*/', 'records/place-call/*/', 'records/place-call/live/', 'records/place-call/new/']);
  });

  it('still finds everything when it is thorough', async () => {
    expect(await found(listing(keys).store, 50_000, true)).toContain(key('rest', 3));
  });

  it('knows a ledger again from its snapshot', () => {
    expect(Ledger.from(ledgerOf(7).snapshot()).snapshot()).toEqual(ledgerOf(7).snapshot());
  });
});

/** Batches of a few runs with random times, each referring to some made before it. */
const batches = fc
  .array(fc.record({ run: fc.nat(3), minute: fc.nat(5), refs: fc.array(fc.nat(30), { maxLength: 2 }) }), { maxLength: 30 })
  .map((drawn) => {
    const seqs = new Map<number, number>();
    const leaf = (n: number) => leafHash(`record ${n}`);
    return drawn.map(({ run: id, minute, refs }, n): UnsealedBatch => {
      const seq = seqs.get(id) ?? 0;
      seqs.set(id, seq + 1);
      return {
        key: batchKey({ writer: 'place-call', group: `N${minute}`, run: String(id).repeat(20), seq }),
        log: undefined,
        at: `2026-11-24T11:3${minute}:00.000Z`,
        leaves: [leaf(n)],
        refs: refs.filter((ref) => ref < n).map((ref) => hex(leaf(ref))),
      };
    });
  });

describe('the order of a seal', () => {
  it('has each batch once, after all it refers to and after the earlier ones of its run', () => {
    fc.assert(
      fc.property(batches, (made) => {
        const ordered = inCausalOrder([...made].reverse());
        expect(new Set(ordered.map((batch) => batch.key))).toEqual(new Set(made.map((batch) => batch.key)));
        expect(ordered.length).toBe(made.length);
        const seen = new Set<string>();
        const last = new Map<string, string>();
        for (const { key: name, leaves, refs } of ordered) {
          for (const ref of refs) expect(seen).toContain(ref);
          for (const leaf of leaves) seen.add(hex(leaf));
          const own = name.slice(-33, -13);
          expect(name.slice(-12) > (last.get(own) ?? '')).toBe(true);
          last.set(own, name.slice(-12));
        }
      }),
    );
  });

  it('does not depend on the order in which it was read', () => {
    fc.assert(
      fc.property(batches, (made) => {
        expect(inCausalOrder([...made].reverse()).map((batch) => batch.key)).toEqual(
          inCausalOrder(made).map((batch) => batch.key),
        );
      }),
    );
  });
});
