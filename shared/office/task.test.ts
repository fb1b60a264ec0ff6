import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anOpening, anOpenTask, NOW } from '../../test/fixtures/office.ts';
import {
  type Closing,
  closedBy,
  FILE_KINDS,
  type OfficeTask,
  type Opening,
  openedBy,
  TASK_KINDS,
  type TaskSubject,
  taskIdOf,
} from './task.ts';

const minutes = (count: number): string => new Date(Date.parse(NOW) + count * 60_000).toISOString();

const subjects: fc.Arbitrary<TaskSubject> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('not-my-number', 'invalid', 'reassigned', 'unreachable-number'),
    numberKey: fc.string({ minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constantFrom(...FILE_KINDS), drop: fc.string({ minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('unreachable-pupil'), studentKey: fc.string({ minLength: 1, maxLength: 4 }) }),
  fc.record({
    kind: fc.constant('duty'),
    studentKey: fc.string({ minLength: 1, maxLength: 4 }),
    day: fc.constantFrom('2026-11-24', '2026-11-25'),
  }),
);

/** What can happen to one task, in the order in which it is told. */
const acts = fc.array(
  fc.oneof(
    fc.record({ act: fc.constant('open'), minute: fc.integer({ min: 0, max: 30 }) }),
    fc.record({
      act: fc.constant('close'),
      minute: fc.integer({ min: 0, max: 30 }),
      why: fc.constantFrom('done', 'number-gone', 'reached'),
    }),
  ),
  { maxLength: 12 },
);

function play(steps: Parameters<Parameters<typeof acts.map>[0]>[0], subject: TaskSubject, twice = false): OfficeTask | undefined {
  let task: OfficeTask | undefined;
  for (const step of steps.flatMap((one) => (twice ? [one, one] : [one]))) {
    const at = minutes(step.minute);
    if (step.act === 'open') task = openedBy(task, anOpening({ subject, cause: { id: `cause-${step.minute}`, at } })) ?? task;
    else if (task !== undefined) task = closedBy(task, { why: step.why, at } as Closing) ?? task;
  }
  return task;
}

describe('a task', () => {
  test('has an id of its own for each subject, and the same one for the same', () => {
    fc.assert(
      fc.property(subjects, subjects, (one, other) => {
        const same = JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
        expect(taskIdOf(one) === taskIdOf(other)).toBe(same);
        expect(taskIdOf(one)).toMatch(/^[0-9a-f]{20}$/);
      }),
    );
  });

  test('told twice is told once, whatever is told', () => {
    fc.assert(
      fc.property(acts, subjects, (steps, subject) => {
        expect(play(steps, subject, true)).toEqual(play(steps, subject));
      }),
    );
  });

  test('opens once, and an open one stays as it is', () => {
    const task = anOpenTask();
    expect(task).toMatchObject({ state: 'open', round: 1, version: 1, numberKey: 'number-ana', openedAt: NOW });
    expect(openedBy(task, anOpening({ cause: { id: 'another', at: minutes(5) } }))).toBeUndefined();
  });

  test('comes back when it happens again, and not when the same is told late', () => {
    const closed = closedBy(anOpenTask(), { why: 'number-gone', at: minutes(10) });
    expect(closed).toMatchObject({ state: 'closed', closedWhy: 'number-gone', version: 2 });
    const told = (at: string): Opening => anOpening({ cause: { id: 'x', at } });
    expect(openedBy(closed, told(minutes(10)))).toBeUndefined();
    expect(openedBy(closed, told(minutes(9)))).toBeUndefined();
    const again = openedBy(closed, told(minutes(11)));
    expect(again).toMatchObject({ state: 'open', round: 2, version: 3 });
    expect(again).not.toHaveProperty('closedAt');
    expect(again).not.toHaveProperty('closedWhy');
  });

  test('a duty that is over stays over that day', () => {
    const subject = { kind: 'duty', studentKey: 'leo', day: '2026-11-24' } as const;
    const over = closedBy(anOpenTask({ subject }), { why: 'reached', at: minutes(5) });
    expect(openedBy(over, anOpening({ subject, cause: { id: 'x', at: minutes(30) } }))).toBeUndefined();
    expect(taskIdOf(subject)).not.toBe(taskIdOf({ ...subject, day: '2026-11-25' }));
  });

  test('is not closed by what was true before it was opened, but by a person whenever', () => {
    const task = anOpenTask();
    expect(closedBy(task, { why: 'number-gone', at: minutes(-1) })).toBeUndefined();
    expect(closedBy(task, { why: 'done', at: minutes(-1) })).toMatchObject({ state: 'closed' });
    const closed = closedBy(task, { why: 'done', at: minutes(1) });
    expect(closed === undefined ? 'open' : closedBy(closed, { why: 'done', at: minutes(2) })).toBeUndefined();
  });

  test('there are twelve kinds', () => {
    expect(new Set(TASK_KINDS).size).toBe(12);
  });
});
