import { describe, expect, test } from 'vitest';
import { anOpening, NOW } from '../../test/fixtures/office.ts';
import { memoryOffice } from '../../test/ports/memory-office.ts';
import type { AuditDraft } from '../audit/trail.ts';
import { closeTasks, openTasks, TaskContended } from './keep-tasks.ts';
import type { TaskStore } from './office.ts';

/** Ports that remember the order of what was made durable, and can die at any of it. */
function house({ dieAt }: { dieAt?: string } = {}) {
  const log: string[] = [];
  const drafts: AuditDraft[] = [];
  const state = { dieAt };
  const office = memoryOffice();
  const durable = (what: string) => {
    if (state.dieAt === what) throw new Error(`died at ${what}`);
    log.push(what);
  };
  const ports = {
    trail: {
      write: async (group: string, written: readonly AuditDraft[]) => {
        for (const { kind } of written) durable(`${kind} in ${group}`);
        drafts.push(...written);
        return written.map(({ id = '' }) => ({ id, leafHash: 'f'.repeat(64) }));
      },
    },
    office: {
      ...office,
      save: async (...write: Parameters<TaskStore['save']>) => {
        durable(write[1].state);
        return office.save(...write);
      },
    },
  };
  return { ports, log, drafts, state, tasks: office.tasks, store: office };
}

const close = (day: ReturnType<typeof house>, why: 'number-gone' | 'done' = 'number-gone') =>
  closeTasks(
    day.ports,
    [...day.tasks.values()].map((task) => ({ task, why, at: '2026-11-25T11:30:00.000Z' })),
    '2026-11-25',
  );

describe('a task that is opened', () => {
  test('is on record before it is on the list, with what it rests on, and without anybody’s number', async () => {
    const day = house();
    const refs = ['a'.repeat(64)];
    const cause = { id: 'N1.abc.7', at: NOW, noticeId: 'N1', callId: 'N1.abc', refs, auditSubject: 'subject-ana' };
    await openTasks(day.ports, [anOpening({ cause })]);
    expect(day.log).toEqual(['task.opened in N1', 'open']);
    expect(day.drafts[0]).toMatchObject({ kind: 'task.opened', notice: 'N1', call: 'N1.abc', subject: 'subject-ana', refs });
    expect(JSON.stringify(day.drafts)).not.toContain('number-ana');
  });

  test('is opened once, however often and by however many it is told', async () => {
    const day = house();
    const twice = [anOpening(), anOpening({ cause: { id: 'N2.abc.7', at: '2026-11-24T16:00:00.000Z', noticeId: 'N2' } })];
    await openTasks(day.ports, twice);
    await openTasks(day.ports, [anOpening()]);
    expect(day.log.filter((line) => line === 'open')).toHaveLength(1);
    expect(day.tasks.size).toBe(1);
  });

  test('when its record cannot be written, nothing is on the list; told again, all is there under the same record', async () => {
    const day = house({ dieAt: 'task.opened in N1' });
    await expect(openTasks(day.ports, [anOpening()])).rejects.toThrow('died');
    expect(day.tasks.size).toBe(0);
    day.state.dieAt = 'open';
    await expect(openTasks(day.ports, [anOpening()])).rejects.toThrow('died');
    day.state.dieAt = '';
    await openTasks(day.ports, [anOpening()]);
    expect(day.tasks.size).toBe(1);
    expect(new Set(day.drafts.map(({ id }) => id)).size).toBe(1);
    expect(day.drafts).toHaveLength(2);
  });

  test('where somebody else opened it at the same moment, it is one task', async () => {
    const day = house();
    const other = anOpening({ cause: { id: 'other', at: NOW } });
    const racing: TaskStore = {
      ...day.ports.office,
      save: async (before, after) => {
        if (day.tasks.size === 0) await openTasks(day.ports, [other]);
        return day.ports.office.save(before, after);
      },
    };
    expect(await openTasks({ ...day.ports, office: racing }, [anOpening()])).toEqual([]);
    expect(day.tasks.size).toBe(1);
    expect(new Set(day.drafts.map(({ id }) => id)).size, 'two reports, two names').toBe(2);
  });

  test('that others keep writing is tried again later', async () => {
    const day = house();
    const lost: TaskStore = { ...day.ports.office, save: async () => 'lost' };
    await expect(openTasks({ ...day.ports, office: lost }, [anOpening()])).rejects.toThrow(TaskContended);
  });

  test('nothing to tell asks nothing', async () => {
    const accusing = new Proxy({} as TaskStore, {
      get: () => () => {
        throw new Error('accused: asked for nothing');
      },
    });
    const { trail } = house().ports;
    expect(await openTasks({ trail, office: accusing }, [])).toEqual([]);
    expect(await closeTasks({ trail, office: accusing }, [], '2026-11-25')).toEqual([]);
  });
});

describe('a task that is closed', () => {
  test('is on record before it is off the list, once', async () => {
    const day = house();
    await openTasks(day.ports, [anOpening()]);
    await close(day);
    await close(day);
    expect(day.log.slice(2)).toEqual(['task.closed in 2026-11-25', 'closed']);
    expect(await day.store.listOpen()).toEqual([]);
  });

  test('dying between record and list, the next look finishes it under the same record', async () => {
    const day = house();
    await openTasks(day.ports, [anOpening()]);
    day.state.dieAt = 'closed';
    await expect(close(day)).rejects.toThrow('died');
    day.state.dieAt = '';
    await close(day);
    const told = day.drafts.filter(({ kind }) => kind === 'task.closed');
    expect(told).toHaveLength(2);
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    expect(await day.store.listOpen()).toEqual([]);
  });

  test('comes back with a record of its own when it happens again', async () => {
    const day = house();
    await openTasks(day.ports, [anOpening()]);
    await close(day);
    await openTasks(day.ports, [anOpening({ cause: { id: 'N1.abc.7', at: '2026-11-26T15:00:00.000Z', noticeId: 'N1' } })]);
    const [first, second] = day.drafts.filter(({ kind }) => kind === 'task.opened');
    expect(second?.facts).toMatchObject({ round: 2 });
    expect(first?.id).not.toBe(second?.id);
  });
});
