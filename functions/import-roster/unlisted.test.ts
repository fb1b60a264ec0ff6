import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { Purpose } from '../../shared/notices/purpose.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { companionText, oneRosterTexts, type SmallGuardian } from '../../test/fixtures/exports.ts';
import { decisionsAbout, permitsIn } from '../../test/fixtures/gate-of-book.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/n.zip';
const LANDLINE = '+12174423001';
const MOTHER: SmallGuardian = { id: 'G1', students: ['S1'], phone: '217-442-3001' };
const FATHER: SmallGuardian = { id: 'G2', students: ['S1'], phone: '217-442-3001' };
const OTHERS: SmallGuardian = { id: 'G3', students: ['S2'], phone: '217-442-3003' };

interface Drop {
  /** In users.csv, with their phones. */
  readonly named: readonly SmallGuardian[];
  /** In the contacts. */
  readonly listed: readonly SmallGuardian[];
}

async function night(world: IntakeWorld, { named, listed }: Drop, day = 24): Promise<Report> {
  const texts = oneRosterTexts({ guardians: named });
  const phoned = named.reduce(
    // The eighth column is the phone.
    (users, { id, phone = '' }) => users.replace(new RegExp(`^(${id}(?:,(?:"[^"]*"|[^,\n]*)){6}),[^,\n]*`, 'm'), `$1,${phone}`),
    texts['users.csv'] ?? '',
  );
  world.files.set(ZIP, await zip({ ...texts, 'users.csv': phoned }));
  world.files.set('roster/n.contacts.csv', Buffer.from(companionText({ guardians: listed })));
  world.uploadedAt = `2026-11-${day}T11:29:00.000Z`;
  world.ledger.clear();
  await importDrop(intakePorts(world), { key: ZIP, messageId: 'm' });
  return JSON.parse(world.reports.get(`reports/${ZIP}.json`) ?? '{}');
}

const ALL = [MOTHER, FATHER, OTHERS];
const OMITTED: Drop = { named: ALL, listed: [MOTHER, OTHERS] };
const said = (world: IntakeWorld, purpose: Purpose, over: object = {}, e164 = LANDLINE) =>
  decisionsAbout(world, 'S1', purpose, over).get(e164)?.rule;
const tasks = ({ office }: IntakeWorld) => [...office.tasks.values()];
// What was written under that kind is read back under it.
const father = ({ book }: IntakeWorld) => book.get(`contact ${NAMING.contact('G2')}`)?.value as Contact | undefined;

describe('a guardian about whom the contacts are silent, on the landline of the family', () => {
  test('does not keep an emergency from it, and everything else he does, and where the child is', async () => {
    const world = intakeWorld();
    await night(world, OMITTED);
    expect(said(world, 'emergency')).toBe('permit.emergency');
    expect(said(world, 'emergency', { saysWhere: true })).toBe('limit.no-location');
    for (const purpose of ['closure', 'attendance', 'event', 'survey', 'fundraising'] as const)
      expect(said(world, purpose)).toBe('unknown.guardian');
    const emergency = decisionsAbout(world, 'S1', 'emergency').get(LANDLINE);
    expect(emergency).toMatchObject({ contactKeys: [NAMING.contact('G1')] });
  });

  test('is in the report, with how many children he cuts off, and on the office’s list by the phone', async () => {
    const world = intakeWorld();
    const { result, signals = [], lists = [], counts, problems } = await night(world, OMITTED);
    expect([result, signals.map(({ id, level }) => `${level} ${id}`)]).toEqual(['imported', ['warn guardians-unlisted']]);
    expect(signals[0]?.words).toContain('0 students can be reached by nobody, and 1 in emergencies alone');
    expect(lists[0]?.rows).toEqual([['S1', 'G2', 'in emergencies alone']]);
    expect(counts).toMatchObject({
      'guardians about whom the contacts are silent': 1,
      'contacts restricted for a student': 0,
      'tasks of the office that this export has opened': 1,
    });
    expect(problems).toContainEqual(expect.objectContaining({ code: 'flags-missing', file: 'users.csv' }));
    expect(tasks(world)).toMatchObject([
      {
        ...{ kind: 'unlisted-guardian', state: 'open', schoolId: 'north', numberKey: NAMING.number(LANDLINE) },
        ...{ students: [NAMING.student('S1')], contactKeys: [NAMING.contact('G2')] },
      },
    ]);
    await night(world, OMITTED, 25);
    expect(tasks(world)).toHaveLength(1);
  });

  test('cuts nobody off who has a phone of their own', async () => {
    const world = intakeWorld();
    const mother = { ...MOTHER, columns: { phone2: '217-442-3009' } };
    const { signals } = await night(world, { named: ALL, listed: [mother, OTHERS] });
    expect([signals, tasks(world)]).toEqual([undefined, []]);
    expect(said(world, 'closure', {}, '+12174423009')).toBe('permit.emergency-purpose');
  });

  test('of a child who has nobody else is counted as one whom nobody reaches', async () => {
    const world = intakeWorld();
    const { signals = [] } = await night(world, { named: [FATHER, OTHERS], listed: [OTHERS] });
    expect(signals[0]?.words).toContain('1 students can be reached by nobody, and 0 in emergencies alone');
    expect(said(world, 'emergency')).toBe('unknown.guardian');
    expect(tasks(world)).toMatchObject([{ numberKey: NAMING.number(LANDLINE), students: [NAMING.student('S1')] }]);
  });
});

describe('and the silence ends', () => {
  test('with a row about him: nobody has to clear what nobody had said, and the office is done', async () => {
    const world = intakeWorld();
    await night(world, OMITTED);
    const { problems, counts } = await night(world, { named: ALL, listed: ALL }, 25);
    expect(problems.map(({ code }) => code)).not.toContain('restriction-clearing');
    expect(said(world, 'closure')).toBe('permit.emergency-purpose');
    expect(counts).toMatchObject({ 'tasks of the office that this export has mended': 1 });
    expect(tasks(world)).toMatchObject([{ state: 'closed', closedWhy: 'listed' }]);
  });

  test('with a row that bars him: then it is an order, and holds like any other', async () => {
    const world = intakeWorld();
    await night(world, OMITTED);
    await night(world, { named: ALL, listed: [MOTHER, { ...FATHER, columns: { restricted: 'Y' } }, OTHERS] }, 25);
    expect(said(world, 'emergency')).toBe('no-contact');
  });

  test('where guardians are left out of OneRoster, three exports on', async () => {
    const world = intakeWorld();
    await night(world, OMITTED, 20);
    for (const day of [21, 22, 23]) await night(world, { named: [MOTHER, OTHERS], listed: [MOTHER, OTHERS] }, day);
    expect(said(world, 'closure')).toBe('permit.emergency-purpose');
    expect(tasks(world)).toMatchObject([{ state: 'closed', closedWhy: 'number-gone' }]);
  });
});

describe('an order is not forgotten in the silence', () => {
  const barred = { named: ALL, listed: [MOTHER, { ...FATHER, columns: { restricted: 'Y' } }, OTHERS] };

  test('whose row is gone stays barred, in emergencies too, and is reported until somebody clears it', async () => {
    const world = intakeWorld();
    await night(world, barred);
    const { problems } = await night(world, OMITTED, 25);
    expect(said(world, 'emergency')).toBe('no-contact');
    expect(father(world)?.edges).toMatchObject([{ restricted: true, clearing: true }]);
    expect(father(world)?.edges[0]).not.toHaveProperty('unlisted');
    expect(problems.map(({ code }) => code)).toContain('restriction-clearing');
  });

  test('which an export brings that is not taken', async () => {
    const world = intakeWorld();
    await night(world, OMITTED);
    world.taken = undefined;
    expect((await night(world, barred, 25)).result).toBe('held');
    expect(said(world, 'emergency')).toBe('no-contact');
  });
});

test('leaving somebody out of the contacts permits nothing that a row about them would not', async () => {
  const row = fc.record({
    id: fc.constantFrom('G1', 'G2', 'G3', 'G4'),
    students: fc.subarray(['S1', 'S2'], { minLength: 1 }),
    phone: fc.constantFrom('217-442-3001', '217-442-3002', ''),
    columns: fc.record({ emergencyOnly: fc.constantFrom('N', 'Y'), restricted: fc.constantFrom('N', 'N', 'N', 'Y') }),
  });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(row, { minLength: 1, selector: ({ id }) => id }), async (guardians) => {
      const [listed, omitted] = [intakeWorld(), intakeWorld()];
      // What nobody has said of him is least: a row that permits all.
      const open = guardians.map((one) => (one.id === 'G1' ? { ...one, columns: {} } : one));
      await night(listed, { named: guardians, listed: open });
      await night(omitted, { named: guardians, listed: guardians.filter(({ id }) => id !== 'G1') });
      const permitted = permitsIn(listed);
      expect([...permitsIn(omitted)].filter((permit) => !permitted.has(permit))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
