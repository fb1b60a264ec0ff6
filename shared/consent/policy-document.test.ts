import { expect, test } from 'vitest';
import { policyName } from './policy.ts';
import { policyDocument } from './policy-document.ts';
import { strictPolicy } from './policy-strict.ts';
import { usLawPolicy } from './policy-us-law.ts';

test('docs/policy.md is what the gate decides by, to the word', async () => {
  await expect(policyDocument()).toMatchFileSnapshot('../../docs/policy.md');
});

test.each([strictPolicy, usLawPolicy])('it has every rule of $profile, of every state, and every open question', (policy) => {
  const document = policyDocument();
  expect(document).toContain(policyName(policy));
  const rows = document.split('\n').filter((line) => line.startsWith('| '));
  for (const [id, { citation, words }] of Object.entries(policy.rules))
    expect(rows).toContain(`| \`${id}\` | ${words} | ${citation} |`);
  for (const { id, citation, words } of policy.overlays) {
    expect(rows.filter((row) => row.startsWith(`| \`${id}\` |`) && row.endsWith(`| ${words} | ${citation} |`))).toHaveLength(1);
  }
  for (const { id, question, answer, changeAt } of policy.open)
    expect(rows).toContain(`| ${id} | ${question} | ${answer} | ${changeAt} |`);
});
