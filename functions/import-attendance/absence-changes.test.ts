import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Student } from '../../shared/contacts/contact.ts';
import { ABSENCE_STATES, type KnownAbsence } from '../../shared/roster/attendance/absence-book.ts';
import type { Absentee } from '../../shared/roster/attendance/attendance-day.ts';
import { wordsOn } from './absence-changes.ts';

const IDS = ['a', 'b', 'c', 'd'] as const;
const schoolOf = (id: string): string => (id < 'c' ? 'north' : 'south');
const students = new Map(
  IDS.map((id): [string, Student] => [id, { studentKey: id, sisId: id, schoolIds: [schoolOf(id)], grade: '', contactKeys: [] }]),
);
const absentee = (sisId: string): Absentee => ({ sisId, row: 2, code: '' });

const place = fc.constantFrom('unexcused', 'unmapped', 'accounted', 'unreadable', 'nowhere');
const day = fc.record({
  known: fc.dictionary(fc.constantFrom(...IDS), fc.constantFrom(...ABSENCE_STATES)),
  places: fc.record({ a: place, b: place, c: place, d: place }),
  broken: fc.boolean(),
});

test('whoever the file calls absent without excuse is; nobody else becomes so; silence excuses only where the file speaks', () => {
  fc.assert(
    fc.property(day, ({ known, places, broken }) => {
      const at = (where: string) => IDS.filter((id) => places[id] === where);
      const found = {
        unexcused: at('unexcused').map(absentee),
        unmapped: at('unmapped').map(absentee),
        accounted: at('accounted').map(absentee),
        unreadable: at('unreadable'),
        ...{ broken, seen: 4, emptyClasses: [] },
      };
      const before = new Map(
        Object.entries(known).map(([id, state]): [string, KnownAbsence] => [id, { state, fileHash: 'h', noticeId: 'n' }]),
      );
      const changes = wordsOn(found, { known: before, students, keyOf: (id) => id });
      const after = new Map(
        [...before].map(([id, { state }]) => [id, changes.find(({ studentKey }) => studentKey === id)?.to ?? state]),
      );
      for (const [id, state] of after) {
        const where = places[id as (typeof IDS)[number]];
        const was = before.get(id)?.state;
        if (where === 'unexcused') expect(state).toBe('unexcused');
        else if (state === 'unexcused') expect(was).toBe('unexcused');
        const spoken = IDS.some(
          (other) => schoolOf(other) === schoolOf(id) && !['nowhere', 'unreadable'].includes(places[other]),
        );
        if (state === 'gone' && was !== 'gone') expect([where, broken, spoken]).toEqual(['nowhere', false, true]);
      }
      expect(changes.every(({ studentKey }) => before.has(studentKey))).toBe(true);
    }),
  );
});
