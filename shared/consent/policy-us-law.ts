import type { Policy } from './policy.ts';
import { strictPolicy } from './policy-strict.ts';

/** What United States law allows and no more: FCC 16-88 for absences and school matters, the landline exemption with its cap. */
export const usLawPolicy: Policy = {
  ...strictPolicy,
  profile: 'us-law',
  needs: { ...strictPolicy.needs, attendance: 'none', event: 'number-given' },
  landlineExemption: { purposes: ['event'], calls: 3, windowDays: 30 },
  rules: {
    ...strictPolicy.rules,
    'consent.attendance': {
      citation: 'POLICY carve-outs ND 51-28-02, NE 86-256',
      words: 'Somebody who is not family, student or staff is called about absences only after agreeing to it.',
    },
    'consent.event': {
      citation: 'B-02, B-05, FCC 16-88; 47 CFR 64.1200(a)(1)(iii)',
      words: 'Nobody on this number agreed to calls about school events or gave it for school contact.',
    },
  },
};
