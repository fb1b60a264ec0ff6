import { expect, test } from 'vitest';
import { AT, about, KEY, LOG, MemoryTrail, sealInto, signer, writerInto } from '../../test/fixtures/sample-trail.ts';
import { encodeBatch } from './batch.ts';
import { canonicalText } from './canonical.ts';
import { signCheckpoint } from './checkpoint.ts';
import { leafHash } from './leaf.ts';
import { emptyHead, type Head } from './manifest.ts';
import type { StoredVersion } from './trail-source.ts';
import { verifyTrail } from './verify.ts';

/** Faults that were there when the sealer came by: every hash and signature over them is right. */
const permit = about('N1.a', 'call.permit');

async function started(): Promise<{ trail: MemoryTrail; head: Head; key: string; line: string }> {
  const trail = new MemoryTrail();
  await writerInto(trail, 'place-call', 'a').write('N1', [permit]);
  const [[key = '', bytes = Buffer.alloc(0)] = []] = trail.objects;
  return { trail, head: await sealInto(trail, emptyHead(LOG)), key, line: bytes.toString().trimEnd() };
}

const classes = async (trail: MemoryTrail) => (await verifyTrail(trail, KEY)).findings.map((finding) => finding.class);

/** What a verifier says of an honest seal over a batch of these lines, the second of its run. */
async function sealedAs(change: (line: string) => string): Promise<string[]> {
  const { trail, head, key, line } = await started();
  const next = line.replace('"seq":0', '"seq":1').replace(/"id":"[^"]+"/, '"id":"second"');
  trail.objects.set(key.replace('-000000', '-000001'), Buffer.from(encodeBatch([change(next)])));
  await sealInto(trail, head);
  return classes(trail);
}

test('a sound line is no finding', async () => {
  expect(await sealedAs((line) => line)).toEqual([]);
});

test('a line that is not its own canonical form is convicted', async () => {
  expect(await sealedAs((line) => line.replace('"v":1', '"v": 1'))).toEqual(['not-canonical']);
  expect(await sealedAs((line) => line.replace('"v":1', '"v":1,"v":1'))).toEqual(['not-canonical']);
});

test('a line off the schema of its kind is convicted', async () => {
  const changed = (change: object) => (line: string) => canonicalText({ ...JSON.parse(line), ...change });
  for (const change of [
    { kind: 'call.guessed' },
    { name: 'Ana' },
    { salt: 'short' },
    { decision: undefined },
    { at: '2026-11-24' },
  ]) {
    expect(await sealedAs(changed(change))).toEqual(['off-schema']);
  }
});

test('a line that says it lies elsewhere, or in another log, is convicted', async () => {
  expect(await sealedAs((line) => line.replace('"writer":"place-call"', '"writer":"plan-notice"'))).toEqual(['misplaced']);
  expect(await sealedAs((line) => line.replace('"group":"N1"', '"group":"N2"'))).toEqual(['misplaced']);
  expect(await sealedAs((line) => line.replace('/2026-27', '/2025-26'))).toEqual(['misplaced']);
});

test('an object that does not belong here is convicted', async () => {
  const { trail } = await started();
  trail.objects.set('records/place-call/N1/notes.txt', Buffer.from('hello'));
  trail.objects.set('seal/2026-27/latest', Buffer.from('{}'));
  expect(await classes(trail)).toEqual(['stray-object', 'stray-object']);
});

test('a batch in two seals is convicted', async () => {
  const { trail, head, key } = await started();
  const seal = [...trail.objects].find(([name]) => name.startsWith('seal/'));
  trail.objects.delete(seal?.[0] ?? '');
  await sealInto(trail, head);
  trail.objects.set(seal?.[0] ?? '', seal?.[1] ?? Buffer.alloc(0));
  const { findings } = await verifyTrail(trail, KEY);
  expect(findings.filter((finding) => finding.class === 'sealed-twice').map((finding) => finding.object)).toEqual([key]);
});

test('a batch that was kept out of the log for more than an hour is convicted', async () => {
  const { trail } = await started();
  await writerInto(trail, 'record-outcome', 'b').write('N1', [about('N1.a', 'call.withdrawn')]);
  const modified = (key: string) => new Date(key.includes('record-outcome') ? AT : '2026-11-24T17:30:00.000Z');
  const dated = {
    bytes: (key: string) => trail.bytes(key),
    async *versions(): AsyncIterable<StoredVersion> {
      for (const key of trail.objects.keys()) yield { key, version: '', deleted: false, modified: modified(key) };
    },
  };
  expect((await verifyTrail(dated, KEY)).findings.map((finding) => finding.class)).toEqual(['not-sealed']);
});

test('a seal nobody signed, with others after it, is convicted', async () => {
  const { trail, head } = await started();
  await writerInto(trail, 'record-outcome', 'b').write('N1', [about('N1.a', 'call.withdrawn')]);
  await sealInto(trail, head);
  trail.objects.delete('checkpoint/2026-27/000000000001');
  expect(await classes(trail)).toEqual(['checkpoint-missing']);
});

test('a checkpoint signed by somebody else, or for another root, is convicted', async () => {
  const { trail, head } = await started();
  await writerInto(trail, 'record-outcome', 'b').write('N1', [about('N1.a', 'call.withdrawn')]);
  await sealInto(trail, head);
  const place = 'checkpoint/2026-27/000000000002';
  const note = trail.objects.get(place) ?? Buffer.alloc(0);
  const stranger = { publicKey: async () => Buffer.alloc(32, 5), sign: async () => Buffer.alloc(64, 5) };
  const checkpoint = { origin: LOG, size: 2, root: leafHash('another history') };
  trail.objects.set(place, Buffer.from(await signCheckpoint(checkpoint, signer)));
  expect(await classes(trail)).toEqual(['wrong-root']);
  trail.objects.set(
    place,
    Buffer.from(note.toString().replace(/— .*\n$/, (await signCheckpoint(checkpoint, stranger)).split('\n\n')[1] ?? '')),
  );
  expect(await classes(trail)).toEqual(['wrong-signature']);
});
