import { describe, expect, it } from 'vitest';
import { batchName, decodeBatch } from './batch.ts';
import { hex, leafHash } from './leaf.ts';
import { RecordUnfit, readRecord } from './record.ts';
import { createRun, type WriteOnce } from './run.ts';
import type { AuditDraft } from './trail.ts';

type Mood = 'well' | 'refuses' | 'stores and says it did not';

/** A store that errs in both ways: not done, and done but answered with an error. */
function moody() {
  const objects = new Map<string, Buffer>();
  const state: { mood: Mood } = { mood: 'well' };
  const store: WriteOnce = {
    async putOnce(key, bytes) {
      if (state.mood === 'refuses') throw new Error('SlowDown');
      if (objects.has(key)) return 'occupied';
      objects.set(key, Buffer.from(bytes));
      if (state.mood === 'stores and says it did not') throw new Error('TimeoutError');
      return 'stored';
    },
    get: async (key) => objects.get(key) ?? Buffer.alloc(0),
  };
  return { store, objects, state };
}

function runOver(store: WriteOnce, random?: (bytes: number) => Buffer) {
  let fresh = 0;
  const clock = { now: () => new Date('2026-11-24T11:30:00.000Z') };
  const ids = { next: () => `fresh${fresh++}` };
  return createRun({
    store,
    writer: 'place-call',
    district: 'elbert.example',
    clock,
    ids,
    ...(random === undefined ? {} : { random }),
  });
}

const draft = (call: string): AuditDraft => ({ kind: 'call.withdrawn', at: '2026-11-24T11:30:00.000Z', call, attempt: 1 });
const numbers = (keys: Iterable<string>) => [...keys].map((key) => batchName(key)?.seq);
const runs = (keys: Iterable<string>) => new Set([...keys].map((key) => batchName(key)?.run)).size;

describe('a run of the trail', () => {
  it('writes one object a call, one line a record, and says where each record went', async () => {
    const { store, objects } = moody();
    const receipts = await runOver(store).write('N1', [draft('N1.a'), { ...draft('N1.b'), id: 'N1.b.1.withdrawn' }]);
    const [[key = '', bytes = Buffer.alloc(0)] = []] = objects;
    expect(key).toMatch(/^records\/place-call\/N1\/[0-9a-f]{20}-000000\.jsonl$/);
    const lines = decodeBatch(bytes) ?? [];
    expect(receipts).toEqual(lines.map((line, n) => ({ id: ['fresh0', 'N1.b.1.withdrawn'][n], leafHash: hex(leafHash(line)) })));
    for (const line of lines)
      expect(readRecord(line)).toMatchObject({ kind: 'record', record: { log: 'audit.elbert.example/2026-27', seq: 0 } });
  });

  it('numbers its objects without a hole, also when asked side by side', async () => {
    const { store, objects } = moody();
    const trail = runOver(store);
    await Promise.all(Array.from({ length: 20 }, (_, n) => trail.write(n % 2 === 0 ? 'N1' : 'N2', [draft(`N1.${n}`)])));
    expect(numbers(objects.keys())).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(runs(objects.keys())).toBe(1);
  });

  it.each(['refuses', 'stores and says it did not'] as const)(
    'begins a new run after a write of unknown fate (the store %s)',
    async (mood) => {
      const { store, objects, state } = moody();
      const trail = runOver(store);
      await trail.write('N1', [draft('N1.a')]);
      state.mood = mood;
      await expect(trail.write('N1', [draft('N1.b')])).rejects.toMatchObject({ code: 'RECORDS_NOT_STORED' });
      state.mood = 'well';
      await trail.write('N1', [draft('N1.b')]);
      expect(numbers(objects.keys())).toEqual(mood === 'refuses' ? [0, 0] : [0, 1, 0]);
      expect(runs(objects.keys())).toBe(2);
    },
  );

  it('takes what lies there already for its own only if it is byte for byte the same', async () => {
    const same = (bytes: number) => Buffer.alloc(bytes, 7);
    const { store, objects } = moody();
    await runOver(store, same).write('N1', [draft('N1.a')]);
    await runOver(store, same).write('N1', [draft('N1.a')]);
    await expect(runOver(store, same).write('N1', [draft('N1.other')])).rejects.toMatchObject({ code: 'RECORDS_NOT_STORED' });
    expect(objects.size).toBe(1);
  });

  it('refuses a record that breaks its schema, before anything is written', async () => {
    const { store, objects } = moody();
    const unfit: AuditDraft[] = [
      { kind: 'call.permit', at: '2026-11-24T11:30:00.000Z', call: 'N1.a', attempt: 1 },
      { ...draft('N1.a'), at: '2026-11-24T11:30:00Z' },
      { ...draft('N1.a'), facts: { note: 'rang +12025550123' } },
      { ...draft('N1.a'), facts: { share: 0.5 } },
      { ...draft('N1.a'), facts: { much: Array.from({ length: 200 }, () => 'x'.repeat(50)) } },
      { kind: 'notice.planned', at: '2026-11-24T11:30:00.000Z', notice: 'N1', facts: { planned: 3 } },
    ];
    for (const bad of unfit) await expect(runOver(store).write('N1', [draft('N1.z'), bad])).rejects.toBeInstanceOf(RecordUnfit);
    await expect(runOver(store).write('../elsewhere', [draft('N1.a')])).rejects.toBeInstanceOf(RecordUnfit);
    expect(objects.size).toBe(0);
  });

  it('writes nothing for nothing', async () => {
    const { store, objects } = moody();
    expect(await runOver(store).write('N1', [])).toEqual([]);
    expect(objects.size).toBe(0);
  });
});
