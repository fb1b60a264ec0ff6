import type { Basis } from '../shared/calls/call.ts';
import { stateFor } from '../shared/consent/consent-record.ts';
import { type LedgerPage, stopsOf } from '../shared/consent/ledger.ts';
import type { StopScope } from '../shared/consent/number-stops.ts';
import { scopeName } from '../shared/consent/record-key.ts';
import { recordToldStop } from '../shared/consent/record-stop.ts';
import { KIND_WORDS } from '../shared/consent/what-stops.ts';
import { openForNumbers } from '../shared/office/number-trouble.ts';
import { CommandRefused, type ExitCode, type Ports } from './command.ts';
import type { District } from './machine/district.ts';
import { saidStops, sayStops } from './stop-words.ts';

export interface AskedStop {
  /** E.164 */
  readonly number: string;
  readonly requested: StopScope;
  readonly evidence: string;
  /** RFC 3339, where that was not now. */
  readonly dated?: string | undefined;
  /** Id of the call that the person answers, where they speak of one. */
  readonly call?: string | undefined;
}

/** courts differ on emergencies after a "no", so nobody is left without them by a slip. */
export const EMERGENCY_WARNING =
  'This phone will get NO emergency call any more: no fire, no lockdown, no gas leak. Did they say so in as many words?';

const STOPPED: Readonly<Record<StopScope['kind'], (scope: StopScope) => string>> = {
  purpose: (scope) => `${scope.kind === 'purpose' ? scope.purpose : ''} calls`,
  'all-but-emergencies': () => 'all calls but emergencies',
  emergencies: () => 'all calls, emergencies too,',
  'wrong-number': () => 'all calls',
};

/**
 * On what the calls rest that the person speaks of. A call they name says so itself. Else a kind of call to a landline that nobody
 * agreed to can only have been an exempt one, and whoever stops that stops all but emergencies.
 */
async function basisOf(asked: AskedStop, numberKey: string, district: District): Promise<Basis | undefined> {
  if (asked.call !== undefined) return basisOfCall(asked.call, numberKey, district);
  if (asked.requested.kind !== 'purpose' || asked.requested.purpose === 'closure') return 'consent';
  const entry = (await district.book.read('number', [numberKey])).get(numberKey);
  if (entry?.lineType !== 'landline') return 'consent';
  const { consents } = await district.ledger.readMany({ numberKeys: [], contactKeys: entry.contactKeys });
  const { purpose } = asked.requested;
  const at = district.clock.now().toISOString();
  const agreed = [...consents.values()].some(
    (reading) => reading.kind === 'held' && stateFor(reading.value, numberKey, purpose, at) === 'granted',
  );
  return agreed ? 'consent' : 'exempt';
}

async function basisOfCall(callId: string, numberKey: string, { calls }: District): Promise<Basis | undefined> {
  const call = (await calls.get([callId])).get(callId);
  if (call !== undefined && call.numberKey === numberKey) return call.basis;
  throw new CommandRefused(`${callId} was no call to this number`, 'leave --call out, or look it up with notice status');
}

/**
 * Whoever speaks for a telephone may stop it: the stop stands on the number, not on a person, and nobody need be in the book.
 * Says what stops and what still comes, from what stands now.
 */
export async function stopNumber(asked: AskedStop, { terminal, operator }: Ports, district: District): Promise<ExitCode> {
  const { clock, ledger, trail, revokeAllFrom } = district;
  const numberKey = (await district.pseudonyms()).number(asked.number);
  const basis = await basisOf(asked, numberKey, district);
  const now = clock.now().toISOString();
  const said = asked.dated === undefined ? undefined : new Date(asked.dated).toISOString();
  const told = {
    numberKey,
    requested: asked.requested,
    basis,
    evidence: asked.evidence,
    said,
    recordedBy: operator,
    revokeAllFrom,
  };
  const { entry, outcome } = await recordToldStop({ trail, ledger }, told, now);
  // If we die here: it is obeyed, and the next notice that would ring the number tells the office.
  if (entry.effective.kind === 'wrong-number')
    await openForNumbers(district, [{ kind: 'not-my-number', numberKey, cause: { id: entry.id, at: now } }]);
  const stops = stopsOf(await standing(numberKey, district), numberKey);
  const what = STOPPED[entry.effective.kind](entry.effective);
  const already = outcome === 'already-there' ? ' (they were already)' : '';
  terminal.good(`${asked.number}: ${what} stopped, whoever it belongs to${already}; recorded ${now} by ${operator}`);
  if (scopeName(entry.effective) !== scopeName(entry.requested))
    terminal.line(`    ${widenedWords(entry.requested, basis, revokeAllFrom)}`);
  sayStops(stops, terminal);
  terminal.result([
    {
      number: asked.number,
      outcome,
      requested: scopeName(entry.requested),
      effective: scopeName(entry.effective),
      recordedBy: operator,
      recordedAt: now,
      ...saidStops(stops),
    },
  ]);
  return 0;
}

function standing(numberKey: string, { ledger }: District): Promise<LedgerPage> {
  return ledger.readMany({ numberKeys: [numberKey], contactKeys: [] });
}

function widenedWords(requested: StopScope, basis: Basis | undefined, revokeAllFrom: string): string {
  const asked = requested.kind === 'purpose' ? KIND_WORDS[requested.purpose] : requested.kind;
  const why =
    basis === 'consent'
      ? `since ${revokeAllFrom} one stop is a stop of all (R-06)`
      : 'the calls they speak of rest on no agreement, and who stops such a call stops all but emergencies (R-07)';
  return `Asked was ${asked} alone; ${why}. They can agree again to any kind.`;
}
