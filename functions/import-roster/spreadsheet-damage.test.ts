import { describe, expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import { NO_CONSENTS, stateFor } from '../../shared/consent/consent-record.ts';
import { effectiveStops, NO_STOPS } from '../../shared/consent/number-stops.ts';
import { isRestrictedFor } from '../../shared/consent/restrictions.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { companionText, oneRosterTexts, type SmallGuardian } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const FAMILIES = 12;
const phoneOf = (n: number) => `217-442-${3_000 + n}`;

interface Family {
  readonly child: string;
  readonly parent: SmallGuardian;
}

/** Children by seven digits that begin with zeros, as districts number them; parents by more than a spreadsheet shows of a number. */
const family = (n: number): Family => ({
  child: String(n + 101).padStart(7, '0'),
  parent: {
    id: String(700_000_000_000 + n),
    students: [String(n + 101).padStart(7, '0')],
    phone: phoneOf(n),
    columns: { givenName: 'Ana', familyName: `Nr${n}` },
  },
});
const families = (): readonly Family[] => Array.from({ length: FAMILIES }, (_, n) => family(n));
const withColumns = (of: readonly Family[], n: number, columns: Readonly<Record<string, string>>) =>
  of.map((one, at) => (at === n ? { ...one, parent: { ...one.parent, columns: { ...one.parent.columns, ...columns } } } : one));

interface Texts {
  readonly users: Record<string, string>;
  readonly contacts: string;
}
const textsOf = (of: readonly Family[]): Texts => {
  // Guardians stand in the contacts alone, as docs/files.md asks.
  const users = oneRosterTexts({ students: of.map(({ child }) => ({ id: child })), guardians: [] });
  return { users, contacts: companionText({ guardians: of.map(({ parent }) => parent) }) };
};

async function night(world: IntakeWorld, day: string, { users, contacts }: Texts): Promise<Report> {
  const key = `roster/2026-11-${day}.zip`;
  world.now = new Date(`2026-11-${day}T11:30:00.000Z`);
  world.uploadedAt = `2026-11-${day}T11:29:00.000Z`;
  world.files.set(key, await zip(users)).set(`roster/2026-11-${day}.contacts.csv`, Buffer.from(contacts));
  await importDrop(intakePorts(world), { key, messageId: day });
  return JSON.parse(world.reports.get(`reports/${key}.json`) ?? '{}');
}

async function lastNight(): Promise<IntakeWorld> {
  const world = intakeWorld();
  expect((await night(world, '23', textsOf(families()))).result).toBe('imported');
  return world;
}

const stopsIn = ({ problems }: Report) =>
  problems.flatMap(({ severity, code, file, column, rows }) =>
    severity === 'stop' ? [`${code} ${file} ${column} ${rows}`] : [],
  );
const book = (world: IntakeWorld) => JSON.stringify([[...world.book].sort(), [...world.index].sort()]);
const keyOf = (n: number) => NAMING.contact(family(n).parent.id);
// What was written under that kind is read back under it.
const contact = (world: IntakeWorld, n: number) => world.book.get(`contact ${keyOf(n)}`)?.value as Contact;
const barred = (world: IntakeWorld) =>
  families().flatMap((_, n) => {
    const [edge] = contact(world, n).edges;
    return edge !== undefined && isRestrictedFor(world.consents.get(keyOf(n)) ?? NO_CONSENTS, edge) ? [n] : [];
  });
const shortened = (text: string) => text.replaceAll(/217-442-(\d+)/g, '2.17E+09');
const shortIds = (text: string) => text.replaceAll(/\b7000000000\d\d\b/g, '7E+11');
const bareIds = (text: string) => text.replaceAll(/\b0+(\d{3})(?=,)/g, '$1');

describe('a file of contacts that was saved in a spreadsheet', () => {
  test('stops with one finding: file, column, how many rows and what to do; the book stays', async () => {
    const world = await lastNight();
    const before = book(world);
    const { users, contacts } = textsOf(families());
    const report = await night(world, '24', { users, contacts: shortened(contacts) });
    expect(report.result).toBe('rejected');
    expect(stopsIn(report)).toEqual([`column-scientific 2026-11-24.contacts.csv phone ${FAMILIES}`]);
    expect(report.problems.filter(({ row }) => row !== undefined)).toEqual([]);
    expect(report.summary).toContain('2026-11-24.contacts.csv, phone, in 12 rows: A spreadsheet has shortened long numbers');
    expect(report.problems[0]?.todo).toContain('never open and save it in a spreadsheet');
    expect(world.reports.get('reports/roster/2026-11-24.zip.html')).toContain('in 12 rows');
    expect(book(world)).toBe(before);
    expect(world.news.at(-1)?.type).toBe('Roster Rejected');
    expect([...world.office.tasks.values()].map(({ kind, state }) => `${kind} ${state}`)).toEqual(['refused-export open']);
  });

  test('no yes of a person lets it pass; the next one that is whole is taken', async () => {
    const world = await lastNight();
    const { users, contacts } = textsOf(families());
    const ruined = { users, contacts: shortened(contacts) };
    await night(world, '24', ruined);
    for (const hash of world.ledger.keys())
      world.approvals.set(hash, { by: 'cli:dana', name: Buffer.from('sealed'), at: '2026-11-24T12:00:00.000Z' });
    expect((await night(world, '24', ruined)).result).toBe('rejected');
    expect((await night(world, '25', textsOf(withColumns(families(), 9, { priority: '2' })))).result).toBe('imported');
    expect([...world.office.tasks.values()].map(({ closedWhy }) => closedWhy)).toEqual(['taken']);
  });

  test('what it forbids holds at once: an order of a court, a no on a form, "do not call" in a phone field', async () => {
    const world = await lastNight();
    const ordered = withColumns(withColumns(families(), 3, { restricted: 'Y' }), 4, {
      ...{ consentEvent: 'N', consentDate: '2026-11-20', consentForm: 'F1' },
    });
    const { users, contacts } = textsOf(ordered);
    const told = shortened(contacts).replace('2.17E+09', `${phoneOf(0)} do not call`);
    const report = await night(world, '24', { users, contacts: told });
    expect(report).toMatchObject({
      result: 'rejected',
      counts: {
        'contacts kept from calls by it at once': 1,
        'contacts whose no was recorded': 1,
        'numbers stopped by a note': 1,
      },
    });
    expect(report.summary).toMatch(/^Nothing that it permits was taken, and what it forbids holds from now on/);
    expect(barred(world)).toEqual([3]);
    expect(
      stateFor(world.consents.get(keyOf(4)) ?? NO_CONSENTS, NAMING.number('+12174423004'), 'event', '2026-11-24T12:00:00.000Z'),
    ).toBe('revoked');
    expect(effectiveStops(world.stops.get(NAMING.number('+12174423000')) ?? NO_STOPS)).toMatchObject({ allButEmergencies: true });
    expect(report.problems.map(({ code }) => code)).toContain('do-not-call');
    expect(world.records.find(({ kind, at }) => kind === 'roster.held' && at > '2026-11-24')?.facts).toMatchObject({
      signals: expect.arrayContaining(['hold spreadsheet-damage']),
    });
  });

  test('a slip or two are reported by row, and the rest is taken', async () => {
    const world = await lastNight();
    const { users, contacts } = textsOf(families());
    const report = await night(world, '24', { users, contacts: contacts.replace(phoneOf(1), '2.17E+09') });
    expect([report.result, stopsIn(report)]).toEqual(['imported', []]);
    expect(report.problems).toMatchObject([{ code: 'phone-spreadsheet', row: 3, column: 'phone' }]);
  });
});

describe('a file of contacts whose ids a spreadsheet has ruined', () => {
  test('with its ids shortened: nobody is taken for another; who is barred is found by name and phone', async () => {
    const world = await lastNight();
    const { users, contacts } = textsOf(withColumns(families(), 5, { restricted: 'Y' }));
    const report = await night(world, '24', { users, contacts: shortIds(contacts) });
    expect(stopsIn(report)).toEqual([`column-scientific 2026-11-24.contacts.csv guardianSourcedId ${FAMILIES}`]);
    expect(barred(world)).toEqual([5]);
  });

  test('with ids and phones shortened: nobody can be found, and the office is asked by row', async () => {
    const world = await lastNight();
    const { users, contacts } = textsOf(withColumns(families(), 5, { restricted: 'Y' }));
    const report = await night(world, '24', { users, contacts: shortened(shortIds(contacts)) });
    expect(stopsIn(report)).toHaveLength(2);
    expect(barred(world)).toEqual([]);
    expect(report.problems.filter(({ row }) => row !== undefined)).toMatchObject([{ code: 'restriction-unmatched', row: 7 }]);
  });

  test('with the zeros of its students’ ids gone: an order of a court is about the student all the same', async () => {
    const world = await lastNight();
    const { users, contacts } = textsOf(withColumns(families(), 6, { restricted: 'Y' }));
    const report = await night(world, '24', { users, contacts: bareIds(contacts) });
    expect(stopsIn(report)).toEqual([`column-zeros 2026-11-24.contacts.csv studentSourcedId ${FAMILIES}`]);
    expect(barred(world)).toEqual([6]);
  });
});

describe('an export of students that was saved in a spreadsheet', () => {
  const ruin = (users: Record<string, string>, file: string, how: (text: string) => string) => ({
    ...users,
    [file]: how(users[file] ?? ''),
  });

  test.each([
    [
      'dates of birth',
      'demographics.csv',
      (text: string) => text.replaceAll('2017-05-01', '42856'),
      'column-day-numbers',
      'birthDate',
    ],
    ['grades', 'users.csv', (text: string) => text.replaceAll(',03,', ',3-Jan,'), 'column-dates', 'grades'],
    ['schools', 'users.csv', (text: string) => text.replaceAll(',north,', ',#REF!,'), 'column-errors', 'orgSourcedIds'],
    ['ids', 'users.csv', bareIds, 'column-zeros', 'sourcedId'],
  ])('%s: one finding, and an order in the contacts beside it holds', async (_what, file, how, code, column) => {
    const world = await lastNight();
    const before = book(world);
    const { users, contacts } = textsOf(families());
    const sound = await night(world, '24', { users: ruin(users, file, how), contacts });
    expect(sound.result).toBe('rejected');
    expect(stopsIn(sound)[0]).toBe(`${code} ${file} ${column} ${FAMILIES}`);
    expect(sound.problems.filter(({ row }) => row !== undefined)).toEqual([]);
    expect(book(world)).toBe(before);
    const ordered = textsOf(withColumns(families(), 7, { restricted: 'Y' }));
    await night(world, '25', { users: ruin(ordered.users, file, how), contacts: ordered.contacts });
    expect(barred(world)).toEqual([7]);
  });
});
