import { expect, test } from 'vitest';
import type { NumberEntry } from '../../contacts/number-entry.ts';
import { numberChanges } from './number-changes.ts';

const entry: NumberEntry = { e164: '+12174480001', lineType: 'mobile', contactKeys: ['ana'] };

test('a number that nobody has any more is removed, without a print of nothing; what has not changed is not written', () => {
  const printed: unknown[] = [];
  const print = (text: string) => {
    printed.push(text);
    return `print of ${text}`;
  };
  const naming = { student: String, contact: String, number: String, print };
  const same = JSON.stringify(entry);
  const stored = new Map([
    ['gone', { version: 3, print: 'x' }],
    ['same', { version: 2, print: `print of ${same}` }],
    ['changed', { version: 5, print: 'x' }],
  ]);
  const entries = new Map(['same', 'changed', 'new'].map((id) => [id, entry] as const));
  const keys = new Set(['gone', 'same', 'changed', 'new', 'never-there']);
  const changes = [...numberChanges({ keys, entries, moved: new Map() }, stored, naming)];
  expect(changes).toMatchObject([
    { kind: 'remove', id: 'gone' },
    { kind: 'put', id: 'changed', version: 6 },
    { kind: 'put', id: 'new', version: 1 },
  ]);
  expect(printed).toEqual([same, same, same]);
});
