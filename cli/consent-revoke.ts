import { createHash } from 'node:crypto';
import { addStop, mayStopOnePurpose, type StopScope } from '../shared/consent/number-stops.ts';
import { scopeName } from '../shared/consent/record-key.ts';
import type { Command, ExitCode, Ports } from './command.ts';
import { type AskedChange, CHANGE_OPTIONS, changeArgs, changeOf } from './consent-change.ts';
import type { District } from './machine/district.ts';

/** One kind of call while the rule allows that; from 2027-01-31 everything that needs consent (47 CFR 64.1200(a)(10)). */
function scopesOf(purpose: AskedChange['purpose'], at: string): { readonly requested: StopScope; readonly effective: StopScope } {
  if (purpose === 'emergency') return { requested: { kind: 'emergencies' }, effective: { kind: 'emergencies' } };
  const requested = { kind: 'purpose', purpose } as const;
  return { requested, effective: mayStopOnePurpose('consent', purpose, at) ? requested : { kind: 'all-but-emergencies' } };
}

const WORDS: Readonly<Record<StopScope['kind'], (purpose: string) => string>> = {
  purpose: (purpose) => `${purpose} calls`,
  'all-but-emergencies': () => 'all calls but emergencies',
  emergencies: () => 'all calls, emergencies too,',
  'wrong-number': () => 'all calls',
};

/**
 * Whoever speaks for a telephone may stop it: the stop stands on the number, not on a person, and nobody need be in the book.
 * Record of the request, then the stop, then its record, as with a key: if we die between, the trail says what was asked.
 */
async function stopNumber(
  number: string,
  asked: AskedChange,
  { terminal, operator }: Ports,
  district: District,
): Promise<ExitCode> {
  const { clock, ledger, trail } = district;
  const numberKey = (await district.pseudonyms()).number(number);
  const now = clock.now().toISOString();
  const at = asked.dated === undefined ? now : new Date(asked.dated).toISOString();
  const { requested, effective } = scopesOf(asked.purpose, at);
  const digest = createHash('sha256').update(`${numberKey}\n${asked.evidence}`, 'utf8').digest('base64url').slice(0, 22);
  const facts = { purpose: asked.purpose, source: 'desk', capturedBy: operator, numberKey };
  const [receipt] = await trail.write(now.slice(0, 10), [{ kind: 'consent.revoked', at: now, facts }]);
  const id = `desk:${digest}:${scopeName(requested)}`;
  const entry = { id, at, source: 'desk', requested, effective, purpose: asked.purpose, recordedBy: operator } as const;
  const change = await ledger.changeStops(numberKey, (record) => addStop(record, entry));
  await trail.write(now.slice(0, 10), [
    {
      kind: 'optout.recorded',
      at: now,
      refs: receipt === undefined ? [] : [receipt.leafHash],
      facts: { source: 'desk', requested: scopeName(requested), effective: scopeName(effective), numberKey },
    },
  ]);
  terminal.good(
    `${number}: ${WORDS[effective.kind](asked.purpose)} stopped, whoever it belongs to${change === 'unchanged' ? ' (they were already)' : ''}`,
  );
  terminal.result([
    {
      number,
      purpose: asked.purpose,
      outcome: change === 'unchanged' ? 'already-there' : 'recorded',
      stopped: scopeName(effective),
    },
  ]);
  return 0;
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
    const district = await ports.district();
    const { number } = asked;
    if (number !== undefined && asked.contact === undefined) return stopNumber(number, asked, ports, district);
    return changeOf('revoked', asked, ports, district);
  },
};
