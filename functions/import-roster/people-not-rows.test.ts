import { expect, test } from 'vitest';
import { type ConsentRecord, NO_CONSENTS, stateFor } from '../../shared/consent/consent-record.ts';
import { applyKey, effectiveStops, NO_STOPS } from '../../shared/consent/number-stops.ts';
import { isRestrictedFor, withRestriction } from '../../shared/consent/restrictions.ts';
import type { Contact, Student } from '../../shared/contacts/contact.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { type SmallExport, smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, MORNING, NAMING } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/2026-11-24.zip';
const NOW = MORNING.toISOString();

async function drop(world: IntakeWorld, wanted: SmallExport = {}): Promise<void> {
  const { zip, contacts } = await smallDrop(wanted);
  world.files.set(ZIP, zip).set('roster/2026-11-24.contacts.csv', contacts);
}

const run = (world: IntakeWorld) => importDrop(intakePorts(world), { key: ZIP, messageId: 'm1' });

// Tests read back what an import wrote under that kind.
const contact = (world: IntakeWorld, id: string) => world.book.get(`contact ${NAMING.contact(id)}`)?.value as Contact | undefined;
const student = (world: IntakeWorld, id: string) => world.book.get(`student ${NAMING.student(id)}`)?.value as Student | undefined;

async function imported(wanted: SmallExport = {}): Promise<IntakeWorld> {
  const world = intakeWorld();
  await drop(world, wanted);
  await run(world);
  return world;
}

const barred = { id: 'G1', students: ['S1'], phone: '217-442-3001', columns: { restricted: 'Y' } };
const free = { ...barred, columns: { restricted: 'N' } };
const other = { id: 'G2', students: ['S2'], phone: '217-442-3002' };
const edge = (world: IntakeWorld) => contact(world, 'G1')?.edges.find(({ studentKey }) => studentKey === NAMING.student('S1'));
const restricted = (world: IntakeWorld): boolean | undefined => {
  const found = edge(world);
  return found && isRestrictedFor(world.consents.get(NAMING.contact('G1')) ?? NO_CONSENTS, found);
};
async function night(world: IntakeWorld, wanted: SmallExport): Promise<Report> {
  await drop(world, wanted);
  world.ledger.clear();
  await run(world);
  return JSON.parse(world.reports.get(`reports/${ZIP}.json`) ?? '{}');
}
const clear = (world: IntakeWorld, at: string): void => {
  const key = NAMING.contact('G1');
  const entry = { state: 'cleared', at, recordedBy: 'cli:registrar', evidence: { pointer: 'order', sha256: 'a' } } as const;
  world.consents.set(key, withRestriction(world.consents.get(key) ?? NO_CONSENTS, NAMING.student('S1'), entry));
};

test.each([
  ['says N', { guardians: [free, other] }],
  ['has the row no more', { guardians: [{ ...free, students: ['S2'] }, other] }],
])('an export that %s does not clear a restriction; it is reported every night until a named person has', async (_, dropped) => {
  const world = await imported({ guardians: [barred, other] });
  for (let nights = 0; nights < 3; nights += 1) {
    const report = await night(world, dropped);
    expect(edge(world)).toMatchObject({ restricted: true, clearing: true });
    expect(report.problems.map(({ code }) => code)).toContain('restriction-clearing');
    expect(report.problems.find(({ code }) => code === 'restriction-clearing')?.todo).toContain('ringfence restriction clear');
    expect(report.lists?.[0]?.rows).toEqual([['G1', 'S1']]);
  }
  clear(world, '2026-11-25T09:00:00.000Z');
  expect(restricted(world)).toBe(false);
  const report = await night(world, dropped);
  expect(report.problems.map(({ code }) => code)).not.toContain('restriction-clearing');
  expect(edge(world)?.restricted ?? false).toBe(false);
});

test('a new order after a clearing applies at once, also where the export had not shown the clearing yet', async () => {
  for (const between of [[free], []]) {
    const world = await imported({ guardians: [barred, other] });
    await night(world, { guardians: [free, other] });
    clear(world, '2026-11-26T09:00:00.000Z');
    for (const guardian of between) await night(world, { guardians: [guardian, other] });
    expect(restricted(world)).toBe(false);
    await night(world, { guardians: [barred, other] });
    expect(restricted(world)).toBe(true);
    expect(world.records.filter(({ kind }) => kind === 'restriction.set')).toHaveLength(1);
    await night(world, { guardians: [barred, other] });
    expect(world.records.filter(({ kind }) => kind === 'restriction.set')).toHaveLength(1);
  }
});

test('a phone that is somebody else’s now keeps its stops; agreements of before do not come along, a later form does', async () => {
  const yes = { consentEvent: 'yes', consentDate: '2026-08-20', consentForm: 'F-1' };
  const moving = (id: string, phone: string) => ({ id, students: ['S1'], phone, columns: yes });
  const world = await imported({ guardians: [moving('G1', '217-442-3001'), moving('G2', '217-442-3002')] });
  const numberKey = NAMING.number('+12174423001');
  const press = {
    callId: 'c',
    attempt: 1,
    purpose: 'event',
    basis: 'consent',
    at: NOW,
    recordedBy: 'record-keypress',
    revokeAllFrom: '2027-01-31',
  } as const;
  world.stops.set(numberKey, applyKey(NO_STOPS, '9', press));
  const consent = () => stateFor(world.consents.get(NAMING.contact('G2')) ?? NO_CONSENTS, numberKey, 'event', NOW);
  const moved = { guardians: [moving('G1', '217-442-3009'), moving('G2', '217-442-3001')] };
  const report = await night(world, moved);
  expect(report.problems).toMatchObject([{ code: 'number-moved', row: 3 }]);
  expect(report.counts['numbers that are somebody else’s now']).toBe(1);
  expect(effectiveStops(world.stops.get(numberKey) ?? NO_STOPS).allButEmergencies).toBe(true);
  expect(consent()).toBe('none');
  // Another change of the same row brings the old form no nearer.
  await night(world, {
    guardians: [moved.guardians[0] ?? other, { ...moving('G2', '217-442-3001'), columns: { ...yes, language: 'Spanish' } }],
  });
  expect(consent()).toBe('none');
  const signed = { ...moving('G2', '217-442-3001'), columns: { ...yes, consentDate: '2026-11-25', consentForm: 'F-2' } };
  world.now = new Date('2026-11-25T11:30:00.000Z');
  world.uploadedAt = '2026-11-25T11:29:00.000Z';
  await night(world, { guardians: [moved.guardians[0] ?? other, signed] });
  expect(stateFor(world.consents.get(NAMING.contact('G2')) ?? NO_CONSENTS, numberKey, 'event', '2026-11-26T12:00:00.000Z')).toBe(
    'granted',
  );
});

test('who is new to the book and has a record all the same keeps it: what they took back stays taken back', async () => {
  const yes = { consentEvent: 'yes', consentDate: '2026-08-20', consentForm: 'F-1' };
  const wanted = { guardians: [{ id: 'G1', students: ['S1'], phone: '217-442-3001', columns: yes }] };
  const [world, numberKey] = [intakeWorld(), NAMING.number('+12174423001')];
  const said = {
    basis: 'written-form',
    at: '2026-10-01T12:00:00.000Z',
    capturedBy: 'cli:registrar',
    wording: 'v',
    language: 'en',
  };
  const before = { numbers: { [numberKey]: { event: [{ ...said, state: 'revoked' }] } } } as unknown as ConsentRecord;
  world.consents.set(NAMING.contact('G1'), before);
  await drop(world, wanted);
  await run(world);
  expect(contact(world, 'G1')).toBeDefined();
  const after = world.consents.get(NAMING.contact('G1')) ?? NO_CONSENTS;
  expect([stateFor(after, numberKey, 'event', NOW), after.numbers[numberKey]?.event?.[0]]).toEqual([
    'revoked',
    before.numbers[numberKey]?.event?.[0],
  ]);
});

test('edges carry the day of the 18th birthday, and the report tells of it beforehand, without the day', async () => {
  const world = await imported({
    students: [
      { id: 'S1', born: '2008-12-20' },
      { id: 'S2', born: '2008-12-25' },
      { id: 'S3', born: '2008-02-29' },
    ],
  });
  expect(edge(world)?.adultFrom).toBe('2026-12-20');
  expect(student(world, 'S3')?.birthDate).toBe('2008-02-29');
  const report: Report = JSON.parse(world.reports.get(`reports/${ZIP}.json`) ?? '{}');
  expect(report.lists?.map(({ rows }) => rows)).toEqual([[['S1']]]);
  expect(JSON.stringify(report)).not.toMatch(/12-20|12\/20/);
});

test('staff are listed where they work; silence keeps them there, and the export’s word takes them off', async () => {
  const teacher = { id: 'T1', sms: '217-442-3051' };
  const aide = { id: 'T2', orgs: 'south', sms: '217-442-3052', role: 'aide' };
  const world = await imported({ staff: [teacher, aide] });
  const listed = () => [...world.staff].map(([key, schools]) => [['T1', 'T2'].find((id) => NAMING.contact(id) === key), schools]);
  expect(listed()).toEqual([
    ['T1', ['north']],
    ['T2', ['south']],
  ]);
  expect(contact(world, 'T1')).toMatchObject({ role: 'staff', worksAt: ['north'], edges: [], givenForSchoolContact: false });
  await night(world, { staff: [{ ...teacher, orgs: 'north,south' }] });
  expect(listed(), 'moved, and silent').toEqual([
    ['T1', ['north', 'south']],
    ['T2', ['south']],
  ]);
  await night(world, { staff: [teacher, { ...aide, status: 'tobedeleted' }] });
  expect(listed(), 'marked as gone').toEqual([['T1', ['north']]]);
  const guardians = [{ id: 'T1', students: ['S1'], phone: '217-442-3051' }, other];
  await night(world, { guardians });
  expect(listed(), 'a parent only').toEqual([]);
});
