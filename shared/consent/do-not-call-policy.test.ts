import { expect, test } from 'vitest';
import { doNotCallPolicy } from './do-not-call-policy.ts';
import { strictPolicy } from './policy-strict.ts';
import { usLawPolicy } from './policy-us-law.ts';

const HOLDER = {
  district: '{district}',
  callBackNumber: '{callBackNumber}',
  tollFreeNumber: '{tollFreeNumber}',
  rules: '{rules}',
  revokeAllFrom: '2027-01-31',
};

test('docs/do-not-call-policy.md is the policy, to the word (`vitest run … -u` writes it)', async () => {
  await expect(doNotCallPolicy(HOLDER, strictPolicy)).toMatchFileSnapshot('../../docs/do-not-call-policy.md');
});

test('it says what a written policy must: each way out, at once, kept five years, passed on to nobody, staff are taught', () => {
  const text = doNotCallPolicy(
    { ...HOLDER, district: 'Cedar Valley', callBackNumber: '312-555-0100', tollFreeNumber: '800-555-0100', rules: 'us-law@2026' },
    usLawPolicy,
  );
  for (const part of [
    '**9**',
    '**8**',
    '**7**',
    '800-555-0100',
    '312-555-0100',
    'at the time of the request',
    'five years',
    'nobody else',
    'taught',
  ])
    expect(text, part).toContain(part);
  expect(text).toContain('us-law@2026');
  expect(text).toContain('about event at most 3 times in 30 days');
  expect(doNotCallPolicy(HOLDER, strictPolicy)).toContain('no landline without agreement');
});
