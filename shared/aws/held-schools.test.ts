import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import type { HeldSchool } from '../roster/attendance/absence-book.ts';
import { createAbsenceBook } from './absence-store.ts';
import { createAbsenceApproval } from './held-schools.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

const DAY = '2026-11-24';
const NORTH: HeldSchool = {
  day: DAY,
  schoolId: 'north',
  file: 'attendance/a.csv',
  fileHash: 'a',
  why: 'share',
  absent: 30,
  outOf: 90,
};
const SAID = { by: 'Dana Ruiz', at: '2026-11-24T16:00:00.000Z' };
const file = (hash: string, uploadedAt: string) => ({ key: `attendance/${hash}.csv`, hash, uploadedAt });

async function aBook() {
  const options = { documents: tables.documents, table: await tables.notices() };
  // What is sealed is not this table's affair: only that it is, and under which name.
  const envelope = {
    seal: async (binding: object, payload: unknown) => Buffer.from(JSON.stringify([binding, payload])),
    open: async () => {
      throw new Error('nobody opens it here');
    },
  };
  return { ...options, absences: createAbsenceBook(options), approval: createAbsenceApproval({ ...options, envelope }) };
}

describe('a held school', () => {
  test('stands for its day, and only there, until a person has let it pass', async () => {
    const { absences, approval } = await aBook();
    await absences.takeDay(DAY, file('a', '1'));
    await absences.claim({ day: DAY, studentKey: 's', noticeId: 'n', file: file('a', '1') });
    await absences.hold(NORTH);
    expect(await absences.heldOn(DAY)).toEqual([{ ...NORTH, approved: false, overtaken: false }]);
    expect(await absences.heldOn('2026-11-25')).toEqual([]);
    expect(await approval.approve(NORTH, SAID)).toBe('approved');
    await absences.hold(NORTH);
    expect(await approval.heldOn(DAY), 'held once more by the same file').toEqual([
      { ...NORTH, approved: true, overtaken: false },
    ]);
    expect((await absences.ofDay(DAY)).get('s')).toEqual({ state: 'unexcused', fileHash: 'a', noticeId: 'n' });
  });

  test('says that a later file of the day has come', async () => {
    const { absences } = await aBook();
    await absences.takeDay(DAY, file('a', '1'));
    await absences.hold(NORTH);
    await absences.takeDay(DAY, file('b', '2'));
    expect(await absences.heldOn(DAY)).toMatchObject([{ fileHash: 'a', overtaken: true }]);
  });

  test('is not overtaken by its own bytes that came again; the day stays the later one’s', async () => {
    const { absences } = await aBook();
    await absences.takeDay(DAY, file('a', '3'));
    expect(await absences.takeDay(DAY, file('a', '1'))).toBe('latest');
    expect(await absences.takeDay(DAY, file('b', '2'))).toEqual({ overtakenBy: file('a', '3') });
  });

  test('that a later file holds too is to be looked at anew, and an approval of the earlier one comes too late', async () => {
    const { absences, approval } = await aBook();
    await absences.hold(NORTH);
    await approval.approve(NORTH, SAID);
    const later = { ...NORTH, file: 'attendance/b.csv', fileHash: 'b', absent: 40 };
    await absences.hold(later);
    expect(await absences.heldOn(DAY)).toMatchObject([{ ...later, approved: false }]);
    expect(await approval.approve(NORTH, SAID)).toBe('changed');
    expect(await absences.heldOn(DAY)).toMatchObject([{ fileHash: 'b', approved: false }]);
  });

  test('keeps who has let it pass sealed under the name of the item', async () => {
    const { documents, table, absences, approval } = await aBook();
    await absences.hold(NORTH);
    await approval.approve(NORTH, SAID);
    const Key = { pk: `ATTENDANCE#${DAY}`, sk: 'HELD#north' };
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key }));
    const binding = { key: `${Key.pk}|${Key.sk}`, kind: 'approval', version: 1 };
    expect(JSON.parse(Buffer.from(Item?.['approval'] ?? '').toString('utf8'))).toEqual([binding, SAID]);
    expect(JSON.stringify({ ...Item, approval: '' })).not.toContain('Dana');
  });
});
