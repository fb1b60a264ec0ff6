import { describe, expect, test } from 'vitest';
import { stateFor } from '../../shared/consent/consent-record.ts';
import { effectiveStops } from '../../shared/consent/number-stops.ts';
import type { Contact, Student } from '../../shared/contacts/contact.ts';
import { type SmallExport, smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, MORNING, NAMING, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { AnotherImport, HalfMissing, OutOfTime } from './faults.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/2026-11-24.zip';
const CONTACTS = 'roster/2026-11-24.contacts.csv';
const NOW = MORNING.toISOString();

async function drop(world: IntakeWorld, wanted: SmallExport = {}): Promise<void> {
  const { zip, contacts } = await smallDrop(wanted);
  world.files.set(ZIP, zip).set(CONTACTS, contacts);
}

const run = (world: IntakeWorld, key = ZIP, messageId = 'm1') => importDrop(intakePorts(world), { key, messageId });

// Tests read back what an import wrote under that kind.
const contact = (world: IntakeWorld, id: string) => world.book.get(`contact ${NAMING.contact(id)}`)?.value as Contact | undefined;
const student = (world: IntakeWorld, id: string) => world.book.get(`student ${NAMING.student(id)}`)?.value as Student | undefined;
const state = (world: IntakeWorld) =>
  JSON.stringify(
    [[...world.book], [...world.index], [...world.staff], [...world.consents], [...world.stops]].map((part) => part.sort()),
  );

async function imported(wanted: SmallExport = {}): Promise<IntakeWorld> {
  const world = intakeWorld();
  await drop(world, wanted);
  await run(world);
  return world;
}

describe('a nightly drop', () => {
  test('is imported once both halves are there, and not before', async () => {
    const world = intakeWorld();
    const { zip, contacts } = await smallDrop();
    world.files.set(ZIP, zip);
    await expect(run(world)).rejects.toThrow(HalfMissing);
    expect(world.book.size).toBe(0);
    expect(world.reports.get(`reports/${ZIP}.json`)).toContain('roster/2026-11-24.contacts.csv is not there');
    world.files.set(CONTACTS, contacts);
    await run(world, CONTACTS, 'm2');
    expect(student(world, 'S2')?.contactKeys).toEqual([NAMING.contact('G1'), NAMING.contact('G2')]);
    expect(contact(world, 'G1')).toMatchObject({
      language: 'en',
      numbers: [{ e164: '+12174423001' }],
      givenForSchoolContact: true,
    });
    expect(world.index.get(`north ${NAMING.student('S1')}`)).toBe('03');
    expect(world.news.map(({ type }) => type)).toEqual(['Roster Imported']);
  });

  test('keeps no name of a student, and no password', async () => {
    expect(state(await imported())).not.toMatch(/Hidden|Child|password/);
  });

  test('says in the trail that it begins before anything is written, and that it is done afterwards', async () => {
    const world = await imported();
    expect(world.records.map(({ kind, facts }) => [kind, facts?.['phase']])).toEqual([
      ['roster.imported', 'applying'],
      ['roster.imported', 'applied'],
    ]);
    expect(JSON.stringify(world.records)).not.toMatch(/Brackenridge|217/);
  });

  test('writes nothing when it comes again, neither as the same file nor as the same content', async () => {
    const world = await imported();
    const [before, writes] = [state(world), world.writes];
    await run(world);
    expect(world.writes).toBe(writes);
    world.ledger.clear();
    await run(world, ZIP, 'm9');
    expect(state(world)).toBe(before);
  });

  test('leaves the import to the other half’s message when that is at it, and waits for another unit', async () => {
    const world = intakeWorld();
    await drop(world);
    const until = new Date(MORNING.getTime() + 60_000).toISOString();
    world.turn = { unit: 'another night', message: 'm0', until };
    await expect(run(world)).rejects.toThrow(AnotherImport);
    await expect(importDrop(intakePorts(world, { at: 8, after: true }), { key: ZIP, messageId: 'm0' })).rejects.toThrow(PowerCut);
    const before = state(world);
    await run(world, CONTACTS, 'm1');
    expect(state(world)).toBe(before);
    await run(world, ZIP, 'm0');
    expect(contact(world, 'G2')).toBeDefined();
  });
});

test('an export under another name is told where it came before', async () => {
  const world = await imported();
  const before = state(world);
  for (const [from, to] of [
    [ZIP, 'roster/again.zip'],
    [CONTACTS, 'roster/again.contacts.csv'],
  ] as const) {
    world.files.set(to, world.files.get(from) ?? Buffer.alloc(0));
  }
  await run(world, 'roster/again.contacts.csv', 'm9');
  expect(state(world)).toBe(before);
  for (const file of ['roster/again.zip', 'roster/again.contacts.csv']) {
    const report = JSON.parse(world.reports.get(`reports/${file}.json`) ?? '{}');
    expect(report).toMatchObject({ file, result: 'imported' });
    expect(report.summary).toContain(ZIP);
  }
});

describe('what an import may and may not change', () => {
  test('a yes on the form grants; a yes never brings back what the person stopped later', async () => {
    const consent = {
      consentEvent: 'yes',
      consentFundraising: 'no',
      consentDate: '2026-08-20',
      consentForm: 'F-1',
      consentWording: 'v3',
    };
    const wanted = { guardians: [{ id: 'G1', students: ['S1'], phone: '217-442-3001', columns: consent }] };
    const world = await imported(wanted);
    const [contactKey, numberKey] = [NAMING.contact('G1'), NAMING.number('+12174423001')];
    const now = () => world.consents.get(contactKey) ?? { numbers: {} };
    expect(stateFor(now(), numberKey, 'event', NOW)).toBe('granted');
    expect(stateFor(now(), numberKey, 'fundraising', NOW)).toBe('revoked');
    const stop = {
      basis: 'key-press',
      at: '2026-09-01T00:00:00.000Z',
      capturedBy: 'x',
      wording: '',
      language: 'en',
      state: 'revoked',
    } as const;
    const history = now().numbers[numberKey];
    world.consents.set(contactKey, { numbers: { [numberKey]: { ...history, event: [...(history?.event ?? []), stop] } } });
    await drop(world, {
      guardians: [{ id: 'G1', students: ['S1'], phone: '217-442-3001', columns: { ...consent, consentForm: 'F-2' } }],
    });
    await run(world);
    expect(stateFor(now(), numberKey, 'event', NOW)).toBe('revoked');
  });

  test('a new restriction and a changed number apply; the random ids of a person stay', async () => {
    const world = await imported();
    const before = contact(world, 'G1');
    await drop(world, { guardians: [{ id: 'G1', students: ['S1', 'S2'], phone: '217-442-3999', columns: { restricted: 'Y' } }] });
    await run(world);
    const after = contact(world, 'G1');
    expect(after?.edges.every((edge) => edge.restricted)).toBe(true);
    expect(after?.numbers.map(({ e164 }) => e164)).toEqual(['+12174423999']);
    expect(after?.auditSubject).toBe(before?.auditSubject);
    expect(world.book.has(`number ${NAMING.number('+12174423001')}`)).toBe(false);
  });

  test('whoever is absent stays: a person, a student, and the edge to an absent student', async () => {
    const world = await imported();
    await drop(world, { students: [{ id: 'S2' }], guardians: [{ id: 'G1', students: ['S2'], phone: '217-442-3001' }] });
    await run(world);
    expect(student(world, 'S1')).toBeDefined();
    expect(student(world, 'S2')?.contactKeys).toEqual([NAMING.contact('G1'), NAMING.contact('G2')]);
    expect(
      contact(world, 'G1')
        ?.edges.map(({ studentKey }) => studentKey)
        .sort(),
    ).toEqual([NAMING.student('S1'), NAMING.student('S2')].sort());
    expect(world.book.has(`number ${NAMING.number('+12174423002')}`)).toBe(true);
    expect(world.reports.get(`reports/${ZIP}.json`)).toMatch(/"students in the book but not in the export": 1/);
  });

  test('a note "do not call" stops the number once; a stop the office lifted does not come back', async () => {
    const world = await imported({ guardians: [{ id: 'G1', students: ['S1'], phone: '217-442-3001 do not call' }] });
    const numberKey = NAMING.number('+12174423001');
    const stops = world.stops.get(numberKey);
    expect(stops === undefined ? undefined : effectiveStops(stops).allButEmergencies).toBe(true);
    expect(world.records.filter(({ kind }) => kind === 'optout.recorded')).toHaveLength(1);
    await drop(world, { guardians: [{ id: 'G1', students: ['S1'], phone: '217-442-3001 do not call!' }] });
    await run(world);
    expect(world.stops.get(numberKey)?.stops).toHaveLength(1);
  });
});

test('the power may go before or after any write: the next delivery comes to the same book', { timeout: 60_000 }, async () => {
  const wanted = {
    guardians: [
      { id: 'G1', students: ['S1', 'S2'], phone: '217-442-3009', columns: { consentEvent: 'no' } },
      { id: 'G3', students: ['S2'], phone: '217-442-3003 do not call' },
    ],
  };
  const whole = await imported();
  await drop(whole, wanted);
  const counting = intakePorts(whole);
  await importDrop(counting, { key: ZIP, messageId: 'm2' });
  expect(counting.commits()).toBeGreaterThan(15);
  for (let at = 1; at <= counting.commits(); at += 1) {
    for (const after of [false, true]) {
      const world = await imported();
      await drop(world, wanted);
      const cut = importDrop(intakePorts(world, { at, after }), { key: ZIP, messageId: 'm2' });
      await expect(cut).rejects.toThrow(PowerCut);
      await run(world, ZIP, 'm2');
      expect(comparable(world), `cut ${after ? 'after' : 'before'} commit ${at}`).toBe(comparable(whole));
      expect(world.reports.has(`reports/${ZIP}.html`)).toBe(true);
    }
  }
});

test('what does not fit into one invocation goes on in the next, and nothing is written twice', async () => {
  const wanted = { guardians: [{ id: 'G1', students: ['S1', 'S2'], phone: '217-442-3009', columns: { consentEvent: 'no' } }] };
  const whole = await imported();
  await drop(whole, wanted);
  await run(whole, ZIP, 'm2');
  const world = await imported();
  await drop(world, wanted);
  let deliveries = 0;
  for (let isOver = false; !isOver && deliveries < 12; deliveries += 1) {
    const ports = intakePorts(world);
    const before = world.bookWrites;
    // The invocation nears its end as soon as something about people has been written.
    const timeLeft = () => (world.bookWrites > before ? 59_000 : 900_000);
    const end = await importDrop(ports, { key: ZIP, messageId: 'm2' }, timeLeft).catch((error: unknown) => error);
    isOver = end === undefined;
    if (!isOver) expect(end).toBeInstanceOf(OutOfTime);
  }
  expect(deliveries).toBeGreaterThan(2);
  expect([comparable(world), world.bookWrites]).toEqual([comparable(whole), whole.bookWrites]);
});

/** The random ids of a contact that is new differ from run to run by design; everything else must be the same. */
function comparable(world: IntakeWorld): string {
  return state(world).replace(/"(subject|key)-\d+"/g, '"random"');
}
