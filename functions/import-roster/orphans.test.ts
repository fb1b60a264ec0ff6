import { describe, expect, test } from 'vitest';
import { NO_CONSENTS, stateFor } from '../../shared/consent/consent-record.ts';
import { isRestrictedFor, withRestriction } from '../../shared/consent/restrictions.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { type SmallExport, type SmallGuardian, smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, MORNING, NAMING, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/2026-11-24.zip';
const MOTHER: SmallGuardian = { id: 'G1', students: ['S1', 'S2'], phone: '217-442-3001' };
const FATHER: SmallGuardian = { id: 'G2', students: ['S2'], phone: '217-442-3002' };
/** The row of S2 in users.csv names no school that there is, so it cannot be taken. */
const BROKEN: SmallExport['students'] = [{ id: 'S1' }, { id: 'S2', school: 'nowhere' }];

/** What the mother's row about S2 says, and what the father's only row does. */
const tonight = (mother: Readonly<Record<string, string>>, father: Readonly<Record<string, string>> = {}): SmallExport => ({
  students: BROKEN,
  guardians: [
    { ...MOTHER, students: ['S1'] },
    { ...MOTHER, students: ['S2'], columns: mother },
    { ...FATHER, columns: father },
  ],
});

async function drop(world: IntakeWorld, wanted: SmallExport): Promise<void> {
  const { zip, contacts } = await smallDrop(wanted);
  world.files.set(ZIP, zip).set('roster/2026-11-24.contacts.csv', contacts);
  // Each night its own, whatever its bytes are.
  world.ledger.clear();
}

const run = (world: IntakeWorld) => importDrop(intakePorts(world), { key: ZIP, messageId: 'm' });

async function night(world: IntakeWorld, wanted: SmallExport): Promise<Report> {
  await drop(world, wanted);
  await run(world);
  return JSON.parse(world.reports.get(`reports/${ZIP}.json`) ?? '{}');
}

async function lastNight(): Promise<IntakeWorld> {
  const world = intakeWorld();
  await night(world, { guardians: [MOTHER, FATHER] });
  return world;
}

// What was written under that kind is read back under it.
const contact = (world: IntakeWorld, id: string) => world.book.get(`contact ${NAMING.contact(id)}`)?.value as Contact | undefined;
const edge = (world: IntakeWorld, id: string, studentId: string) =>
  contact(world, id)?.edges.find(({ studentKey }) => studentKey === NAMING.student(studentId));
const people = ({ book }: IntakeWorld) => new Map([...book].map(([key, { value }]) => [key, value]));
const record = (world: IntakeWorld, id: string) => world.consents.get(NAMING.contact(id)) ?? NO_CONSENTS;
const toEvents = (world: IntakeWorld, id: string, e164: string) =>
  stateFor(record(world, id), NAMING.number(e164), 'event', MORNING.toISOString());

/** A named person says that the orders about S2 are over. */
function clear(world: IntakeWorld, at: string): void {
  const evidence = { pointer: 'order of dismissal', sha256: 'a'.repeat(64) };
  for (const id of ['G1', 'G2']) {
    const cleared = { state: 'cleared', at, recordedBy: 'cli:dana', evidence } as const;
    world.consents.set(NAMING.contact(id), withRestriction(record(world, id), NAMING.student('S2'), cleared));
  }
}

function isBarred(world: IntakeWorld, id: string, studentId: string): boolean {
  const studentKey = NAMING.student(studentId);
  return isRestrictedFor(record(world, id), edge(world, id, studentId) ?? { studentKey, restricted: false });
}

describe('a row of contacts whose student cannot be taken tonight', () => {
  test('restricts at once whom the book knows, about that student and no other', async () => {
    const world = await lastNight();
    const report = await night(world, tonight({ restricted: 'Y' }));
    expect([report.result, report.problems.map(({ code }) => code)]).toEqual([
      'imported',
      expect.arrayContaining(['school-missing', 'student-unknown']),
    ]);
    expect([isBarred(world, 'G1', 'S2'), isBarred(world, 'G1', 'S1'), isBarred(world, 'G2', 'S2')]).toEqual([true, false, false]);
  });

  test('restricts whom no other row speaks of, and leaves the rest of them as the book has it', async () => {
    const world = await lastNight();
    const before = contact(world, 'G2');
    await night(world, tonight({}, { restricted: 'Y' }));
    expect(contact(world, 'G2')).toEqual({ ...before, edges: [{ ...before?.edges[0], restricted: true }] });
  });

  test('restricts somebody who is new tonight, about a student the book has', async () => {
    const world = await lastNight();
    const { guardians = [] } = tonight({});
    const uncle = { id: 'G9', phone: '217-442-3009' };
    const rows = [
      { ...uncle, students: ['S1'] },
      { ...uncle, students: ['S2'], columns: { restricted: 'Y' } },
    ];
    await night(world, { students: BROKEN, guardians: [...guardians, ...rows] });
    expect([isBarred(world, 'G9', 'S2'), isBarred(world, 'G9', 'S1')]).toEqual([true, false]);
  });

  test('restricts about a student who is in no row of the export at all', async () => {
    const world = await lastNight();
    await night(world, { ...tonight({ restricted: 'Y' }), students: [{ id: 'S1' }] });
    expect(isBarred(world, 'G1', 'S2')).toBe(true);
  });

  test('takes back what was agreed to, by a no on the form', async () => {
    const form = { consentEvent: 'Y', consentDate: '2026-08-20', consentForm: 'F-1', consentWording: 'v3' };
    const world = intakeWorld();
    await night(world, {
      guardians: [
        { ...MOTHER, columns: form },
        { ...FATHER, columns: form },
      ],
    });
    expect([toEvents(world, 'G1', '+12174423001'), toEvents(world, 'G2', '+12174423002')]).toEqual(['granted', 'granted']);
    await night(world, tonight({ consentEvent: 'N' }, { consentEvent: 'N' }));
    expect([toEvents(world, 'G1', '+12174423001'), toEvents(world, 'G2', '+12174423002')]).toEqual(['revoked', 'revoked']);
  });
});

describe('and nothing else of such a row counts', () => {
  test('no phone, no link, no yes, and no flag that nobody can read', async () => {
    const world = await lastNight();
    const before = contact(world, 'G2');
    const yes = { consentEvent: 'Y', consentDate: '2026-11-20', consentForm: 'F-9', consentWording: 'v3' };
    await night(world, {
      students: BROKEN,
      guardians: [MOTHER, { ...FATHER, phone: '217-442-9999', columns: { ...yes, restricted: 'maybe' } }],
    });
    expect(contact(world, 'G2')).toEqual(before);
    expect(toEvents(world, 'G2', '+12174423002')).toBe('none');
  });

  test('of a student or a contact whom the book does not know, not even the order: there is nobody to call', async () => {
    const world = await lastNight();
    const before = people(world);
    const strangers = [
      { id: 'G1', students: ['S77'], columns: { restricted: 'Y' } },
      { id: 'G77', students: ['S2'], columns: { restricted: 'Y' } },
    ];
    await night(world, { students: BROKEN, guardians: [MOTHER, FATHER, ...strangers] });
    expect(people(world)).toEqual(before);
  });
});

describe('what such a row has restricted', () => {
  test('holds when the next export says otherwise, and is reported until somebody clears it', async () => {
    const world = await lastNight();
    await night(world, tonight({ restricted: 'Y' }, { restricted: 'Y' }));
    const { problems } = await night(world, { guardians: [MOTHER, FATHER] });
    expect(problems.filter(({ code }) => code === 'restriction-clearing')).toHaveLength(2);
    expect([isBarred(world, 'G1', 'S2'), isBarred(world, 'G2', 'S2')]).toEqual([true, true]);
  });

  test('does not come back once it is cleared, while the row says what it said before', async () => {
    const world = await lastNight();
    const barred = tonight({ restricted: 'Y' }, { restricted: 'Y' });
    await night(world, barred);
    clear(world, MORNING.toISOString());
    await night(world, barred);
    expect([isBarred(world, 'G1', 'S2'), isBarred(world, 'G2', 'S2')]).toEqual([false, false]);
  });

  test('is a new order where the export had dropped an earlier one that was cleared, and is cleared like any other', async () => {
    const world = await lastNight();
    const barred = tonight({ restricted: 'Y' }, { restricted: 'Y' });
    await night(world, barred);
    await night(world, { guardians: [MOTHER, FATHER] });
    clear(world, MORNING.toISOString());
    await night(world, barred);
    expect([isBarred(world, 'G1', 'S2'), isBarred(world, 'G2', 'S2')]).toEqual([true, true]);
    clear(world, '2026-11-25T16:00:00.000Z');
    await night(world, barred);
    expect([isBarred(world, 'G1', 'S2'), isBarred(world, 'G2', 'S2')]).toEqual([false, false]);
  });

  test('is written once: the same export the next night changes nothing', async () => {
    const world = await lastNight();
    await night(world, tonight({ restricted: 'Y' }, { restricted: 'Y', consentEvent: 'N' }));
    const before = JSON.stringify([...world.book].sort());
    await night(world, tonight({ restricted: 'Y' }, { restricted: 'Y', consentEvent: 'N' }));
    expect(JSON.stringify([...world.book].sort())).toBe(before);
  });
});

test('a student who stays broken for nights is no reason to miss what is new in the rows about them', async () => {
  const world = await lastNight();
  await night(world, tonight({}, { consentEvent: 'N' }));
  const before = contact(world, 'G1');
  await night(world, tonight({ restricted: 'Y' }, { consentSurvey: 'N' }));
  expect(contact(world, 'G1')).toMatchObject({ auditSubject: before?.auditSubject, numbers: before?.numbers });
  expect(edge(world, 'G1', 'S2')).toMatchObject({ relationship: 'mother', priority: 1, restricted: true });
  expect(stateFor(record(world, 'G2'), NAMING.number('+12174423002'), 'survey', MORNING.toISOString())).toBe('revoked');
});

test('an export that was cut off restricts also those whose students it has lost, however many they are beside the rest', async () => {
  const ids = Array.from({ length: 700 }, (_, n) => n);
  const guardians = (barred: (n: number) => boolean) =>
    ids.map((n) => ({
      ...{ id: `G${n}`, students: [`S${n}`], phone: `217-442-${1_000 + n}` },
      columns: { restricted: barred(n) ? 'Y' : 'N' },
    }));
  const world = intakeWorld();
  await night(world, { students: ids.map((n) => ({ id: `S${n}` })), guardians: guardians(() => false) });
  const left = ids.filter((n) => n < 230).map((n) => ({ id: `S${n}` }));
  const { result } = await night(world, { students: left, guardians: guardians((n) => n >= 660) });
  expect([result, isBarred(world, 'G660', 'S660'), isBarred(world, 'G659', 'S659')]).toEqual(['held', true, false]);
});

const all = (world: IntakeWorld) =>
  JSON.stringify([[...world.book], [...world.index], [...world.consents], [...world.stops]].map((part) => part.sort()));

describe.each([
  ['taken', 'imported'],
  ['held', 'held'],
] as const)('in an export that is %s', (_what, result) => {
  const halfway = async () => {
    const world = await lastNight();
    // Of so few no share says anything: it is held as the first one.
    if (result === 'held') world.taken = undefined;
    await drop(world, tonight({ restricted: 'Y', consentSurvey: 'N' }, { restricted: 'Y', consentEvent: 'N' }));
    return world;
  };

  test('the power may go at any commit: the next delivery comes to the same', async () => {
    const straight = await halfway();
    const ports = intakePorts(straight);
    await importDrop(ports, { key: ZIP, messageId: 'm' });
    expect([isBarred(straight, 'G1', 'S2'), isBarred(straight, 'G2', 'S2')]).toEqual([true, true]);
    expect(toEvents(straight, 'G2', '+12174423002')).toBe('revoked');
    expect([...straight.ledger.values()].at(-1)?.result).toBe(result);
    expect(straight.records.filter(({ kind }) => kind === 'restriction.set')).toHaveLength(result === 'held' ? 2 : 0);
    for (let at = 1; at <= ports.commits(); at += 1) {
      for (const after of [false, true]) {
        const world = await halfway();
        await expect(importDrop(intakePorts(world, { at, after }), { key: ZIP, messageId: 'm' })).rejects.toThrow(PowerCut);
        await run(world);
        expect([at, after, all(world)]).toEqual([at, after, all(straight)]);
      }
    }
  });
});
