import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Spool } from '../../shared/disk/spool.ts';
import { smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

/* Files that do not fit into memory lie on the function's disk while they are imported, and no longer. */

const ZIP = 'roster/2026-11-24.zip';
const root = join(mkdtempSync(join(tmpdir(), 'ringfence-large-')), 'spools');

async function dropped(): Promise<IntakeWorld> {
  const world = intakeWorld();
  const { zip, contacts } = await smallDrop();
  world.files.set(ZIP, zip).set('roster/2026-11-24.contacts.csv', contacts);
  return world;
}

function onDisk(ports: ReturnType<typeof intakePorts>, seen: string[]) {
  const naming = () => {
    // Both halves are read by now, and the zip is not unpacked yet.
    for (const folder of readdirSync(root)) seen.push(...readdirSync(join(root, folder)));
    return ports.naming();
  };
  return { ...ports, naming, openSpool: () => new Spool(root, -1) };
}

test('they come to the same book, and nothing of them is left', async () => {
  const [memory, disk] = [await dropped(), await dropped()];
  await importDrop(intakePorts(memory), { key: ZIP, messageId: 'm' });
  const seen: string[] = [];
  await importDrop(onDisk(intakePorts(disk), seen), { key: ZIP, messageId: 'm' });
  expect(seen.slice(0, 2)).toEqual(['0', '1']);
  expect([[...disk.book], [...disk.index], [...disk.reports]]).toEqual([
    [...memory.book],
    [...memory.index],
    [...memory.reports],
  ]);
  expect(readdirSync(root)).toEqual([]);
});

test('nothing of them is left either where the import comes to a bad end', async () => {
  const cut = onDisk(intakePorts(await dropped(), { at: 8, after: true }), []);
  await expect(importDrop(cut, { key: ZIP, messageId: 'm' })).rejects.toThrow(PowerCut);
  expect(existsSync(root) ? readdirSync(root) : []).toEqual([]);
});
