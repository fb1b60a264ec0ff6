import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anOpenTask, NOW } from '../../test/fixtures/office.ts';
import { aNotice } from '../../test/ports/a-call.ts';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { closedBy, type OfficeTask } from '../office/task.ts';
import { createNoticeBook } from './notice-store.ts';
import { createTaskStore } from './office-store.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

async function aStore() {
  const { documents } = tables;
  return createTaskStore({ documents, noticesTable: await tables.notices(), pause: async () => undefined });
}
const closed = (task: OfficeTask): OfficeTask => closedBy(task, { why: 'done', at: NOW, note: Buffer.from('sealed') }) ?? task;

describe('tasks in the notices table', () => {
  test('one that is saved is found by its place, and stands among the open ones until it is closed', async () => {
    const store = await aStore();
    const task = anOpenTask();
    expect(await store.save(undefined, task)).toBe('saved');
    expect((await store.find([task])).get(task.taskId)).toEqual(task);
    expect(await store.listOpen()).toEqual([task]);
    expect(await store.save(task, closed(task))).toBe('saved');
    expect(await store.listOpen()).toEqual([]);
    expect((await store.find([task])).get(task.taskId)).toMatchObject({ state: 'closed', closedWhy: 'done' });
    const again = { ...task, round: 2, version: 3 };
    expect(await store.save(closed(task), again)).toBe('saved');
    expect(await store.listOpen()).toEqual([again]);
  });

  test('the list does not show one that is closed and that the index still has', async () => {
    const { documents } = tables;
    const noticesTable = await tables.notices();
    const store = createTaskStore({ documents, noticesTable, pause: async () => undefined });
    const task = anOpenTask();
    await store.save(undefined, task);
    const [item] = (await documents.send(new ScanCommand({ TableName: noticesTable }))).Items ?? [];
    await store.save(task, closed(task));
    const [after] = (await documents.send(new ScanCommand({ TableName: noticesTable }))).Items ?? [];
    // Between the closing and the index's hearing of it, the index hands out the item as it is with the keys it had.
    await documents.send(
      new PutCommand({ TableName: noticesTable, Item: { ...after, openIn: item?.['openIn'], due: item?.['due'] } }),
    );
    expect(await store.listOpen()).toEqual([]);
  });

  test('of two who open it, one has; of two who close it, one has', async () => {
    const store = await aStore();
    const task = anOpenTask();
    expect((await Promise.all([store.save(undefined, task), store.save(undefined, task)])).sort()).toEqual(['lost', 'saved']);
    const both = await Promise.all([store.save(task, closed(task)), store.save(task, closed(task))]);
    expect(both.sort()).toEqual(['lost', 'saved']);
  });

  test('one that is not there is absent, and an empty list is empty', async () => {
    const store = await aStore();
    expect([...(await store.find([{ schoolId: 'lincoln', taskId: 'none' }]))]).toEqual([]);
    expect(await store.listOpen()).toEqual([]);
  });
});

test('a notice about absences says, once it is closed, how the deadline was met and who must still be told', async () => {
  const { documents } = tables;
  const notices = createNoticeBook({ documents, table: await tables.notices() });
  const deadlines = { obliged: 3, met: 2, tasks: [{ schoolId: 'lincoln', taskId: 'a1' }] };
  const planning = { planner: 'p', until: NOW };
  await notices.create(aNotice({ state: 'raised' }), Buffer.from('words'), planning);
  await notices.open('gas-leak', { planned: 3, weekSpent: 0 }, planning);
  await notices.close('gas-leak', 'open', { delivered: 3 }, deadlines);
  // A sweep that died before it took the notice off the list closes it again, and knows nothing of them.
  await notices.close('gas-leak', 'closed', { delivered: 3 });
  expect(await notices.get('gas-leak')).toMatchObject({ state: 'closed', counts: { delivered: 3 }, deadlines });
});
