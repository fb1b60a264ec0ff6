import { describe, expect, test } from 'vitest';
import { agreeAgain } from '../../shared/consent/agree-again.ts';
import { effectiveStops, NO_STOPS } from '../../shared/consent/number-stops.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { companionText, type SmallGuardian, smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const MOTHER: SmallGuardian = { id: 'G1', students: ['S1', 'S2'], phone: '217-442-3001' };
const NOTED: SmallGuardian = { ...MOTHER, phone: '217-442-3001 do not call' };
const NUMBER = NAMING.number('+12174423001');

/** The drop of one night of November, and its import. @param zip `broken`: the export is refused */
async function night(world: IntakeWorld, day: number, mother: SmallGuardian, zip?: 'broken'): Promise<Report> {
  await drop(world, day, mother, zip);
  await run(world, day);
  return report(world, day);
}

async function drop(world: IntakeWorld, day: number, mother: SmallGuardian, zip?: 'broken'): Promise<void> {
  const halves = await smallDrop({ guardians: [mother] });
  const contacts = Buffer.from(companionText({ guardians: [mother] }));
  world.files.set(`roster/${day}.zip`, zip === 'broken' ? Buffer.from('no zip') : halves.zip);
  world.files.set(`roster/${day}.contacts.csv`, contacts);
  world.uploads.set(`roster/${day}.zip`, `2026-11-${day}T11:29:00.000Z`);
  world.uploads.set(`roster/${day}.contacts.csv`, `2026-11-${day}T11:29:00.000Z`);
  world.now = new Date(`2026-11-${day}T11:30:00.000Z`);
  // The bytes of an earlier night would be known, and passed over.
  world.ledger.clear();
}

const run = (world: IntakeWorld, day: number, cut?: { at: number; after: boolean }) =>
  importDrop(intakePorts(world, cut), { key: `roster/${day}.zip`, messageId: `m${day}` });
const report = (world: IntakeWorld, day: number): Report =>
  JSON.parse(world.reports.get(`reports/roster/${day}.zip.json`) ?? '{}');
const isStopped = ({ stops }: IntakeWorld) => effectiveStops(stops.get(NUMBER) ?? NO_STOPS).allButEmergencies;

/** The mother tells the office that she wants to be called again. */
function agrees(world: IntakeWorld, day: number): void {
  const evidence = { pointer: 'form 7', sha256: 'a'.repeat(64) };
  const at = `2026-11-${day}T15:00:00.000Z`;
  const purposes = ['closure', 'attendance', 'event', 'survey', 'fundraising'] as const;
  const agreed = agreeAgain(world.stops.get(NUMBER) ?? NO_STOPS, {
    id: `a${day}`,
    at,
    purposes,
    recordedBy: 'cli:dana',
    evidence,
  });
  if (agreed.kind !== 'changed') throw new Error(agreed.kind);
  world.stops.set(NUMBER, agreed.record);
}

async function agreedAfterANote(): Promise<IntakeWorld> {
  const world = intakeWorld();
  expect((await night(world, 20, NOTED)).counts).toMatchObject({ 'numbers stopped by a note': 1 });
  expect(isStopped(world)).toBe(true);
  agrees(world, 20);
  return world;
}

describe('a note "do not call" in a phone field', () => {
  test('that stands there every night stops once: whoever has agreed again since stays called', async () => {
    const world = await agreedAfterANote();
    for (const day of [21, 22]) {
      expect((await night(world, day, NOTED)).counts).toMatchObject({ 'numbers stopped by a note': 0 });
      expect(isStopped(world)).toBe(false);
    }
  });

  test('that was gone for a night and is written again stops again', async () => {
    const world = await agreedAfterANote();
    await night(world, 21, NOTED);
    expect((await night(world, 22, MOTHER)).result).toBe('imported');
    expect(isStopped(world)).toBe(false);
    expect((await night(world, 23, NOTED)).counts).toMatchObject({ 'numbers stopped by a note': 1 });
    expect(isStopped(world)).toBe(true);
    agrees(world, 23);
    await night(world, 24, NOTED);
    expect(isStopped(world)).toBe(false);
  });

  test('that is missing from an export which is not taken is not gone', async () => {
    const world = await agreedAfterANote();
    expect((await night(world, 21, MOTHER, 'broken')).result).toBe('rejected');
    world.taken = undefined;
    expect((await night(world, 22, MOTHER)).result).toBe('held');
    await night(world, 23, NOTED);
    expect(isStopped(world)).toBe(false);
  });

  test('that an export brought which was not taken is known when the next one is', async () => {
    const world = intakeWorld();
    await night(world, 20, NOTED, 'broken');
    expect(isStopped(world)).toBe(true);
    agrees(world, 20);
    await night(world, 21, NOTED);
    expect(isStopped(world)).toBe(false);
  });

  test('on a number whose record does not open holds up nobody else, and stops once it opens', async () => {
    const world = intakeWorld();
    await drop(world, 20, NOTED);
    const ports = intakePorts(world);
    const damaged = {
      ...ports.consents,
      readMany: async (keys: Parameters<typeof ports.consents.readMany>[0]) => {
        const page = await ports.consents.readMany(keys);
        return { ...page, stops: new Map([...page.stops].map(([key]) => [key, { kind: 'unreadable', version: 1 } as const])) };
      },
    };
    await importDrop({ ...ports, consents: damaged }, { key: 'roster/20.zip', messageId: 'm20' });
    expect([report(world, 20).result, isStopped(world)]).toEqual(['imported', false]);
    await night(world, 21, NOTED);
    expect(isStopped(world)).toBe(true);
  });
});

test('the power may go at any commit of the night in which the note is gone, or written again', async () => {
  for (const [day, mother, stopped] of [
    [22, MOTHER, false],
    [23, NOTED, true],
  ] as const) {
    const before = async () => {
      const world = await agreedAfterANote();
      if (day === 23) await night(world, 22, MOTHER);
      await drop(world, day, mother);
      return world;
    };
    const straight = await before();
    const ports = intakePorts(straight);
    await importDrop(ports, { key: `roster/${day}.zip`, messageId: `m${day}` });
    const state = ({ stops, noted }: IntakeWorld) => JSON.stringify([[...stops], [...noted]]);
    for (let at = 1; at <= ports.commits(); at += 1) {
      for (const after of [false, true]) {
        const world = await before();
        await expect(run(world, day, { at, after })).rejects.toThrow(PowerCut);
        await run(world, day);
        expect([at, after, state(world)]).toEqual([at, after, state(straight)]);
        expect(isStopped(world)).toBe(stopped);
      }
    }
  }
});
