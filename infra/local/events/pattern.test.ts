import { expect, test } from 'vitest';
import { compilePattern } from './pattern.ts';

const EVENT = {
  source: 'aws.connect',
  'detail-type': 'Amazon Connect Contact Event',
  resources: ['arn:one', 'arn:two'],
  detail: {
    eventType: 'DISCONNECTED',
    key: 'roster/2026.zip',
    size: 12,
    none: null,
    tags: ['a', 'b'],
    nested: [{ id: 1 }, { id: 2 }],
    empty: '',
  },
};

test.each<[string, object, boolean]>([
  ['an exact value', { source: ['aws.connect'] }, true],
  ['one of several', { source: ['aws.s3', 'aws.connect'] }, true],
  ['another value', { source: ['aws.s3'] }, false],
  ['a number, exactly', { detail: { size: [12] } }, true],
  ['a number is no text', { detail: { size: ['12'] } }, false],
  ['two fields, both of which must match', { source: ['aws.connect'], detail: { eventType: ['INITIATED'] } }, false],
  ['a member of a list', { resources: ['arn:two'] }, true],
  ['an object in a list', { detail: { nested: { id: [2] } } }, true],
  ['null', { detail: { none: [null] } }, true],
  ['null is not absence', { detail: { missing: [null] } }, false],
  ['prefix', { detail: { key: [{ prefix: 'roster/' }] } }, true],
  ['prefix whatever the case', { detail: { key: [{ prefix: { 'equals-ignore-case': 'ROSTER/' } }] } }, true],
  ['suffix', { detail: { key: [{ suffix: '.csv' }] } }, false],
  ['wildcard', { detail: { key: [{ wildcard: 'roster/*.zip' }] } }, true],
  ['equals-ignore-case', { detail: { eventType: [{ 'equals-ignore-case': 'disconnected' }] } }, true],
  ['exists', { detail: { eventType: [{ exists: true }] } }, true],
  ['exists, though empty', { detail: { empty: [{ exists: true }] } }, true],
  ['exists: false', { detail: { missing: [{ exists: false }] } }, true],
  ['exists: false of what is there', { detail: { key: [{ exists: false }] } }, false],
  ['only leaves exist', { detail: [{ exists: true }] }, false],
  ['numeric range', { detail: { size: [{ numeric: ['>', 0, '<=', 12] }] } }, true],
  ['numeric, outside', { detail: { size: [{ numeric: ['>=', 13] }] } }, false],
  ['numeric of a text', { detail: { key: [{ numeric: ['>', 0] }] } }, false],
  ['anything-but', { detail: { eventType: [{ 'anything-but': 'INITIATED' }] } }, true],
  ['anything-but a list', { detail: { eventType: [{ 'anything-but': ['INITIATED', 'DISCONNECTED'] }] } }, false],
  ['anything-but a prefix', { detail: { key: [{ 'anything-but': { prefix: 'roster/' } }] } }, false],
  ['anything-but prefixes', { detail: { key: [{ 'anything-but': { prefix: ['reports/', 'attendance/'] } }] } }, true],
  ['anything-but of what is absent', { detail: { missing: [{ 'anything-but': 'x' }] } }, false],
  ['anything-but a wildcard', { detail: { key: [{ 'anything-but': { wildcard: '*.zip' } }] } }, false],
  ['$or', { $or: [{ source: ['aws.s3'] }, { detail: { size: [12] } }] }, true],
  ['$or, nested and neither', { detail: { $or: [{ size: [1] }, { key: [{ suffix: '.csv' }] }] } }, false],
])('%s', (_name, pattern, expected) => {
  expect(compilePattern(pattern)(EVENT)).toBe(expected);
});

test.each([
  ['an operator', { source: [{ cidr: '10.0.0.0/8' }] }, 'cidr'],
  ['a numeric operator', { detail: { size: [{ numeric: ['~', 1] }] } }, '~'],
  ['an anything-but', { detail: { size: [{ 'anything-but': { numeric: ['>', 1] } }] } }, 'anything-but'],
  ['a bare value', { source: 'aws.s3' }, 'source'],
])('%s that is not known throws when the rule is made', (_name, pattern, text) => {
  expect(() => compilePattern(pattern)).toThrow(text);
});
