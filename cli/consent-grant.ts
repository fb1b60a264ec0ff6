import type { Command } from './command.ts';
import { CHANGE_OPTIONS, changeArgs, changeOf } from './consent-change.ts';

export const consentGrant: Command = {
  name: 'consent grant',
  summary: 'Record that a person agreed to one kind of call, with the evidence for it. A stop on the number outlives it.',
  examples: [
    'ringfence consent grant --contact g-1042 --purpose event --basis written-form --evidence "form 2026-08-14 no. 311" --wording 2026-08',
    'ringfence consent grant --contact s-2207 --purpose attendance --by guardian --basis written-form --evidence "form no. 312" --expires 2027-06-30T23:59:59-05:00',
  ],
  options: [
    ...CHANGE_OPTIONS,
    { flags: '--expires <moment>', description: 'from when on it counts no more (RFC 3339); without it, it has no end' },
  ],
  run: async (given, ports) => changeOf('granted', changeArgs.parse(given), ports, await ports.district()),
};
