// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of CloudFormation and IAM
import { expect, test } from 'vitest';
import { type Names, resolve, resolveCondition } from './resolve.ts';

const names: Names = {
  ref: (id) => `ref:${id}`,
  attribute: (id, name) => `att:${id}.${name}`,
  condition: (name) => name === 'Yes',
};

test.each<[string, unknown, unknown]>([
  ['Ref', { Ref: 'A' }, 'ref:A'],
  ['GetAtt as a list', { 'Fn::GetAtt': ['A', 'Arn'] }, 'att:A.Arn'],
  ['GetAtt as text, with a dot in the name', { 'Fn::GetAtt': 'A.Endpoint.Port' }, 'att:A.Endpoint.Port'],
  ['Join', { 'Fn::Join': ['/', ['a', { Ref: 'B' }, 1]] }, 'a/ref:B/1'],
  ['Join that makes JSON', { 'Fn::Join': ['', ['{"arn":"', { 'Fn::GetAtt': ['F', 'Arn'] }, '"}']] }, '{"arn":"att:F.Arn"}'],
  ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  ['Select by a text', { 'Fn::Select': ['0', ['x', 'y']] }, 'x'],
  ['Sub', { 'Fn::Sub': 'arn:${A}:${B.Arn}:${!Literal}' }, 'arn:ref:A:att:B.Arn:${Literal}'],
  ['Sub with variables', { 'Fn::Sub': ['${x}-${A}', { x: { Ref: 'X' } }] }, 'ref:X-ref:A'],
  ['If', { 'Fn::If': ['Yes', { Ref: 'A' }, 'no'] }, 'ref:A'],
  ['a property that NoValue removes', { a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, b: 2 }, { b: 2 }],
  ['an item that NoValue removes', [1, { Ref: 'AWS::NoValue' }], [1]],
  [
    'a Condition that is data',
    { Condition: { StringEquals: { k: { Ref: 'A' } } } },
    { Condition: { StringEquals: { k: 'ref:A' } } },
  ],
  ['plain values', { a: [true, null, 1.5] }, { a: [true, null, 1.5] }],
])('%s', (_name, value, expected) => {
  expect(resolve(value, names)).toEqual(expected);
});

test.each([
  { 'Fn::ImportValue': 'x' },
  { 'Fn::FindInMap': ['a', 'b', 'c'] },
  { 'Fn::Base64': 'x' },
  { 'Fn::Select': [9, ['x']] },
  { 'Fn::Join': 'x' },
])('%j is refused', (value) => {
  expect(() => resolve(value, names)).toThrow(Object.keys(value)[0]);
});

test.each<[unknown, boolean]>([
  [{ 'Fn::Equals': [{ Ref: 'A' }, 'ref:A'] }, true],
  [{ 'Fn::Not': [{ Condition: 'Yes' }] }, false],
  [{ 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
  [{ 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
])('condition %j', (value, expected) => {
  expect(resolveCondition(value, names)).toBe(expected);
});
