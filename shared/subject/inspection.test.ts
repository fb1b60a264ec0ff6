import { expect, test } from 'vitest';
import { closeInspections, openInspection, openOf } from './inspection.ts';

test('a request is to be answered within 45 days, counted over the end of a year (34 CFR 99.10(b))', () => {
  const all = openInspection([], '2026-11-20', 'cli:dana');
  expect(openOf(all)).toEqual({ receivedOn: '2026-11-20', dueOn: '2027-01-04', recordedBy: 'cli:dana' });
});

test('asking again does not move the day; only seeing the records closes the request', () => {
  const all = openInspection([], '2026-11-20', 'cli:dana');
  expect(openInspection(all, '2026-12-01', 'cli:eli')).toBe(all);
  const closed = closeInspections(all, '2026-12-02T10:00:00.000Z');
  expect(openOf(closed)).toBeUndefined();
  expect(closeInspections(closed, '2026-12-03T10:00:00.000Z')).toBe(closed);
  expect(openOf(openInspection(closed, '2026-12-04', 'cli:dana'))?.receivedOn).toBe('2026-12-04');
});
