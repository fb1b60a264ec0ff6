import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEdge, anOpenTask, aParent, aPupil, keyed, NOW } from '../../test/fixtures/office.ts';
import { compareRanked, type RankedTask, type RankFacts, rankTasks } from './rank.ts';
import type { FileKind, OfficeTask } from './task.ts';

const tasks: fc.Arbitrary<OfficeTask> = fc
  .record({
    kind: fc.constantFrom('duty', 'invalid', 'unreachable-pupil', 'held-export'),
    taskId: fc.string({ minLength: 1, maxLength: 3 }),
    students: fc.array(fc.constantFrom('a', 'b'), { maxLength: 1 }),
    minute: fc.integer({ min: 0, max: 1 }),
    due: fc.option(fc.integer({ min: 0, max: 1 })),
  })
  .map(({ kind, taskId, students, minute, due }) => {
    const at = (count: number) => new Date(Date.parse(NOW) + count * 60_000).toISOString();
    const duty = due === null ? {} : { duty: { state: 'IL', noticeId: 'N', rule: 'revoked', due: at(due), dueLocal: '' } };
    const file = kind === 'held-export' ? { file: { key: 'roster/n.zip', uploadedAt: NOW, why: [] } } : {};
    return { ...anOpenTask(), kind, taskId, students: [...new Set(students)], openedAt: at(minute), ...duty, ...file };
  });
const ranked: fc.Arbitrary<RankedTask> = fc.record({ task: tasks, nobodyReaches: fc.integer({ min: 0, max: 1 }) });

const facts = (over: Partial<RankFacts> = {}): RankFacts => ({
  contacts: new Map(),
  students: new Map(),
  stopped: new Set(),
  ...over,
});

describe('the order of the list', () => {
  test('is total: of two tasks one comes first, and a chain has no loop', () => {
    fc.assert(
      fc.property(ranked, ranked, ranked, (a, b, c) => {
        expect(Math.sign(compareRanked(a, b))).toBe(-Math.sign(compareRanked(b, a)) + 0);
        if (a.task.taskId !== b.task.taskId) expect(compareRanked(a, b)).not.toBe(0);
        if (compareRanked(a, b) <= 0 && compareRanked(b, c) <= 0) expect(compareRanked(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('does not depend on the order in which tasks come', () => {
    const distinct = fc.uniqueArray(tasks, { selector: ({ taskId }) => taskId, maxLength: 8 });
    const shuffled = distinct.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, ([list, mixed]) => {
        const ids = (from: readonly OfficeTask[]) => rankTasks(from, facts()).map(({ task }) => task.taskId);
        expect(ids(mixed)).toEqual(ids(list));
      }),
    );
  });

  test('puts a child first whom nobody can reach, before what has a clock', () => {
    const ana = aParent('ana', { edges: [anEdge({ studentKey: 'leo' })] });
    const bo = aParent('bo', { edges: [anEdge({ studentKey: 'mia' })], numbers: ['number-bo', 'number-bo-2'] });
    const book = facts({
      contacts: keyed([ana, bo], ({ contactKey }) => contactKey),
      students: keyed([aPupil('leo'), aPupil('mia', { contactKeys: ['bo'] })], ({ studentKey }) => studentKey),
    });
    const leo = anOpenTask();
    const mia = anOpenTask({ subject: { kind: 'invalid', numberKey: 'number-bo' }, students: ['mia'] });
    const duty = anOpenTask({
      subject: { kind: 'duty', studentKey: 'mia', day: '2026-11-24' },
      students: ['mia'],
      duty: { state: 'IL', noticeId: 'N', rule: 'revoked', due: NOW, dueLocal: '' },
    });
    const order = rankTasks([mia, duty, leo], book);
    expect(order.map(({ task, nobodyReaches }) => [task.kind, nobodyReaches])).toEqual([
      ['not-my-number', 1],
      ['duty', 0],
      ['invalid', 0],
    ]);
  });

  test('puts a file first that waits for a person, a school that is not called today before an export', () => {
    const file = { key: 'roster/n.zip', uploadedAt: NOW, why: [] };
    const waiting = (kind: FileKind) => anOpenTask({ subject: { kind, drop: kind }, contactKeys: [], students: [], file });
    const unreachable = anOpenTask({ subject: { kind: 'unreachable-pupil', studentKey: 'leo' } });
    const book = facts({ students: keyed([aPupil('leo', { contactKeys: [] })], ({ studentKey }) => studentKey) });
    const order = rankTasks([unreachable, waiting('missing-half'), waiting('held-export'), waiting('held-school')], book);
    expect(order.map(({ task }) => task.kind)).toEqual(['held-school', 'held-export', 'missing-half', 'unreachable-pupil']);
  });

  test('does not count on a parent whom an order keeps from the child, nor on a number that somebody disowned', () => {
    const father = aParent('father', { edges: [anEdge({ restricted: true })] });
    const aunt = aParent('aunt', { edges: [anEdge({ limits: ['never'] })] });
    const book = facts({
      contacts: keyed([aParent('ana'), father, aunt], ({ contactKey }) => contactKey),
      students: keyed([aPupil('leo', { contactKeys: ['ana', 'father', 'aunt'] })], ({ studentKey }) => studentKey),
    });
    const duty = anOpenTask({ subject: { kind: 'duty', studentKey: 'leo', day: '2026-11-24' } });
    expect(rankTasks([duty], book)[0]?.nobodyReaches).toBe(0);
    expect(rankTasks([duty], { ...book, stopped: new Set(['number-ana']) })[0]?.nobodyReaches).toBe(1);
  });
});
