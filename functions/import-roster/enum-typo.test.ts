/** A rejected row is not an absent row: one mistyped word of a vocabulary, in a thousand rows, makes nobody leave (ROSTER §0.2). */
import { describe, expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { companionText } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, SETTINGS } from '../../test/fixtures/intake-memory.ts';
import { type Cells, csv, export11, export12, pupil } from '../../test/fixtures/oneroster.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/n.zip';
/** Students of an export whose row has no typo in it. */
const OTHERS = 40;

interface Typo {
  readonly file: string;
  readonly cells: Cells;
  /** In the rows of so many students. */
  readonly rows: number;
}

/** A student and a parent each; in 1.1 the enrollment says the school, in 1.2 the role does. */
function districtOf(version: '1.1' | '1.2', typo: Typo, isMended = false): Cells {
  const all = Array.from({ length: typo.rows + OTHERS }, (_, n) => n);
  const mistyped = (file: string, n: number) => (!isMended && typo.file === file && n < typo.rows ? typo.cells : {});
  const students = all.map((n) => ({ sourcedId: `S${n}`, orgSourcedIds: 'district', ...mistyped('users.csv', n) }));
  const parents = all.map((n) => ({ sourcedId: `G${n}`, role: 'parent', orgSourcedIds: '', agentSourcedIds: `S${n}` }));
  const enrolled = all.map((n) => pupil(`S${n}`, { schoolSourcedId: 'north', ...mistyped('enrollments.csv', n) }));
  const roles = all.flatMap((n) => [pupil(`S${n}`, mistyped('roles.csv', n)), { userSourcedId: `G${n}`, role: 'parent' }]);
  return version === '1.1'
    ? export11([...students, ...parents], { 'enrollments.csv': csv('enrollments', enrolled) })
    : export12([...students, ...parents], roles);
}

const contactsOf = ({ rows }: Typo): string =>
  companionText({
    guardians: Array.from({ length: rows + OTHERS }, (_, n) => ({
      ...{ id: `G${n}`, students: [`S${n}`], phone: `217-442-${3_000 + n}` },
    })),
  });

/** In how many rows, what is mistyped, and where the report names them. */
const TYPOS: readonly [number, string, '1.1' | '1.2', string, Cells, string][] = [
  [1_000, 'the role studnet of 1.1', '1.1', 'users.csv', { role: 'studnet' }, 'role-unknown role'],
  [300, 'the status actve', '1.1', 'users.csv', { status: 'actve' }, 'status-unknown status'],
  [300, 'the role studnet of 1.2', '1.2', 'roles.csv', { role: 'studnet' }, 'role-unknown role'],
  [300, 'the status actve of a role', '1.2', 'roles.csv', { status: 'actve' }, 'status-unknown status'],
  [300, 'the role studnet of an enrollment', '1.1', 'enrollments.csv', { role: 'studnet' }, 'role-unknown role'],
];

/** Takes whatever can be read: what the limits would hold, a district may have raised them for, or said yes to. */
const LENIENT = { ...SETTINGS, exportLimits: { ...SETTINGS.exportLimits, rowsRejectedPercent: 100 } };

async function night(
  world: IntakeWorld,
  day: string,
  drop: { texts: Cells; contacts: string },
  settings = SETTINGS,
): Promise<Report> {
  world.files.set(ZIP, await zip(drop.texts)).set('roster/n.contacts.csv', Buffer.from(drop.contacts));
  world.uploadedAt = `${day}T11:29:00.000Z`;
  // Else the very bytes of the night before would be passed over.
  world.ledger.clear();
  await importDrop({ ...intakePorts(world), settings }, { key: ZIP, messageId: day });
  return JSON.parse(world.reports.get(`reports/${ZIP}.json`) ?? '{}');
}

const book = ({ book: entries, index, missing }: IntakeWorld) =>
  JSON.stringify([entries, index, missing].map((part) => [...part].sort()));
const NIGHTS = ['2026-11-21', '2026-11-22', '2026-11-23'];

describe.each(TYPOS)('in %i rows, three nights running, %s', (rows, _what, version, file, cells, told) => {
  const typo = { file, cells, rows };
  const contacts = contactsOf(typo);
  const wrong = { texts: districtOf(version, typo), contacts };
  const mended = { texts: districtOf(version, typo, true), contacts };

  async function lastNight(): Promise<IntakeWorld> {
    const world = intakeWorld();
    await night(world, '2026-11-20', mended);
    expect(world.index.size).toBe(rows + OTHERS);
    return world;
  }

  test('holds the export by its limit; the book stays, and the mended export makes nobody new', async () => {
    const world = await lastNight();
    const last = book(world);
    for (const day of NIGHTS) {
      const { result, signals = [], problems } = await night(world, day, wrong);
      expect([result, signals.map(({ level, id }) => `${level} ${id}`)]).toEqual(['held', ['hold rows-rejected']]);
      const named = problems.filter((one) => one.file === file && `${one.code} ${one.column}` === told);
      expect([named.length, named[0]?.row], 'every one of them').toEqual([rows, 2]);
    }
    const { result, signals } = await night(world, '2026-11-24', mended);
    expect([result, signals, book(world)]).toEqual(['imported', undefined, last]);
  });

  test('retires nobody where it is let pass: whoever stands in a row, read or not, is there', async () => {
    const world = await lastNight();
    const last = book(world);
    for (const day of NIGHTS) {
      const { result, counts } = await night(world, day, wrong, LENIENT);
      expect([result, counts['students in the book but not in the export']]).toEqual(['imported', 0]);
      expect(counts['contacts in the book but not in the export']).toBe(0);
    }
    expect(book(world)).toBe(last);
    expect((await night(world, '2026-11-24', mended)).result).toBe('imported');
    expect(book(world)).toBe(last);
  });
});
