import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PastRing } from '../consent/gate-input.ts';
import { PURPOSES } from '../notices/purpose.ts';
import type { Addressee } from './plan-calls.ts';
import { isRationed, splitByBudget } from './weekly-budget.ts';

const now = { at: '2026-11-24T16:00:00.000Z', noticeId: 'this', weekly: 1 };

function person(name: string, ...numbers: readonly string[]): Addressee {
  const phones = numbers.map((numberKey) => ({ numberKey, e164: '+13122341000', label: 'cell', lineType: 'mobile' }) as const);
  return { contact: { contactKey: name, numbers: phones, edges: [] }, students: ['maya'] };
}

function ring(over: Partial<PastRing> = {}): PastRing {
  return { at: '2026-11-20T16:00:00.000Z', purpose: 'event', basis: 'consent', noticeId: 'last', ...over };
}

const left = (people: readonly Addressee[], rings: Readonly<Record<string, readonly PastRing[] | 'unknown'>>) => {
  const { due, spent } = splitByBudget(people, new Map(Object.entries(rings)), now);
  expect(due.length + spent).toBe(people.length);
  return due.map(({ contact }) => contact.contactKey);
};

test('who was called about an event this week, on whichever phone, is left out', () => {
  expect(left([person('ana', 'cell', 'home'), person('ben', 'other')], { home: [ring()] })).toEqual(['ben']);
});

test.each([
  ['eight days ago', ring({ at: '2026-11-16T15:00:00.000Z' })],
  ['an absence', ring({ purpose: 'attendance' })],
  ['an emergency', ring({ purpose: 'emergency' })],
  ['this very notice', ring({ noticeId: 'this' })],
])('%s does not count', (_what, rang) => {
  expect(left([person('ana', 'cell')], { cell: [rang] })).toEqual(['ana']);
});

test('what could not be read leaves nobody out: the gate refuses where it must', () => {
  expect(left([person('ana', 'cell')], { cell: 'unknown' })).toEqual(['ana']);
});

test('emergencies, closures and absences are not rationed', () => {
  expect(PURPOSES.filter(isRationed)).toEqual(['event', 'survey', 'fundraising']);
});

test('a larger budget leaves out nobody more', () => {
  const rings = fc.array(
    fc.constantFrom('a', 'b', 'c').map((noticeId) => ring({ noticeId })),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(rings, fc.nat(3), (history, weekly) => {
      const spent = (budget: number) =>
        splitByBudget([person('ana', 'cell')], new Map([['cell', history]]), { ...now, weekly: budget }).spent;
      expect(spent(weekly + 1)).toBeLessThanOrEqual(spent(weekly));
    }),
  );
});
