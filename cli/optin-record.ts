import { z } from 'zod';
import { PURPOSES } from '../shared/notices/purpose.ts';
import { agreeAtNumber } from './agree-at-number.ts';
import type { Command } from './command.ts';
import { subjectArgs } from './consent-subject.ts';
import { EVIDENCE_OPTIONS, evidenceArgs, evidenceOf } from './evidence.ts';
import { moment } from './moment.ts';

const args = z.object({
  number: subjectArgs.number.unwrap(),
  contact: subjectArgs.contact,
  purpose: z.array(z.enum(PURPOSES, `write one of ${PURPOSES.join(', ')}`)).min(1),
  basis: z.enum(['written-form', 'web', 'recorded-voice', 'desk'], 'write written-form, web, recorded-voice or desk'),
  wording: z.string().min(1, 'name the version of the words that were agreed to'),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, 'write the language as BCP 47, e.g. en, es, vi'),
  ...evidenceArgs,
  dated: moment.optional(),
});

export const optinRecord: Command = {
  name: 'optin record',
  summary:
    'Record that somebody agreed again to calls they had stopped: lifts the stops on the kinds they name, and nothing else. The nightly export never does that.',
  examples: [
    'ringfence optin record --number +12174485512 --purpose event --basis written-form --wording 2026-08 --language es --evidence "form 2026-11-20 no. 12"',
    'ringfence optin record --number +12174485512 --contact g-1042 --purpose event attendance --basis recorded-voice --wording 2026-08 --language en --evidence "recording 88" --evidence-file call-88.wav',
  ],
  options: [
    { flags: '--number <number>', description: 'the phone, e.g. +12174485512', required: true },
    { flags: '--contact <id>', description: 'who agreed, by the id of the export; needed where several share the phone' },
    { flags: '--purpose <purpose...>', description: `to which calls: ${PURPOSES.join(', ')}`, required: true },
    { flags: '--basis <basis>', description: 'written-form, web, recorded-voice or desk', required: true },
    { flags: '--wording <version>', description: 'version of the words that were agreed to', required: true },
    { flags: '--language <language>', description: 'in which language they were put', required: true },
    ...EVIDENCE_OPTIONS,
    { flags: '--dated <moment>', description: 'when the person agreed (RFC 3339), where that was not now' },
  ],
  async run(given, ports) {
    const { purpose, ...asked } = args.parse(given);
    const district = await ports.district();
    return agreeAtNumber({ ...asked, purposes: [...new Set(purpose)], evidence: evidenceOf(asked) }, ports, district);
  },
};
