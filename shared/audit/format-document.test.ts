import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FINDING_CLASSES } from './findings.ts';
import { RECORD_KINDS } from './trail.ts';

const page = readFileSync(new URL('../../docs/audit-format.md', import.meta.url), 'utf8');

test('docs/audit-format.md has a line for each kind of record and each class of finding', () => {
  expect(RECORD_KINDS.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([]);
  expect(FINDING_CLASSES.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
