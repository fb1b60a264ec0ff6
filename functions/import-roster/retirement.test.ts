import { describe, expect, test } from 'vitest';
import { NO_CONSENTS, stateFor } from '../../shared/consent/consent-record.ts';
import type { Contact, Student } from '../../shared/contacts/contact.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { type SmallExport, type SmallGuardian, smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, MORNING, NAMING, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/2026-11-24.zip';
const form = { consentEvent: 'Y', consentDate: '2026-08-20', consentForm: 'F-1', consentWording: 'v3' };
const MOTHER: SmallGuardian = { id: 'G1', students: ['S1', 'S2'], phone: '217-442-3001', columns: form };
const FATHER: SmallGuardian = { id: 'G2', students: ['S2'], phone: '217-442-3002', columns: form };
const WHOLE: SmallExport = { students: [{ id: 'S1' }, { id: 'S2' }], guardians: [MOTHER, FATHER] };
/** Nobody has a word of S2, nor of the father. */
const WITHOUT: SmallExport = { students: [{ id: 'S1' }], guardians: [{ ...MOTHER, students: ['S1'] }] };

// What was written under that kind is read back under it.
const contact = (world: IntakeWorld, id: string) => world.book.get(`contact ${NAMING.contact(id)}`)?.value as Contact | undefined;
const student = (world: IntakeWorld, id: string) => world.book.get(`student ${NAMING.student(id)}`)?.value as Student | undefined;
const links = (world: IntakeWorld, id: string) => contact(world, id)?.edges.map(({ studentKey }) => studentKey);
const isPlanned = (world: IntakeWorld, id: string) => world.index.has(`north ${NAMING.student(id)}`);
const hasNumber = (world: IntakeWorld, e164: string) => world.book.has(`number ${NAMING.number(e164)}`);

async function night(world: IntakeWorld, day: string, wanted: SmallExport): Promise<Report> {
  const { zip, contacts } = await smallDrop(wanted);
  world.files.set(ZIP, zip).set('roster/2026-11-24.contacts.csv', contacts);
  world.uploadedAt = `${day}T11:29:00.000Z`;
  world.ledger.clear();
  await importDrop(intakePorts(world), { key: ZIP, messageId: day });
  return JSON.parse(world.reports.get(`reports/${ZIP}.json`) ?? '{}');
}

async function nights(...exports: readonly SmallExport[]): Promise<IntakeWorld> {
  const world = intakeWorld();
  for (const [n, one] of exports.entries()) await night(world, `2026-11-${20 + n}`, one);
  return world;
}

describe('who is in no row of an export', () => {
  test('stays for two days, and is retired on the third: links and number go, consent stays', async () => {
    const two = await nights(WHOLE, WITHOUT, WITHOUT);
    expect([isPlanned(two, 'S2'), links(two, 'G2'), hasNumber(two, '+12174423002')]).toEqual([
      true,
      [NAMING.student('S2')],
      true,
    ]);
    const three = await nights(WHOLE, WITHOUT, WITHOUT, WITHOUT);
    expect([isPlanned(three, 'S2'), student(three, 'S2')]).toEqual([false, undefined]);
    expect([links(three, 'G1'), links(three, 'G2')]).toEqual([[NAMING.student('S1')], []]);
    expect([hasNumber(three, '+12174423001'), hasNumber(three, '+12174423002')]).toEqual([true, false]);
    const record = three.consents.get(NAMING.contact('G2')) ?? NO_CONSENTS;
    expect(stateFor(record, NAMING.number('+12174423002'), 'event', MORNING.toISOString())).toBe('granted');
    expect(three.missing.size).toBe(0);
  });

  test('is counted in the report', async () => {
    const world = await nights(WHOLE, WITHOUT, WITHOUT);
    const { counts } = await night(world, '2026-11-23', WITHOUT);
    expect(counts['students retired, missing on three days']).toBe(1);
    expect(counts['contacts retired, missing on three days']).toBe(1);
  });

  test('is counted once a day, however often the day’s export comes', async () => {
    const world = await nights(WHOLE);
    for (let times = 0; times < 4; times += 1) await night(world, '2026-11-21', WITHOUT);
    expect(isPlanned(world, 'S2')).toBe(true);
  });

  test('begins anew when they were there in between, or in a row that could not be taken', async () => {
    const back = await nights(WHOLE, WITHOUT, WITHOUT, WHOLE, WITHOUT, WITHOUT);
    expect(isPlanned(back, 'S2')).toBe(true);
    const broken: SmallExport = {
      students: [{ id: 'S1' }, { id: 'S2', school: 'nowhere' }],
      guardians: [{ ...MOTHER, students: ['S1'] }],
    };
    const invalid = await nights(WHOLE, WITHOUT, WITHOUT, broken, WITHOUT, WITHOUT);
    expect(isPlanned(invalid, 'S2')).toBe(true);
  });
});

describe('who is retired', () => {
  test('comes back as they were, with the same names in the trail and what they agreed to', async () => {
    const world = await nights(WHOLE, WITHOUT, WITHOUT, WITHOUT, WHOLE);
    expect([isPlanned(world, 'S2'), links(world, 'G2'), hasNumber(world, '+12174423002')]).toEqual([
      true,
      [NAMING.student('S2')],
      true,
    ]);
    const before = await nights(WHOLE);
    expect(contact(world, 'G2')?.auditSubject).toBe(contact(before, 'G2')?.auditSubject);
  });

  test('takes nobody along: a contact leaves the student, and the student stays', async () => {
    const motherOnly = { ...WHOLE, guardians: [MOTHER] };
    const world = await nights(WHOLE, motherOnly, motherOnly, motherOnly);
    expect(student(world, 'S2')?.contactKeys).toEqual([NAMING.contact('G1')]);
    expect([isPlanned(world, 'S2'), links(world, 'G2')]).toEqual([true, []]);
  });

  test('keeps what restricts them: an order would be forgotten with its link', async () => {
    const barred = { ...WHOLE, guardians: [MOTHER, { ...FATHER, columns: { restricted: 'Y' } }] };
    const motherOnly = { ...WHOLE, guardians: [MOTHER] };
    const missing = await nights(barred, motherOnly, motherOnly, motherOnly, motherOnly);
    expect(contact(missing, 'G2')?.edges).toMatchObject([{ restricted: true }]);
    const child = await nights(barred, WITHOUT, WITHOUT, WITHOUT);
    expect([isPlanned(child, 'S2'), contact(child, 'G2')?.edges]).toEqual([
      false,
      [expect.objectContaining({ restricted: true })],
    ]);
  });
});

test('the power may go at any commit of the night that retires: the next delivery comes to the same', async () => {
  const state = (world: IntakeWorld) =>
    JSON.stringify([[...world.book].sort(), [...world.index].sort(), [...world.missing].sort(), [...world.consents].sort()]);
  const ready = async () => {
    const world = await nights(WHOLE, WITHOUT, WITHOUT);
    world.uploadedAt = '2026-11-23T11:29:00.000Z';
    world.ledger.clear();
    return world;
  };
  const straight = await ready();
  const ports = intakePorts(straight);
  await importDrop(ports, { key: ZIP, messageId: 'm1' });
  expect(isPlanned(straight, 'S2')).toBe(false);
  for (let at = 1; at <= ports.commits(); at += 1) {
    for (const after of [false, true]) {
      const world = await ready();
      await expect(importDrop(intakePorts(world, { at, after }), { key: ZIP, messageId: 'm1' })).rejects.toThrow(PowerCut);
      await importDrop(intakePorts(world), { key: ZIP, messageId: 'm1' });
      expect([at, after, state(world)]).toEqual([at, after, state(straight)]);
    }
  }
});
