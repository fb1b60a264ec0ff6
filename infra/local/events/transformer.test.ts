import { expect, test } from 'vitest';
import { compileTransformer, InvalidInput } from './transformer.ts';

const ORIGIN = { ruleName: 'outcomes', ruleArn: 'arn:aws:events:us-east-1:123456789012:rule/outcomes' };
const EVENT = {
  id: 'e1',
  time: '2026-11-24T11:30:00Z',
  'detail-type': 'Contact',
  resources: ['arn:one'],
  detail: { contactId: 'c"1', size: 3, flag: true, inner: { a: 1 } },
};
const fill = (InputTemplate: string, InputPathsMap: Readonly<Record<string, string>> = {}) =>
  compileTransformer({ InputTransformer: { InputTemplate, InputPathsMap } }, ORIGIN)(EVENT);

test.each([
  ['a text inside quotes is escaped', '{"id":"<id>"}', { id: '$.detail.contactId' }, { id: 'c"1' }],
  ['a text without quotes brings its own', '{"id":<id>}', { id: '$.detail.contactId' }, { id: 'c"1' }],
  ['a number without quotes stays one', '{"size":<size>}', { size: '$.detail.size' }, { size: 3 }],
  ['a number inside quotes becomes text', '{"size":"<size> bytes"}', { size: '$.detail.size' }, { size: '3 bytes' }],
  ['an object without quotes stays one', '{"inner":<inner>}', { inner: '$.detail.inner' }, { inner: { a: 1 } }],
  ['an object inside quotes becomes its JSON', '{"inner":"<inner>"}', { inner: '$.detail.inner' }, { inner: '{"a":1}' }],
  ['a path that leads nowhere leaves empty quotes', '{"reason":"<r>"}', { r: '$.detail.disconnectReason' }, { reason: '' }],
  ['a step into a list', '{"first":"<first>"}', { first: '$.resources[0]' }, { first: 'arn:one' }],
  [
    'a name with a hyphen',
    '{"type":"<t>","also":"<u>"}',
    { t: '$.detail-type', u: "$['detail-type']" },
    { type: 'Contact', also: 'Contact' },
  ],
  ['the rule itself', '{"rule":"<aws.events.rule-name>"}', {}, { rule: 'outcomes' }],
  ['the whole event', '{"event":<aws.events.event>}', {}, { event: EVENT }],
  ['a text as a whole', '"contact <id> ended"', { id: '$.detail.size' }, 'contact 3 ended'],
])('%s', (_name, template, paths, expected) => {
  expect(JSON.parse(fill(template, Object.fromEntries(Object.entries(paths))))).toEqual(expected);
});

test('a path that leads nowhere, without quotes, gives no JSON and is not delivered', () => {
  expect(() => fill('{"reason":<r>}', { r: '$.detail.disconnectReason' })).toThrow(InvalidInput);
});

test('a variable no path names, and a path of another kind, stop the start', () => {
  expect(() => fill('{"a":"<nobody>"}')).toThrow('<nobody>');
  expect(() => fill('{"a":"<x>"}', { x: '$..deep' })).toThrow('$..deep');
});

test('without a transformer: the event, a part of it, or a constant', () => {
  expect(JSON.parse(compileTransformer({}, ORIGIN)(EVENT))).toEqual(EVENT);
  expect(compileTransformer({ InputPath: '$.detail.inner' }, ORIGIN)(EVENT)).toBe('{"a":1}');
  expect(compileTransformer({ Input: '{"now":true}' }, ORIGIN)(EVENT)).toBe('{"now":true}');
});
