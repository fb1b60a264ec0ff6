import { z } from 'zod';
import type { StopScope } from '../shared/consent/number-stops.ts';
import { PURPOSES, type Purpose } from '../shared/notices/purpose.ts';
import { type Command, CommandRefused } from './command.ts';
import { subjectArgs } from './consent-subject.ts';
import { moment } from './moment.ts';
import { EMERGENCY_WARNING, stopNumber } from './stop-number.ts';

const SCOPES = ['all-but-emergencies', 'not-my-number', 'everything', ...PURPOSES.filter((one) => one !== 'emergency')] as const;

const args = z.object({
  number: subjectArgs.number.unwrap(),
  scope: z.enum(SCOPES, `write one of ${SCOPES.join(', ')}`),
  evidence: z.string().min(1, 'say where it can be looked up').max(512),
  dated: moment.optional(),
  call: z.string().min(1).optional(),
});

function scopeOf(word: (typeof SCOPES)[number]): StopScope {
  if (word === 'all-but-emergencies') return { kind: 'all-but-emergencies' };
  if (word === 'not-my-number') return { kind: 'wrong-number' };
  if (word === 'everything') return { kind: 'emergencies' };
  // What is left of the list are purposes.
  return { kind: 'purpose', purpose: word satisfies Purpose };
}

export const optoutRecord: Command = {
  name: 'optout record',
  summary: 'Record that somebody told the district to stop, by whatever means. Obeyed at once, by calls that are queued too.',
  examples: [
    'ringfence optout record --number +12174485512 --scope all-but-emergencies --evidence "told at the desk, Lincoln"',
    'ringfence optout record --number +12174485512 --scope event --evidence "letter of 2026-11-20, in-tray 4"',
    'ringfence optout record --number +12174485512 --scope not-my-number --evidence "call to the office"',
  ],
  options: [
    { flags: '--number <number>', description: 'the phone, e.g. +12174485512', required: true },
    {
      flags: '--scope <scope>',
      description: `what stops: ${SCOPES.join(', ')}; "everything" means emergencies too, and asks again`,
      required: true,
    },
    { flags: '--evidence <pointer>', description: 'where it can be looked up; kept sealed', required: true },
    { flags: '--dated <moment>', description: 'when the person said it (RFC 3339), where that was not now' },
    { flags: '--call <id>', description: 'the call they answer: on what it rested decides how far the stop goes (R-07)' },
  ],
  async run(given, ports) {
    const { scope, ...asked } = args.parse(given);
    const requested = scopeOf(scope);
    if (requested.kind === 'emergencies' && !(await ports.confirm(EMERGENCY_WARNING)))
      throw new CommandRefused(
        'nothing was stopped',
        'all automated calls but emergencies stop with --scope all-but-emergencies; to stop emergencies too, answer y or add --yes',
      );
    return stopNumber({ ...asked, requested }, ports, await ports.district());
  },
};
