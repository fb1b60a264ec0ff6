import type { StopScope } from '../shared/consent/number-stops.ts';
import { type Command, CommandRefused } from './command.ts';
import { type AskedChange, CHANGE_OPTIONS, changeArgs, changeOf } from './consent-change.ts';
import { EMERGENCY_WARNING, stopNumber } from './stop-number.ts';

function scopeOf({ purpose }: AskedChange): StopScope {
  return purpose === 'emergency' ? { kind: 'emergencies' } : { kind: 'purpose', purpose };
}

export const consentRevoke: Command = {
  name: 'consent revoke',
  summary:
    'Take an agreement back: of one person with --contact, of a telephone and all who share it with --number alone. Obeyed by calls that are queued already.',
  examples: [
    'ringfence consent revoke --contact g-1042 --purpose event --evidence "told at the desk, Ms. Ruiz"',
    'ringfence consent revoke --number +12174485512 --purpose event --evidence "call to the office, 2026-11-24"',
  ],
  options: CHANGE_OPTIONS,
  async run(given, ports) {
    const asked = changeArgs.parse(given);
    if (asked.purpose === 'emergency' && !(await ports.confirm(EMERGENCY_WARNING)))
      throw new CommandRefused('nothing was stopped', 'answer y, or add --yes');
    const district = await ports.district();
    const { number, contact, evidence, dated } = asked;
    if (number === undefined || contact !== undefined) return changeOf('revoked', asked, ports, district);
    return stopNumber({ number, requested: scopeOf(asked), evidence, dated }, ports, district);
  },
};
