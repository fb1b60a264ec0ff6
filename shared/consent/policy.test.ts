import { describe, expect, test } from 'vitest';
import { PURPOSES } from '../notices/purpose.ts';
import { policyName } from './policy.ts';
import { strictPolicy } from './policy-strict.ts';
import { usLawPolicy } from './policy-us-law.ts';

describe.each([strictPolicy, usLawPolicy])('the policy $profile', (policy) => {
  test('every rule cites a text and says one sentence a parent can read', () => {
    for (const [id, { citation, words }] of Object.entries(policy.rules)) {
      expect(citation, id).not.toBe('');
      expect(words, id).toMatch(/^[A-Z][^.]*\.$/);
      expect(words.split(' ').length, id).toBeLessThanOrEqual(28);
      expect(words, id).not.toMatch(/CFR|E\.164|opt-out|revoke/);
    }
  });

  test('its name says which texts it was made from, and changes with every word', () => {
    expect(policyName(policy)).toMatch(new RegExp(`^${policy.profile}@2026-11-27#[0-9a-f]{8}$`));
    expect(policyName({ ...policy, needs: { ...policy.needs, survey: 'none' } })).not.toBe(policyName(policy));
  });
});

test('a policy changes only on purpose: with a new version, a new document, and this line', () => {
  expect([strictPolicy, usLawPolicy].map(policyName)).toMatchInlineSnapshot(`
    [
      "strict@2026-11-27#03e9ae09",
      "us-law@2026-11-27#92be349f",
    ]
  `);
});

test('the law’s profile needs no more than the strict one, purpose by purpose', () => {
  const strength = { none: 0, 'number-given': 1, explicit: 2 };
  for (const purpose of PURPOSES) {
    expect(strength[usLawPolicy.needs[purpose]]).toBeLessThanOrEqual(strength[strictPolicy.needs[purpose]]);
  }
});
