import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anOpenTask, aParent, NOW } from '../../test/fixtures/office.ts';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { closedBy, type OfficeTask } from '../office/task.ts';
import { erasureOf } from '../subject/erasure.ts';
import type { SubjectStore } from '../subject/subject-store.ts';
import { bookBinding, bookKey } from './contact-reader.ts';
import { writeItems } from './dynamo-batches.ts';
import type { Envelope } from './envelope.ts';
import { createTaskStore } from './office-store.ts';
import { readStaff, staffWrite } from './staff-list.ts';
import { createSubjectStore } from './subject-reader.ts';

let tables: TestTables;
let names: { readonly table: string; readonly noticesTable: string };
let subjects: SubjectStore;

/** Seals by writing the binding beside the payload. */
const envelope: Envelope = {
  seal: async (binding, payload) => Buffer.from(JSON.stringify({ binding, payload })),
  open: async (_binding, sealed) => JSON.parse(Buffer.from(sealed).toString()).payload,
};
const ana = aParent('ana');

beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());
beforeEach(async () => {
  const { documents } = tables;
  names = { table: await tables.notices(), noticesTable: await tables.notices() };
  const report = () => undefined;
  subjects = createSubjectStore({ documents, ...names, envelope, report, pause: async () => undefined });
  const sealed = await envelope.seal(bookBinding('contact', 'ana', 1), ana);
  await documents.send(new PutCommand({ TableName: names.table, Item: { ...bookKey('contact', 'ana'), version: 1, sealed } }));
});

/** The office's own store, as every function writes it. */
const office = () => createTaskStore({ documents: tables.documents, noticesTable: names.noticesTable });
const closed = (task: OfficeTask) => closedBy(task, { why: 'done', at: NOW, note: Buffer.from('sealed') }) ?? task;

async function aTaskOf(over: Parameters<typeof anOpenTask>[0]): Promise<OfficeTask> {
  const task = anOpenTask(over);
  await office().save(undefined, task);
  return task;
}
const tasksOf = async () => (await subjects.read('ana'))?.tasks;

test('a person is shown the work of the office about them and their numbers, open and done, and no other', async () => {
  const mine = await aTaskOf({});
  const ofNumber = await aTaskOf({ subject: { kind: 'invalid', numberKey: 'number-ana' }, contactKeys: [] });
  await aTaskOf({ subject: { kind: 'invalid', numberKey: 'number-bo' }, contactKeys: ['bo'] });
  await office().save(ofNumber, closed(ofNumber));
  expect((await tasksOf())?.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
    { taskId: ofNumber.taskId, kind: 'invalid', openedAt: NOW, closedAt: NOW },
    { taskId: mine.taskId, kind: 'not-my-number', openedAt: NOW, closedAt: undefined },
  ]);
});

test('whoever is forgotten is on no list of the staff', async () => {
  const { documents } = tables;
  const listed = [staffWrite({ contactKey: 'ana', worksAt: ['lincoln'] }), staffWrite({ contactKey: 'bo', worksAt: [] })];
  await writeItems(documents, names.table, listed, async () => undefined);
  const items = await subjects.read('ana');
  if (items === undefined) throw new Error('ana is not in the book');
  await subjects.erase(erasureOf(items, [], NOW), []);
  expect([...(await readStaff(documents, names.table)).keys()]).toEqual(['bo']);
});

test('whoever is forgotten is in no task; what is to be done stays to be done, and the note of what was done goes', async () => {
  const open = await aTaskOf({ contactKeys: ['ana', 'bo'] });
  const done = await aTaskOf({ subject: { kind: 'invalid', numberKey: 'number-ana' } });
  await office().save(done, closed(done));
  const items = await subjects.read('ana');
  if (items === undefined) throw new Error('ana is not in the book');
  await subjects.erase(erasureOf(items, [], NOW), []);
  const left = await office().find([open, done]);
  expect(left.get(open.taskId)).toMatchObject({ state: 'open', contactKeys: ['bo'] });
  expect(left.get(done.taskId)).toMatchObject({ state: 'closed', closedWhy: 'done', contactKeys: [] });
  expect(left.get(done.taskId)).not.toHaveProperty('note');
  expect((await office().listOpen()).map(({ taskId }) => taskId)).toEqual([open.taskId]);
  expect(await subjects.read('ana')).toBeUndefined();
  // Whoever closes it from what they read before the erasure must not bring the person back into it.
  expect(await office().save(open, closed(open))).toBe('lost');
});
