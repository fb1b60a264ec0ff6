import { describe, expect, test } from 'vitest';
import { NO_CONSENTS, stateFor } from '../../shared/consent/consent-record.ts';
import { effectiveStops } from '../../shared/consent/number-stops.ts';
import { isRestrictedFor } from '../../shared/consent/restrictions.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { type SmallGuardian, smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, MORNING, NAMING, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/2026-11-24.zip';
const FAMILIES = 240;
const YES = { by: 'cli:dana', name: Buffer.from('sealed'), at: '2026-11-24T12:00:00.000Z' };
const NOW = MORNING.toISOString();

interface Family {
  readonly child: string;
  readonly parent: SmallGuardian;
}

/** @param id what the student information system calls number n */
const families = (id: (n: number) => string = (n) => `${n}`): readonly Family[] =>
  Array.from({ length: FAMILIES }, (_, n) => ({
    child: `S${id(n)}`,
    parent: {
      id: `G${id(n)}`,
      students: [`S${id(n)}`],
      phone: `217-442-${3_000 + n}`,
      columns: { givenName: 'Ana', familyName: `Nr${n}` },
    },
  }));

async function drop(world: IntakeWorld, of: readonly Family[], others: readonly SmallGuardian[] = []): Promise<void> {
  const { zip, contacts } = await smallDrop({
    students: of.map(({ child }) => ({ id: child })),
    guardians: [...of.map(({ parent }) => parent), ...others],
  });
  world.files.set(ZIP, zip).set('roster/2026-11-24.contacts.csv', contacts);
}

const run = (world: IntakeWorld) => importDrop(intakePorts(world), { key: ZIP, messageId: 'm1' });
const report = (world: IntakeWorld): Report => JSON.parse(world.reports.get(`reports/${ZIP}.json`) ?? '{}');
// What was written under that kind is read back under it.
const contact = (world: IntakeWorld, id: string) => world.book.get(`contact ${NAMING.contact(id)}`)?.value as Contact | undefined;
const book = (world: IntakeWorld) => JSON.stringify([[...world.book].sort(), [...world.index].sort()]);
const all = (world: IntakeWorld) => JSON.stringify([book(world), [...world.consents].sort(), [...world.stops].sort()]);

function restricted(world: IntakeWorld, n: number): boolean {
  const key = NAMING.contact(`G${n}`);
  const edge = contact(world, `G${n}`)?.edges[0] ?? { studentKey: NAMING.student(`S${n}`), restricted: false };
  return isRestrictedFor(world.consents.get(key) ?? NO_CONSENTS, edge);
}

async function lastNight(of = families()): Promise<IntakeWorld> {
  const world = intakeWorld();
  await drop(world, of);
  world.taken = undefined;
  await run(world);
  await approve(world);
  return world;
}

async function tonight(world: IntakeWorld, of: readonly Family[]): Promise<Report> {
  await drop(world, of);
  await run(world);
  return report(world);
}

async function approve(world: IntakeWorld): Promise<Report> {
  world.approvals.set(report(world).hash ?? '', YES);
  await run(world);
  return report(world);
}

const changed = (n: number, over: Partial<SmallGuardian>, columns: Readonly<Record<string, string>> = {}) =>
  families().map((family, index) =>
    index === n
      ? { ...family, parent: { ...family.parent, ...over, columns: { ...family.parent.columns, ...columns } } }
      : family,
  );
/** Half of the district is missing, so whatever else it says, it is held. */
const cutOff = (of: readonly Family[]) => of.slice(0, FAMILIES / 2);

describe('an export that is unlike the last one', () => {
  test('the first of all waits for a named person, who stands in the record', async () => {
    const world = intakeWorld();
    world.taken = undefined;
    const first = await tonight(world, changed(3, {}, { restricted: 'Y' }));
    expect(first).toMatchObject({ result: 'held', signals: [{ id: 'first-export' }], problems: [] });
    expect(world.book.size).toBe(0);
    expect(world.news.map(({ type }) => type)).toEqual(['Roster Held']);
    expect(world.measures.get('RosterHeld')).toBe(1);
    await run(world);
    expect(world.news).toHaveLength(1);
    expect(await approve(world)).toMatchObject({ result: 'imported' });
    expect(world.index.size).toBe(FAMILIES);
    expect(world.records.map(({ kind }) => kind)).toEqual([
      ...['roster.held', 'task.opened', 'roster.imported', 'roster.imported', 'task.closed'],
    ]);
    expect(world.records.at(-2)?.facts).toMatchObject({ phase: 'applied', approvedBy: 'cli:dana' });
  });

  test('is held when two of five students are missing; the book stays, and with a yes it is taken', async () => {
    const world = await lastNight();
    const before = book(world);
    const cut = families().slice(0, (FAMILIES * 3) / 5);
    const { result, signals, summary } = await tonight(world, cut);
    expect(result).toBe('held');
    expect(signals?.filter(({ level }) => level === 'hold').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['students-absent', 'school-students-absent', 'contacts-absent']),
    );
    expect(summary).toContain('ringfence roster approve --file roster/2026-11-24.zip');
    expect(book(world)).toBe(before);
    expect(await approve(world)).toMatchObject({ result: 'imported' });
  });

  test('a yes is for those bytes alone', async () => {
    const world = await lastNight();
    await tonight(world, cutOff(families()));
    world.approvals.set(report(world).hash ?? '', YES);
    expect((await tonight(world, families().slice(0, 10))).result).toBe('held');
    expect(world.index.size).toBe(FAMILIES);
  });

  test('a night with one new family passes by itself', async () => {
    const world = await lastNight(families().slice(1));
    expect((await tonight(world, families())).result).toBe('imported');
    expect(world.index.size).toBe(FAMILIES);
  });
});

describe('what was said of the last export', () => {
  const without = (...gone: readonly [from: number, to: number][]) =>
    families().filter((_, n) => gone.every(([from, to]) => n < from || n >= to));

  test('is not said again: whoever was missing then does not add up with whoever is missing now', async () => {
    const world = await lastNight();
    expect((await tonight(world, without([0, 10]))).result).toBe('imported');
    expect((await tonight(world, without([0, 20]))).result).toBe('imported');
    // The same twenty in one night are more than a twentieth.
    expect((await tonight(await lastNight(), without([0, 20]))).result).toBe('held');
  });

  test('is not said again of people who are barred either, whom no absence retires', async () => {
    const fathers = families()
      .slice(0, 9)
      .map(({ child }, n) => ({ id: `F${n}`, students: [child], phone: `217-443-${3_000 + n}`, columns: { restricted: 'Y' } }));
    const world = intakeWorld();
    await drop(world, families(), fathers);
    await run(world);
    const said: (readonly string[])[] = [];
    for (const day of [21, 22, 23, 24, 25]) {
      world.uploadedAt = `2026-11-${day}T11:29:00.000Z`;
      world.ledger.clear();
      const { signals = [] } = await tonight(world, families());
      if (report(world).result === 'held') await approve(world);
      said.push(signals.map(({ level, id }) => `${level} ${id}`));
      expect(report(world).counts).toMatchObject({ 'contacts in the book but not in the export': 9 });
    }
    expect(said).toEqual([['hold restrictions-dropped', 'warn contacts-absent'], [], [], [], []]);
    expect(contact(world, 'F0')?.edges).toMatchObject([{ restricted: true }]);
  });

  test('makes nobody new who was missing and is back', async () => {
    const world = await lastNight();
    await tonight(world, without([0, 20]));
    expect((await approve(world)).result).toBe('imported');
    world.ledger.clear();
    const { result, signals = [] } = await tonight(world, families());
    expect([result, signals.map(({ id }) => id)]).toEqual(['imported', []]);
  });
});

test('an export in which many have other phones is held, and one in which a few have is not', async () => {
  const moved = (count: number) =>
    families().map(({ child, parent }, n) => ({
      child,
      parent: n < count ? { ...parent, phone: `217-443-${3_000 + n}` } : parent,
    }));
  expect((await tonight(await lastNight(), moved(37))).signals?.map(({ id }) => id)).toEqual(['phones-changed']);
  expect((await tonight(await lastNight(), moved(37))).result).toBe('held');
  expect((await tonight(await lastNight(), moved(12))).signals).toBeUndefined();
});

describe('of an export that is held', () => {
  test('a new restriction holds at once, and no new phone, link or yes does', async () => {
    const world = await lastNight();
    const form = { consentEvent: 'Y', consentDate: '2026-11-20', consentForm: 'F-9', consentWording: 'v3' };
    const barred = changed(3, {}, { restricted: 'Y' });
    const family = changed(4, { phone: '217-442-9999', students: ['S4', 'S5'] }, form)[4];
    await tonight(world, cutOff(barred.map((one, n) => (n === 4 && family ? family : one))));
    expect([restricted(world, 3), restricted(world, 2)]).toEqual([true, false]);
    expect(contact(world, 'G4')).toMatchObject({ numbers: [{ e164: '+12174423004' }], edges: [{}] });
    expect(contact(world, 'G4')?.edges).toHaveLength(1);
    expect(stateFor(world.consents.get(NAMING.contact('G4')) ?? NO_CONSENTS, NAMING.number('+12174423004'), 'event', NOW)).toBe(
      'none',
    );
    expect(world.records.filter(({ kind }) => kind === 'restriction.set')).toHaveLength(1);
  });

  test('the restriction stays when the next export does not have it', async () => {
    const world = await lastNight();
    await tonight(world, cutOff(changed(3, {}, { restricted: 'Y' })));
    // Else last night's very bytes would be known, and passed over.
    world.ledger.clear();
    expect((await tonight(world, families())).problems.map(({ code }) => code)).toContain('restriction-clearing');
    expect(restricted(world, 3)).toBe(true);
  });

  test('a no on a form and a note in a phone field are obeyed at once', async () => {
    const world = await lastNight();
    const said = changed(3, {}, { consentEvent: 'N' });
    const noted = changed(4, { phone: '217-442-3004 do not call' })[4];
    await tonight(world, cutOff(said.map((one, n) => (n === 4 && noted ? noted : one))));
    const record = world.consents.get(NAMING.contact('G3')) ?? NO_CONSENTS;
    expect(stateFor(record, NAMING.number('+12174423003'), 'event', NOW)).toBe('revoked');
    const stops = world.stops.get(NAMING.number('+12174423004'));
    expect(stops && effectiveStops(stops).allButEmergencies).toBe(true);
  });

  test('with every id given anew, a restriction is found by name and phone, and holds for the person the book knows', async () => {
    const world = await lastNight();
    const before = book(world);
    const renumbered = families((n) => `X${n}`).map(({ child, parent }, n) => ({
      child,
      parent: { ...parent, columns: { ...parent.columns, restricted: n === 7 ? 'Y' : '' } },
    }));
    const { result, signals } = await tonight(world, renumbered);
    expect([result, signals?.map(({ id }) => id)]).toEqual(['held', expect.arrayContaining(['ids-unknown', 'students-new'])]);
    expect(book(world)).toBe(before);
    expect(families().map((_, n) => restricted(world, n))).toEqual(families().map((_, n) => n === 7));
  });
});

describe('a restriction in an export that is held', () => {
  test('of somebody whom nobody is found for is for the office, by row', async () => {
    const world = await lastNight();
    const stranger = { child: 'S1', parent: { id: 'G-new', students: ['S1'], columns: { restricted: 'Y' } } };
    const { problems } = await tonight(world, [stranger]);
    expect(problems.find(({ code }) => code === 'restriction-unmatched')).toMatchObject({ row: 2, column: 'restricted' });
  });

  test('restricts nobody where the column means something else, or nobody can read it', async () => {
    for (const [flag, result] of [
      ['Y', 'held'],
      ['Mother', 'rejected'],
    ] as const) {
      const world = await lastNight();
      const before = all(world);
      const shifted = families().map(({ child, parent }) => ({
        child,
        parent: { ...parent, columns: { ...parent.columns, restricted: flag } },
      }));
      expect((await tonight(world, shifted)).result).toBe(result);
      expect(all(world)).toBe(before);
    }
  });
});

test('the power may go at any commit of a held export: the next delivery comes to the same', async () => {
  const few = 2;
  const whole = async () => {
    const world = intakeWorld();
    await drop(world, families().slice(0, few));
    await run(world);
    // Of so few no share says anything: it is held as the first one.
    world.taken = undefined;
    const restrictedOne = changed(0, { phone: '217-442-3000' }, { restricted: 'Y', consentEvent: 'N' }).slice(0, few);
    await drop(world, restrictedOne);
    return world;
  };
  const straight = await whole();
  const ports = intakePorts(straight);
  await importDrop(ports, { key: ZIP, messageId: 'm1' });
  expect(restricted(straight, 0)).toBe(true);
  for (let at = 1; at <= ports.commits(); at += 1) {
    for (const after of [false, true]) {
      const world = await whole();
      await expect(importDrop(intakePorts(world, { at, after }), { key: ZIP, messageId: 'm1' })).rejects.toThrow(PowerCut);
      await run(world);
      expect([at, after, all(world)]).toEqual([at, after, all(straight)]);
      expect(report(world).result).toBe('held');
    }
  }
});
