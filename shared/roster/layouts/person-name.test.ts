import { expect, test } from 'vitest';
import { madeId, splitName } from './person-name.ts';

const maria = { givenName: 'María', familyName: 'Peña-López' };

test('an id that had to be made is the same for one name in any spelling, and another for another person in the same place', () => {
  const id = madeId('s1', maria, 'Mother');
  expect(madeId('s1', { givenName: 'MARIA', familyName: 'PENA LOPEZ' }, 'Guardian')).toBe(id);
  expect(madeId('s1', { givenName: 'Ida', familyName: 'Voss' }, 'Mother')).not.toBe(id);
  expect(madeId('s2', maria, 'Mother')).not.toBe(id);
  expect(id).toMatch(/^s1~[0-9a-f]{12}$/);
});

test('a contact without a name is the one of that place', () => {
  expect(madeId('s1', { givenName: '', familyName: '' }, 'Parent 1')).toBe('s1~parent1');
});

test.each([
  ['Peña-López, María', 'María', 'Peña-López'],
  ['Ana María Voss', 'Ana María', 'Voss'],
  ['Voss', '', 'Voss'],
  ['', '', ''],
])('"%s"', (full, givenName, familyName) => {
  expect(splitName(full)).toEqual({ givenName, familyName });
});
