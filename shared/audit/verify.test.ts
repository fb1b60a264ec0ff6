import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KEY, LOG, type MemoryTrail, sealInto, soundTrail, tell } from '../../test/fixtures/sample-trail.ts';
import { batchName, decodeBatch, encodeBatch } from './batch.ts';
import { emptyHead } from './manifest.ts';
import { verifyTrail } from './verify.ts';

const sound = await soundTrail();
const keys = [...sound.objects.keys()];
const batches = keys.filter((key) => batchName(key) !== undefined);
const anyBatch = fc.constantFrom(...batches);

async function convicted(trail: MemoryTrail): Promise<string[]> {
  const verdict = await verifyTrail(trail, KEY);
  return verdict.findings.map((finding) => `${finding.class} ${finding.object}`);
}

const linesOf = (trail: MemoryTrail, key: string) => [...(decodeBatch(trail.objects.get(key) ?? Buffer.alloc(0)) ?? [])];
const put = (trail: MemoryTrail, key: string, lines: readonly string[]) =>
  trail.objects.set(key, Buffer.from(encodeBatch(lines)));

test('finds nothing in a sound one, and says how far it is attested', async () => {
  const verdict = await verifyTrail(sound, KEY);
  expect(verdict.findings).toEqual([]);
  expect(verdict.outcome).toBe('clean');
  expect(verdict.logs.map(({ log, size, attested }) => ({ log, size, attested }))).toEqual([
    { log: LOG, size: 23, attested: 23 },
  ]);
  expect(verdict.counts).toMatchObject({ records: 23, seals: 4, checkpoints: 4, unsealed: 0 });
});

test('convicts any changed bit of any object, and names the object', async () => {
  const place = fc
    .constantFrom(...keys)
    .chain((key) => fc.tuple(fc.constant(key), fc.integer({ min: 0, max: (sound.objects.get(key)?.length ?? 1) * 8 - 1 })));
  await fc.assert(
    fc.asyncProperty(place, async ([key, bit]) => {
      const trail = sound.copy();
      const bytes = trail.objects.get(key) ?? Buffer.alloc(0);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const { findings } = await verifyTrail(trail, KEY);
      // A changed name of a batch within a seal is met as a batch that is not there; the finding names the seal beside it.
      expect(findings.some(({ object, detail }) => object === key || detail.includes(key))).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('convicts any removed object, or says that the end is not attested', async () => {
  for (const key of keys) {
    const trail = sound.copy();
    trail.objects.delete(key);
    const verdict = await verifyTrail(trail, KEY);
    expect(verdict.outcome, key).not.toBe('clean');
    if (batchName(key) !== undefined) expect(await convicted(trail)).toContain(`batch-missing ${key}`);
  }
});

test('convicts a record taken out, put in, said twice or moved within its batch', async () => {
  const changes: ((lines: string[], n: number) => string[])[] = [
    (lines, n) => lines.filter((_, m) => m !== n),
    (lines, n) => lines.flatMap((line, m) => (m === n ? [line, line.replace(/"salt":"./, '"salt":"_')] : [line])),
    (lines, n) => [...lines.slice(0, n), lines[n] ?? '', ...lines.slice(n)],
    (lines, n) => [...lines.slice(n), ...lines.slice(0, n)],
  ];
  await fc.assert(
    fc.asyncProperty(anyBatch, fc.nat(), fc.constantFrom(...changes), async (key, chosen, change) => {
      const trail = sound.copy();
      const before = linesOf(trail, key);
      const after = change(before, chosen % before.length);
      fc.pre(after.join() !== before.join());
      put(trail, key, after);
      expect((await convicted(trail)).some((finding) => finding.endsWith(` ${key}`))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('convicts two batches that changed places', async () => {
  await fc.assert(
    fc.asyncProperty(anyBatch, anyBatch, async (one, other) => {
      fc.pre(one !== other);
      const trail = sound.copy();
      trail.objects.set(one, sound.objects.get(other) ?? Buffer.alloc(0));
      trail.objects.set(other, sound.objects.get(one) ?? Buffer.alloc(0));
      const findings = (await convicted(trail)).join();
      expect(findings).toContain(one);
      expect(findings).toContain(other);
    }),
    { numRuns: 50 },
  );
});

test('convicts a delete marker and a second version, though the first is still there', async () => {
  const trail = sound.copy();
  const [key = ''] = batches;
  trail.extra.push({ key, version: 'v3', deleted: true }, { key, version: 'v2', deleted: false });
  expect(await convicted(trail)).toEqual([`deleted ${key}`, `second-version ${key}`]);
});

test('convicts a history made elsewhere with the same key', async () => {
  const trail = sound.copy();
  const forged = sound.copy();
  for (const key of keys.filter((name) => name.startsWith('seal/') || name.includes('/N2/'))) forged.objects.delete(key);
  await tell(forged, 'N3', 5, emptyHead(LOG));
  const [checkpoint = ''] = [...forged.objects.keys()].filter((key) => key.startsWith('checkpoint/') && !keys.includes(key));
  trail.objects.set(checkpoint, forged.objects.get(checkpoint) ?? Buffer.alloc(0));
  expect(await convicted(trail)).toEqual([`checkpoint-astray ${checkpoint}`]);
});

test('convicts a lost record by the hole in its run, even before it is sealed', async () => {
  const trail = sound.copy();
  const head = emptyHead(LOG);
  const fresh = sound.copy();
  fresh.objects.clear();
  await tell(fresh, 'N9', 3, head);
  const [lost = '', later = ''] = [...fresh.objects.keys()].filter((key) => key.startsWith('records/place-call/')).sort();
  trail.objects.set(later, fresh.objects.get(later) ?? Buffer.alloc(0));
  expect(batchName(lost)?.seq).toBe(0);
  expect(await convicted(trail)).toEqual([`run-hole ${later}`]);
});

test('cannot tell with a key that is none, or not this log’s, or of an empty trail', async () => {
  const other = KEY.replace(/\+[0-9a-f]{8}\+.*/, '');
  expect((await verifyTrail(sound, other)).outcome).toBe('cannot-tell');
  const emptied = sound.copy();
  emptied.objects.clear();
  expect(await verifyTrail(emptied, KEY)).toMatchObject({ outcome: 'cannot-tell', doubts: ['nothing has been sealed yet'] });
});

test('leaves the last minute in doubt, not in blame', async () => {
  const trail = sound.copy();
  const fresh = sound.copy();
  fresh.objects.clear();
  await tell(fresh, 'N9', 3, emptyHead(LOG));
  for (const [key, bytes] of fresh.objects) if (key.startsWith('records/')) trail.objects.set(key, bytes);
  expect(await verifyTrail(trail, KEY)).toMatchObject({ outcome: 'clean', counts: { unsealed: 5 } });
  const checkpoints = keys.filter((key) => key.startsWith('checkpoint/')).sort();
  trail.objects.delete(checkpoints.at(-1) ?? '');
  expect(await verifyTrail(trail, KEY)).toMatchObject({ outcome: 'cannot-tell', findings: [] });
  await expect(sealInto(trail, emptyHead('audit.other.example/2026-27'))).resolves.toBeDefined();
});
