import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryPeople } from '../../test/ports/memory-people.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { planCalls } from './plan-calls.ts';

const expiresAt = '2026-11-24T18:15:00.000Z';
const plan = (purpose: Purpose, people: Parameters<typeof memoryPeople>[0]) =>
  planCalls({ noticeId: 'n', purpose, expiresAt, addressees: memoryPeople(people, new Map()).addressees });

const anyPeople = fc
  .array(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((all) => all.map((numbers, n) => ({ name: `person-${n}`, numbers: numbers.map((number) => `n${number}`) })));

describe('whoever shares which phones', () => {
  test('each number is called once: distinct numbers = planned + standby', () => {
    fc.assert(
      fc.property(anyPeople, fc.constantFrom(...PURPOSES), (people, purpose) => {
        const { calls } = plan(purpose, people);
        const numbers = new Set(people.flatMap((person) => person.numbers));
        expect(calls.map(({ numberKey }) => numberKey).sort()).toEqual([...numbers].sort());
        expect(new Set(calls.map(({ callId }) => callId)).size).toBe(numbers.size);
      }),
    );
  });

  test('everybody is told on every number of theirs, and nobody on a number that is not', () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        for (const { numberKey, recipients } of plan('closure', people).calls) {
          const owners = people.filter((person) => person.numbers.includes(numberKey)).map(({ name }) => name);
          expect(recipients.map(({ contactKey }) => contactKey)).toEqual(owners);
        }
      }),
    );
  });

  test('somebody’s first number never stands by, and no two numbers wait for each other', () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const { calls } = plan('event', people);
        const states = new Map(calls.map((call) => [call.numberKey, call.state]));
        for (const { numbers } of people) if (numbers[0] !== undefined) expect(states.get(numbers[0])).toBe('planned');
        const byId = new Map(calls.map((call) => [call.callId, call]));
        const depth = (id: string, seen: readonly string[]): number => {
          expect(seen).not.toContain(id);
          const before = byId.get(id)?.predecessors ?? [];
          return 1 + Math.max(0, ...before.map((earlier) => depth(earlier, [...seen, id])));
        };
        for (const { callId } of calls) expect(depth(callId, [])).toBeLessThanOrEqual(4);
      }),
    );
  });

  test('who stands by and who is stood by for know of each other', () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const { calls } = plan('event', people);
        const forward = calls.flatMap(({ callId, successors = [] }) => successors.map((after) => `${callId} ${after}`));
        const backward = calls.flatMap(({ callId, predecessors }) => predecessors.map((before) => `${before} ${callId}`));
        expect(forward.sort()).toEqual(backward.sort());
      }),
    );
  });

  test('in an emergency nobody stands by, and first numbers come first', () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const { calls } = plan('emergency', people);
        expect(calls.every(({ state }) => state === 'planned')).toBe(true);
        const firsts = new Set(people.flatMap(({ numbers }) => numbers.slice(0, 1)));
        expect(new Set(calls.slice(0, firsts.size).map(({ numberKey }) => numberKey))).toEqual(firsts);
      }),
    );
  });
});

test('who has no number is counted, and an emergency contact is left out of a routine notice', () => {
  const people = [
    { name: 'none', numbers: [] },
    { name: 'neighbour', numbers: ['n1'], emergencyOnly: true },
    { name: 'mother', numbers: ['n2'] },
  ];
  expect(plan('event', people).skipped).toEqual({ 'no-number': 1, 'emergency-only': 1 });
  expect(plan('event', people).calls.map(({ numberKey }) => numberKey)).toEqual(['n2']);
  expect(plan('emergency', people).calls).toHaveLength(2);
});
