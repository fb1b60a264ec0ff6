import { describe, expect, it } from 'vitest';
import { AT, about, KEY, LOG, MemoryTrail, sealInto, writerInto } from '../../test/fixtures/sample-trail.ts';
import { emptyHead } from './manifest.ts';
import type { AuditDraft, AuditTrail } from './trail.ts';
import { finalEntry, rootOfSorted } from './tree.ts';
import { verifyTrail } from './verify.ts';

/** What a verifier says of a sealed, signed, untouched trail in which `story` was told. */
async function verdictOn(story: (place: AuditTrail, other: AuditTrail) => Promise<unknown>): Promise<string[]> {
  const trail = new MemoryTrail();
  await story(writerInto(trail, 'place-call', 'a'), writerInto(trail, 'resume-deferred', 'b'));
  await sealInto(trail, emptyHead(LOG));
  const { findings } = await verifyTrail(trail, KEY);
  return findings.map((finding) => finding.class);
}

const permit = about('N1.a', 'call.permit');
const refuse = about('N1.a', 'call.refuse');
const withdrawn = about('N1.a', 'call.withdrawn');
const placed = about('N1.a', 'call.placed', { id: 'N1.a.1.call.placed' });

describe('what the records say together', () => {
  it('a ring after its permit is in order', async () => {
    expect(await verdictOn(async (place) => [await place.write('N1', [permit]), await place.write('N1', [placed])])).toEqual([]);
  });

  it('a ring recorded by the sweeper, permitted by another run, is in order', async () => {
    expect(
      await verdictOn(async (place, other) => [await place.write('N1', [permit]), await other.write('N1', [placed])]),
    ).toEqual([]);
  });

  it.each([
    ['no permit at all', [refuse]],
    ['a permit for another attempt only', [about('N1.a', 'call.permit', { attempt: 2 })]],
    ['a permit for another call only', [about('N1.b', 'call.permit')]],
  ] satisfies [string, AuditDraft[]][])('a ring with %s is convicted', async (_, before) => {
    expect(await verdictOn(async (place) => place.write('N1', [...before, placed]))).toEqual(['ring-without-permit']);
  });

  it('a ring whose permit comes after it is convicted', async () => {
    expect(await verdictOn(async (place) => place.write('N1', [placed, permit]))).toEqual(['ring-without-permit']);
  });

  it.each([
    ['withdrawn', withdrawn],
    ['refused', refuse],
    ['deferred', about('N1.a', 'call.defer')],
  ])('a ring after the same run has %s its permit is convicted, unless it was permitted anew', async (_, second) => {
    expect(await verdictOn(async (place) => place.write('N1', [permit, second, placed]))).toEqual(['ring-after-refusal']);
    expect(await verdictOn(async (place) => place.write('N1', [permit, second, permit, placed]))).toEqual([]);
  });

  it('a ring that rests on another version of consent than its permit is convicted', async () => {
    const stale = { ...placed, facts: { consentVersion: 3 } };
    expect(await verdictOn(async (place) => place.write('N1', [permit, stale]))).toEqual(['consent-version']);
  });

  it('a reference to nothing is convicted', async () => {
    const astray = { ...permit, refs: ['ab'.repeat(32)] };
    expect(await verdictOn(async (place) => place.write('N1', [astray]))).toEqual(['ref-unknown']);
  });

  it('a reference to something that was sealed later is convicted, though every hash is right', async () => {
    const trail = new MemoryTrail();
    const place = writerInto(trail, 'place-call', 'a');
    const [first] = await place.write('N1', [permit]);
    await place.write('N1', [{ ...placed, refs: [first?.leafHash ?? ''] }]);
    const inOrder = [...trail.objects];
    trail.objects.clear();
    for (const [key, bytes] of inOrder.reverse()) trail.objects.set(key, bytes);
    await sealInto(trail, emptyHead(LOG));
    const { findings } = await verifyTrail(trail, KEY);
    expect(findings.map((finding) => finding.class).sort()).toEqual(['ref-later', 'ring-without-permit']);
  });

  it('the same event told twice is one event; told differently it is a conflict', async () => {
    expect(
      await verdictOn(async (place, other) => [await place.write('N1', [permit, placed]), await other.write('N1', [placed])]),
    ).toEqual([]);
    const otherwise = { ...placed, facts: { contactId: 'c2' } };
    expect(await verdictOn(async (place) => place.write('N1', [permit, placed, otherwise]))).toEqual(['conflict']);
  });
});

describe('a closed notice', () => {
  const calls = ['N1.a', 'N1.b'];
  const planned: AuditDraft = { kind: 'notice.planned', at: AT, notice: 'N1', facts: { planned: 2, root: rootOfSorted(calls) } };
  const final = (call: string, state: string): AuditDraft => about(call, 'call.final', { id: `${call}.final`, facts: { state } });
  const root = rootOfSorted([finalEntry('N1.a', 'refused'), finalEntry('N1.b', 'delivered')]);
  const closed: AuditDraft = {
    kind: 'notice.closed',
    at: AT,
    notice: 'N1',
    facts: { counts: { refused: 1, delivered: 1 }, root },
  };
  const told = (...drafts: AuditDraft[]) => verdictOn(async (place) => place.write('N1', drafts));

  it('adds up', async () => {
    expect(await told(planned, final('N1.a', 'refused'), final('N1.b', 'delivered'), closed)).toEqual([]);
  });

  it('is convicted for a call that has no final state', async () => {
    expect(await told(planned, final('N1.b', 'delivered'), closed)).toEqual(['notice-sum', 'notice-root', 'notice-root']);
  });

  it('is convicted for a call that nobody planned', async () => {
    const counts = { refused: 1, delivered: 2 };
    const more = rootOfSorted([finalEntry('N1.a', 'refused'), finalEntry('N1.b', 'delivered'), finalEntry('N1.c', 'delivered')]);
    const wide = { ...closed, facts: { counts, root: more } };
    const finals = [final('N1.a', 'refused'), final('N1.b', 'delivered'), final('N1.c', 'delivered')];
    expect(await told(planned, ...finals, wide)).toEqual(['notice-sum', 'notice-root']);
  });

  it('is convicted for a final state it does not tell', async () => {
    const swapped = [final('N1.a', 'delivered'), final('N1.b', 'refused')];
    expect(await told(planned, ...swapped, closed)).toEqual(['notice-root']);
  });

  it('that was never planned is convicted if it rang, and not if it was cancelled before', async () => {
    const finals = [final('N1.a', 'refused'), final('N1.b', 'delivered')];
    expect(await told(...finals, closed)).toEqual([]);
    expect(await told(permit, placed, ...finals, closed)).toEqual(['notice-sum']);
  });
});
