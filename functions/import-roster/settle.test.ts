import { describe, expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import type { Student } from '../../shared/contacts/contact.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { type SmallExport, smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING } from '../../test/fixtures/intake-memory.ts';
import { HalfOfAnotherNight } from './faults.ts';
import { importDrop } from './import-drop.ts';

/** The same two names every night. */
const [ZIP, CONTACTS] = ['roster/nightly.zip', 'roster/nightly.contacts.csv'] as const;
const WITH_A_NEW_CHILD: SmallExport = {
  students: [{ id: 'S1' }, { id: 'S2' }, { id: 'S3' }],
  guardians: [{ id: 'G1', students: ['S1', 'S2', 'S3'], phone: '217-442-3001' }],
};

const at = (time: string, day = '24') => `2026-11-${day}T${time}:00.000Z`;

async function upload(world: IntakeWorld, half: typeof ZIP | typeof CONTACTS, when: string, wanted: SmallExport = {}) {
  const { zip, contacts } = await smallDrop(wanted);
  world.files.set(half, half === ZIP ? zip : contacts);
  world.uploads.set(half, when);
}

/** The message of a file, delivered at some moment: how long it stays away, or `done`. */
async function deliver(world: IntakeWorld, key: typeof ZIP | typeof CONTACTS, when: string): Promise<number | 'done'> {
  world.now = new Date(when);
  try {
    await importDrop(intakePorts(world), { key, messageId: `${key} ${world.uploads.get(key)}` });
    return 'done';
  } catch (error) {
    if (error instanceof HalfOfAnotherNight) return error.where.seconds;
    throw error;
  }
}

const report = (world: IntakeWorld): Report => JSON.parse(world.reports.get(`reports/${ZIP}.json`) ?? '{}');
const contactsOf = (world: IntakeWorld, id: string) =>
  // What was written under that kind is read back under it.
  (world.book.get(`student ${NAMING.student(id)}`)?.value as Student | undefined)?.contactKeys;

/** Last night both halves came; tonight's zip is there, and last night's contacts. */
async function halfUploaded(): Promise<IntakeWorld> {
  const world = intakeWorld();
  await upload(world, ZIP, at('02:00', '23'));
  await upload(world, CONTACTS, at('02:01', '23'));
  expect(await deliver(world, ZIP, at('02:02', '23'))).toBe('done');
  await upload(world, ZIP, at('02:00'), WITH_A_NEW_CHILD);
  return world;
}

describe('tonight’s zip beside last night’s contacts', () => {
  test('waits: nothing is read of either, and the report says for which file and until when', async () => {
    const world = await halfUploaded();
    const before = JSON.stringify([...world.book]);
    expect(await deliver(world, ZIP, at('02:01'))).toBe(14 * 60);
    expect(JSON.stringify([...world.book])).toBe(before);
    expect(report(world)).toMatchObject({ result: 'waiting' });
    expect(report(world).summary).toContain(`${CONTACTS} is 23 hours older than the other file`);
    expect(report(world).summary).toContain(at('02:15'));
  });

  test('is taken with tonight’s contacts as soon as they come, once, and nothing is left to say', async () => {
    const world = await halfUploaded();
    await deliver(world, ZIP, at('02:01'));
    await upload(world, CONTACTS, at('02:09'), WITH_A_NEW_CHILD);
    expect(await deliver(world, CONTACTS, at('02:09'))).toBe('done');
    expect(contactsOf(world, 'S3')).toEqual([NAMING.contact('G1')]);
    const { writes } = world;
    expect(await deliver(world, ZIP, at('02:15'))).toBe('done');
    expect(world.writes).toBe(writes);
    expect(report(world).signals).toBeUndefined();
    expect(world.news).toHaveLength(2);
  });

  test('is taken as it is when nobody sends the other half, and says what it lacks', async () => {
    const world = await halfUploaded();
    expect(await deliver(world, ZIP, at('02:15'))).toBe('done');
    expect(report(world)).toMatchObject({ result: 'imported', signals: [{ id: 'halves-apart', level: 'warn' }] });
    expect(contactsOf(world, 'S3')).toEqual([]);
    await upload(world, CONTACTS, at('03:00'), WITH_A_NEW_CHILD);
    await deliver(world, CONTACTS, at('03:15'));
    expect(contactsOf(world, 'S3')).toEqual([NAMING.contact('G1')]);
  });
});

test('a corrected half alone, hours later, is taken after the window', async () => {
  const world = await halfUploaded();
  await upload(world, CONTACTS, at('02:02'), WITH_A_NEW_CHILD);
  await deliver(world, ZIP, at('02:03'));
  const corrected = { ...WITH_A_NEW_CHILD, guardians: [{ id: 'G9', students: ['S3'], phone: '217-442-3009' }] };
  await upload(world, CONTACTS, at('09:00'), corrected);
  expect(await deliver(world, CONTACTS, at('09:00'))).toBe(15 * 60);
  expect(await deliver(world, CONTACTS, at('09:15'))).toBe('done');
  expect(contactsOf(world, 'S3')).toContain(NAMING.contact('G9'));
});

test('an export that a named person let pass does not wait', async () => {
  const world = await halfUploaded();
  world.taken = undefined;
  expect(await deliver(world, ZIP, at('02:15'))).toBe('done');
  const { hash, result } = report(world);
  expect(result).toBe('held');
  // The yes comes in the very minute in which the same zip is uploaded once more.
  world.approvals.set(hash ?? '', { by: 'cli:dana', name: Buffer.from('sealed'), at: at('02:20') });
  await upload(world, ZIP, at('02:20'), WITH_A_NEW_CHILD);
  expect(await deliver(world, ZIP, at('02:20'))).toBe('done');
  expect(report(world).result).toBe('imported');
});

test('halves a quarter of an hour apart are of one night', async () => {
  const world = intakeWorld();
  await upload(world, CONTACTS, at('02:00'));
  await upload(world, ZIP, at('02:15'));
  expect(await deliver(world, ZIP, at('02:15'))).toBe('done');
  expect(report(world).signals).toBeUndefined();
});

describe('the age of what is called from', () => {
  test('is that of the older half', async () => {
    const world = await halfUploaded();
    await deliver(world, ZIP, at('02:15'));
    expect(world.taken).toMatchObject({ uploadedAt: at('02:00'), earlierAt: at('02:01', '23') });
  });

  test('is what the alarm waits for: a half of two nights ago is not fresh', async () => {
    const world = await halfUploaded();
    expect(world.measures.get('FreshExportTaken')).toBe(1);
    await deliver(world, ZIP, at('02:15'));
    expect(world.measures.get('FreshExportTaken')).toBe(2);
    await upload(world, ZIP, at('09:00', '25'), { students: [{ id: 'S1', grade: '04' }, { id: 'S2' }] });
    expect(await deliver(world, ZIP, at('09:15', '25'))).toBe('done');
    expect([report(world).result, world.measures.get('FreshExportTaken')]).toEqual(['imported', 2]);
  });

  test('stays what it was after an export which says that nothing has changed: since which one, it does not say', async () => {
    const world = await halfUploaded();
    const { taken } = world;
    const manifest = 'propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,absent\n';
    world.files.set(ZIP, await zip({ 'manifest.csv': manifest }));
    await deliver(world, ZIP, at('02:15'));
    expect(report(world).summary).toContain('nothing has changed');
    expect([world.taken, world.measures.get('FreshExportTaken')]).toEqual([taken, 1]);
  });
});
