import { expect, test } from 'vitest';
import { compileConditions } from '../iam/conditions.ts';
import { checksOf } from './access.ts';

/** As a policy that lets someone see two attributes of a table, and no others. */
const mayLook = compileConditions({
  'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'print'] },
  StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
});

function isAllowed(input: Readonly<Record<string, unknown>>): boolean {
  const [check] = checksOf({ accountId: '123456789012', region: 'us-east-1' }, 'Scan', { TableName: 'book', ...input });
  return mayLook(check?.context ?? {});
}

test('a scan is asked for the attributes that it names, and for whether it names any', () => {
  const named = { ExpressionAttributeNames: { '#0': 'pk', '#1': 'print' }, ProjectionExpression: '#0, #1' };
  const selected = { Select: 'SPECIFIC_ATTRIBUTES' };
  expect(isAllowed({ ...selected, ...named })).toBe(true);
  expect(isAllowed({ ...selected, ProjectionExpression: 'pk, print' })).toBe(true);
  expect(isAllowed(named)).toBe(false);
  expect(isAllowed({})).toBe(false);
  expect(isAllowed({ Select: 'ALL_ATTRIBUTES' })).toBe(false);
  expect(isAllowed({ ...selected, ProjectionExpression: 'pk, sealed' })).toBe(false);
  const filter = { FilterExpression: 'begins_with(pk, :a) AND sealed > :b' };
  expect(isAllowed({ ...selected, ...named, ...filter })).toBe(false);
  expect(isAllowed({ ...selected, ...named, FilterExpression: 'begins_with(pk, :a) and not #1 = :sealed' })).toBe(true);
});
