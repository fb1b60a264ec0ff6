import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anOpenTask, NOW } from '../../test/fixtures/office.ts';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { closedBy, type OfficeTask } from '../office/task.ts';
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
