import { describe, expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import { NO_CONSENTS, stateFor } from '../../shared/consent/consent-record.ts';
import { effectiveStops, NO_STOPS } from '../../shared/consent/number-stops.ts';
import { isRestrictedFor, withRestriction } from '../../shared/consent/restrictions.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { companionText, oneRosterTexts, type SmallExport, type SmallGuardian, smallDrop } from '../../test/fixtures/exports.ts';
import { permitsIn } from '../../test/fixtures/gate-of-book.ts';
import { type IntakeWorld, intakePorts, intakeWorld, MORNING, NAMING, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { HalfOfAnotherNight } from './faults.ts';
import { importDrop } from './import-drop.ts';

const [LAST, ZIP, CONTACTS] = ['roster/23.zip', 'roster/24.zip', 'roster/24.contacts.csv'] as const;
const MOTHER: SmallGuardian = { id: 'G1', students: ['S1', 'S2'], phone: '217-442-3001' };
const FATHER: SmallGuardian = { id: 'G2', students: ['S2'], phone: '217-442-3002' };
const AUNT: SmallGuardian = { id: 'G3', students: ['S1'], phone: '217-442-3003', columns: { relationship: 'Aunt' } };
const YES = { consentEvent: 'Y', consentDate: '2026-08-20', consentForm: 'F-1', consentWording: 'v3' };
/** Of the father an order, of the mother a no and a note, of the aunt that she is called in emergencies alone. */
const FORBIDS: SmallExport = {
  guardians: [
    { ...MOTHER, students: ['S1'], phone: '217-442-3001 do not call', columns: { consentEvent: 'N' } },
    { ...FATHER, columns: { restricted: 'Y' } },
    { ...AUNT, columns: { emergencyOnly: 'Y', noLocation: 'Y' } },
  ],
};

const people = (guardians: readonly SmallGuardian[]): SmallExport => ({ guardians });

async function lastNight(of = people([{ ...MOTHER, columns: YES }, FATHER, AUNT])): Promise<IntakeWorld> {
  const world = intakeWorld();
  const { zip, contacts } = await smallDrop(of);
  world.files.set(LAST, zip).set('roster/23.contacts.csv', contacts);
  world.uploads.set(LAST, '2026-11-23T11:29:00.000Z').set('roster/23.contacts.csv', '2026-11-23T11:29:00.000Z');
  await importDrop(intakePorts(world), { key: LAST, messageId: 'last night' });
  expect([...world.reports.values()].join()).toContain('The contact book now says what this export says');
  return world;
}

const run = (world: IntakeWorld, key: string = ZIP) => importDrop(intakePorts(world), { key, messageId: `m ${key}` });
const report = (world: IntakeWorld, key: string = CONTACTS): Report =>
  JSON.parse(world.reports.get(`reports/${key}.json`) ?? '{}');
// What was written under that kind is read back under it.
const contact = (world: IntakeWorld, id: string) => world.book.get(`contact ${NAMING.contact(id)}`)?.value as Contact | undefined;
const record = (world: IntakeWorld, id: string) => world.consents.get(NAMING.contact(id)) ?? NO_CONSENTS;
const edge = (world: IntakeWorld, id: string, student: string) =>
  contact(world, id)?.edges.find(({ studentKey }) => studentKey === NAMING.student(student));
const isStopped = (world: IntakeWorld, e164: string) =>
  effectiveStops(world.stops.get(NAMING.number(e164)) ?? NO_STOPS).allButEmergencies;
const all = (world: IntakeWorld) =>
  JSON.stringify([[...world.book], [...world.index], [...world.consents], [...world.stops]].map((part) => part.sort()));

const isWithin = (few: ReadonlySet<string>, many: ReadonlySet<string>) => [...few].every((one) => many.has(one));

function isBarred(world: IntakeWorld, id: string, student: string): boolean {
  return isRestrictedFor(
    record(world, id),
    edge(world, id, student) ?? { studentKey: NAMING.student(student), restricted: false },
  );
}

function expectObeyed(world: IntakeWorld): void {
  expect([isBarred(world, 'G2', 'S2'), isBarred(world, 'G1', 'S1'), isBarred(world, 'G3', 'S1')]).toEqual([true, false, false]);
  expect(edge(world, 'G3', 'S1')).toMatchObject({ emergencyOnly: true, limits: ['no-location'] });
  expect(stateFor(record(world, 'G1'), NAMING.number('+12174423001'), 'event', MORNING.toISOString())).toBe('revoked');
  expect(isStopped(world, '+12174423001')).toBe(true);
}

/** The drop of tonight, whose OneRoster half cannot be taken. */
async function refused(world: IntakeWorld, wanted: SmallExport, zipped: Uint8Array = Buffer.from('no zip')): Promise<Report> {
  world.files.set(ZIP, zipped).set(CONTACTS, Buffer.from(companionText(wanted)));
  await run(world);
  expect(report(world).result).toBe('rejected');
  return report(world);
}

describe('of an export that is refused, its contacts are obeyed at once in what they forbid', () => {
  test.each([
    ['no zip at all', async () => Buffer.from('no zip')],
    ['a zip without users.csv', () => zip({ 'orgs.csv': 'sourcedId,type\n' })],
    [
      'a promised column missing',
      () => {
        const texts = oneRosterTexts(FORBIDS);
        return zip({ ...texts, 'users.csv': texts['users.csv']?.replace('familyName', 'surname') ?? '' });
      },
    ],
    [
      'a delta that rests on what nobody has',
      () => zip({ ...oneRosterTexts(FORBIDS), 'manifest.csv': 'propertyName,value\nfile.users,delta\n' }),
    ],
  ])('%s', async (_what, zipped) => {
    const world = await lastNight();
    const before = permitsIn(world);
    const { summary, counts, problems } = await refused(world, FORBIDS, await zipped());
    expectObeyed(world);
    expect(summary).toContain('what it forbids holds from now on');
    expect(counts).toMatchObject({
      'contacts that it keeps from calls about a student': 2,
      'contacts of whom it has a no': 1,
      'numbers that it says are not to be called': 1,
      'contacts kept from calls by it at once': 2,
      'contacts whose no was recorded': 1,
      'numbers stopped by a note': 1,
    });
    expect(problems.every(({ severity }) => severity !== 'held')).toBe(true);
    const after = permitsIn(world);
    expect([isWithin(after, before), after.size < before.size]).toEqual([true, true]);
  });

  test('and the record says what was done', async () => {
    const world = await lastNight();
    const told = world.records.length;
    await refused(world, FORBIDS);
    expect(world.records.slice(told).map(({ kind }) => kind)).toEqual([
      'optout.recorded',
      'restriction.set',
      'roster.rejected',
      'task.opened',
    ]);
    expect(world.records.at(-3)).toMatchObject({ subject: contact(world, 'G2')?.auditSubject, facts: { export: 'refused' } });
  });

  test('told twice, as the message of the other half does, it says the same', async () => {
    const world = await lastNight();
    await refused(world, FORBIDS);
    const [before, counts] = [all(world), report(world).counts];
    await run(world, CONTACTS);
    expect(all(world)).toBe(before);
    expect(report(world).summary).toContain('what it forbids holds from now on');
    expect(report(world).counts).toMatchObject({ ...counts, ...noneOf(counts) });
  });

  test('nothing they permit is taken: no yes, no phone, no link, no flag that nobody can read', async () => {
    const world = await lastNight(people([MOTHER, FATHER]));
    const before = all(world);
    const wanted = people([
      { ...MOTHER, phone: '217-442-9999', columns: YES },
      { ...FATHER, students: ['S1', 'S2'], columns: { restricted: 'maybe', legalGuardian: '?' } },
      { ...AUNT, columns: {} },
    ]);
    const { summary } = await refused(world, wanted);
    expect(all(world)).toBe(before);
    expect(summary).toContain('nothing has changed');
  });
});

const noneOf = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.keys(counts).flatMap((name) => (/at once|recorded|by a note/.test(name) ? [[name, 0]] : [])));

/** The message comes back when the settle window is over: then the missing half is a task. */
const runAlone = (world: IntakeWorld) => expect(run(world, CONTACTS)).rejects.toMatchObject({ code: 'HALF_MISSING' });

describe('contacts whose zip never comes', () => {
  test('are obeyed in what they forbid, and wait with the rest', async () => {
    const world = await lastNight();
    const before = permitsIn(world);
    world.files.set(CONTACTS, Buffer.from(companionText(FORBIDS)));
    await runAlone(world);
    expectObeyed(world);
    expect(report(world)).toMatchObject({ result: 'waiting', counts: { 'numbers stopped by a note': 1 } });
    expect(report(world).summary).toContain('what the contacts forbid holds from now on');
    expect(isWithin(permitsIn(world), before)).toBe(true);
  });

  test('and that cannot be read change nothing, and say what is wrong', async () => {
    const world = await lastNight();
    const before = all(world);
    world.files.set(CONTACTS, Buffer.from(companionText(FORBIDS).replace('restricted', 'barred')));
    await runAlone(world);
    expect(all(world)).toBe(before);
    expect(report(world)).toMatchObject({ result: 'waiting', problems: [{ code: 'column-missing', column: 'restricted' }] });
  });

  test('when it comes after all, both are taken as if it had come at once', async () => {
    const [late, prompt] = [await lastNight(), await lastNight()];
    // A phone with a note is nobody's any more, so a no about it has nothing to stand on.
    const [{ columns = {} } = {}, ...others] = FORBIDS.guardians ?? [];
    const { zip, contacts } = await smallDrop(people([{ ...MOTHER, columns }, ...others]));
    late.files.set(CONTACTS, contacts);
    await runAlone(late);
    for (const world of [late, prompt]) {
      world.files.set(ZIP, zip).set(CONTACTS, contacts);
      await run(world);
      expect(report(world).result).toBe('imported');
    }
    const values = ({ book, consents, stops }: IntakeWorld) => [
      [...book].map(([key, { value }]) => [key, value]).sort(),
      [...consents],
      [...stops],
    ];
    expect(values(late)).toEqual(values(prompt));
  });
});

test('new contacts beside last night’s zip are obeyed at once, although both still wait for tonight’s zip', async () => {
  const world = await lastNight();
  const { zip } = await smallDrop();
  world.files.set(ZIP, zip).set(CONTACTS, Buffer.from(companionText(FORBIDS)));
  world.uploads.set(ZIP, '2026-11-23T11:29:00.000Z').set(CONTACTS, '2026-11-24T11:29:30.000Z');
  await expect(run(world)).rejects.toThrow(HalfOfAnotherNight);
  expectObeyed(world);
  expect(report(world)).toMatchObject({ result: 'waiting', counts: { 'contacts kept from calls by it at once': 2 } });
});

describe('of an export whose contacts are refused', () => {
  test('a note in a phone field of users.csv holds at once', async () => {
    const world = await lastNight();
    const texts = oneRosterTexts();
    // The eighth column is the phone.
    const noted = texts['users.csv']?.replace(/^(G2(?:,[^,\n]*){6}),[^,\n]*/m, '$1,217-442-3002 DO NOT CALL') ?? '';
    const contacts = Buffer.from(companionText().replace('restricted', 'barred'));
    world.files.set(ZIP, await zip({ ...texts, 'users.csv': noted })).set(CONTACTS, contacts);
    await run(world);
    expect(report(world)).toMatchObject({ result: 'rejected', counts: { 'numbers stopped by a note': 1 } });
    expect([isStopped(world, '+12174423002'), isStopped(world, '+12174423001')]).toEqual([true, false]);
  });
});

describe('what is not obeyed', () => {
  test('an order about somebody whom the book does not know is for the office, by row', async () => {
    const world = await lastNight();
    const { problems } = await refused(world, people([MOTHER, { ...FATHER, id: 'G77', columns: { restricted: 'Y' } }]));
    expect(problems.filter(({ code }) => code === 'restriction-unknown')).toMatchObject([{ row: 4, severity: 'held' }]);
  });

  test('a column that keeps more than one in ten from calls is most likely another one', async () => {
    const families = Array.from({ length: 240 }, (_, n) => ({ id: `G${n}`, students: [`S${n}`], phone: `217-442-${3_000 + n}` }));
    const students = families.map(({ students: [id = ''] }) => ({ id }));
    for (const column of ['restricted', 'emergencyOnly']) {
      const world = await lastNight({ students, guardians: families });
      const before = all(world);
      const moved = families.map((one, n) => ({ ...one, columns: { [column]: n % 8 === 0 ? 'Y' : 'N' } }));
      expect((await refused(world, people(moved))).problems.map(({ code }) => code)).toContain('alone-doubted');
      expect(all(world)).toBe(before);
    }
  });

  test('ids of another kind, as the district’s own numbers, are nobody’s', async () => {
    const world = await lastNight();
    const before = all(world);
    const numbers = Array.from({ length: 30 }, (_, n) => ({ ...FATHER, students: [`9${n}`], columns: { restricted: 'Y' } }));
    const { problems } = await refused(world, people([...numbers, { ...FATHER, columns: { restricted: 'Y' } }]));
    expect(problems.map(({ code }) => code)).toContain('alone-other-ids');
    expect(all(world)).toBe(before);
  });

  test('an order that a person has cleared since, while the contacts say what they said before', async () => {
    const world = await lastNight();
    await refused(world, FORBIDS);
    const evidence = { pointer: 'order of dismissal', sha256: 'a'.repeat(64) };
    const cleared = { state: 'cleared', at: '2026-11-25T10:00:00.000Z', recordedBy: 'cli:dana', evidence } as const;
    world.consents.set(NAMING.contact('G2'), withRestriction(record(world, 'G2'), NAMING.student('S2'), cleared));
    await refused(world, FORBIDS, Buffer.from('no zip either'));
    expect(isBarred(world, 'G2', 'S2')).toBe(false);
  });
});

test('the power may go at any commit of a refused export: the next delivery comes to the same', async () => {
  const halfway = async () => {
    const world = await lastNight();
    world.files.set(ZIP, Buffer.from('no zip')).set(CONTACTS, Buffer.from(companionText(FORBIDS)));
    return world;
  };
  const straight = await halfway();
  const ports = intakePorts(straight);
  await importDrop(ports, { key: ZIP, messageId: 'm' });
  expectObeyed(straight);
  for (let at = 1; at <= ports.commits(); at += 1) {
    for (const after of [false, true]) {
      const world = await halfway();
      await expect(importDrop(intakePorts(world, { at, after }), { key: ZIP, messageId: 'm' })).rejects.toThrow(PowerCut);
      await importDrop(intakePorts(world), { key: ZIP, messageId: 'm' });
      expect([at, after, all(world)]).toEqual([at, after, all(straight)]);
    }
  }
});
