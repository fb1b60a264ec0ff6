import type { AuditDraft, AuditTrail } from '../audit/trail.ts';
import type { Clock } from '../clock/clock.ts';
import type { ConsentLedger } from '../consent/ledger.ts';
import type { DistrictSettings } from '../district/settings.ts';
import { type Lane, laneOf } from '../notices/purpose.ts';
import type { Office } from '../office/office.ts';
import type { Circumstances } from './after-outcome.ts';
import type { Call, Outcome } from './call.ts';
import type { CallBook } from './call-book.ts';
import { conclude } from './conclude.ts';
import { later } from './due.ts';
import { spareHouseholds } from './household.ts';
import type { Lanes } from './lanes.ts';
import { limitsOf } from './limits-of.ts';
import { type Evidence, outcomeOf } from './outcome-of.ts';
import { isNearQuota, type Pacer } from './pace.ts';
import { finalRecord, type OutcomeSource, outcomeRecord } from './records.ts';
import { recoverKey } from './recover-key.ts';
import { releaseSuccessors } from './release.ts';
import { isFinal, isInFlight } from './transitions.ts';
import { writeRecords } from './write-records.ts';

export interface SettlePorts {
  readonly clock: Clock;
  readonly settings: DistrictSettings;
  readonly calls: CallBook;
  readonly ledger: Pick<ConsentLedger, 'changeStops'>;
  readonly office: Office;
  readonly lanes: Lanes;
  readonly pacer: Pacer;
  readonly trail: AuditTrail;
  readonly measures: { count(name: string, by?: number): void };
}

/** One attempt that is over, and how that is known. */
export interface EndedAttempt {
  readonly call: Call;
  readonly attempt: number;
  /** RFC 3339. */
  readonly at: string;
  /** `nothing-found`: Connect knows of no such ring. */
  readonly evidence: Evidence | 'nothing-found';
  readonly source: OutcomeSource;
  readonly contactId?: string;
}

interface Settled {
  readonly ended: EndedAttempt;
  readonly outcome: Outcome;
  readonly unheardOf?: string;
  /** As it stands now, whoever brought it there. */
  readonly call: Call;
  readonly resendIn?: number;
  /** Whether it was brought there just now, so that the line counts as free again. */
  readonly fresh: boolean;
}

const MAX_TRIES = 5;

/**
 * Draws the consequences of attempts that are over: the normal way and every sweep end here. Each call moves once; telling
 * it, sending it again, letting go who stood by may be repeated, and is, when the same end is reported twice.
 * Durable: states, records and lanes say the same when this resolves. Throws on the first fault; then the same ends must be
 * reported again.
 */
export async function settle(ports: SettlePorts, ended: readonly EndedAttempt[]): Promise<void> {
  if (ended.length === 0) return;
  await Promise.all(ended.map((one) => recover(ports, one)));
  const circumstances = await circumstancesOf(ports, ended);
  const settled = await Promise.all(ended.map((one) => settleOne(ports, one, circumstances)));
  // If we die here: the calls have moved; the same ends come again and are told again, under the same record ids.
  await writeRecords(ports.trail, settled.flatMap(recordsOf));
  await sendAgain(ports, settled);
  const over = settled.map(({ call }) => call);
  await spareHouseholds(ports.calls, over);
  await releaseSuccessors(ports, over);
  const freed = (lane: Lane) => settled.filter(({ fresh, call }) => fresh && laneOf(call.purpose) === lane).length;
  await ports.pacer.giveBack({ urgent: freed('urgent'), routine: freed('routine') });
  for (const { unheardOf } of settled) if (unheardOf !== undefined) ports.measures.count('OutcomeUnheardOf');
}

/** A key nobody carried out is carried out first: were we to die after the call is final, nobody would ask again. */
async function recover(
  { ledger, trail, office, settings }: SettlePorts,
  { call, attempt, evidence, at, contactId }: EndedAttempt,
): Promise<void> {
  if (evidence === 'nothing-found' || evidence.key === undefined || contactId === undefined || call.key === evidence.key) return;
  await recoverKey({ ledger, audit: trail, office, settings }, call, attempt, contactId, evidence.key, at);
}

/** Only a busy line makes the question worth a request. */
async function circumstancesOf(ports: SettlePorts, ended: readonly EndedAttempt[]): Promise<Circumstances> {
  const busy = ended.some(({ evidence }) => evidence !== 'nothing-found' && outcomeOf(evidence).outcome === 'busy');
  return { nearQuota: busy && isNearQuota(await ports.pacer.look(), limitsOf(ports.settings)) };
}

async function settleOne(ports: SettlePorts, ended: EndedAttempt, circumstances: Circumstances): Promise<Settled> {
  let { call } = ended;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const heard = heardOf(ended, call);
    if (!isInFlight(call) || call.attempt !== ended.attempt) return already(ended, call, heard, ports.clock.now());
    const keyed = withKey(call, ended);
    const concluded = conclude(keyed, heard.outcome, ports.clock.now(), ports.settings, circumstances);
    if (concluded === undefined) break;
    const next = isFinal(concluded.call) ? { ...concluded.call, endedAt: ended.at } : concluded.call;
    if ((await ports.calls.move(call, next)) === 'moved') return { ended, ...heard, ...concluded, call: next, fresh: true };
    // Somebody wrote meanwhile, most likely the key that was pressed: what follows may be something else now.
    call = (await ports.calls.get([call.callId])).get(call.callId) ?? call;
  }
  return { ended, ...heardOf(ended, call), call, fresh: false };
}

/** An end that was settled before; what it asked for is asked for again. */
function already(ended: EndedAttempt, call: Call, heard: ReturnType<typeof heardOf>, now: Date): Settled {
  const waiting = call.state === 'planned' && call.attempt === ended.attempt && call.notBefore !== undefined;
  if (!waiting) return { ended, ...heard, call, fresh: false };
  const seconds = Math.ceil((Date.parse(call.notBefore ?? later(now, 0)) - now.getTime()) / 1_000);
  return { ended, ...heard, call, fresh: false, resendIn: Math.max(0, seconds) };
}

function heardOf({ evidence }: EndedAttempt, call: Call): { readonly outcome: Outcome; readonly unheardOf?: string } {
  if (evidence === 'nothing-found') return { outcome: 'unknown' };
  const key = evidence.key ?? call.key;
  return outcomeOf(key === undefined ? evidence : { ...evidence, key });
}

function withKey(call: Call, { evidence }: EndedAttempt): Call {
  const key = evidence === 'nothing-found' ? undefined : evidence.key;
  return key === undefined || call.key !== undefined ? call : { ...call, key };
}

function recordsOf({ ended, outcome, unheardOf, call }: Settled): readonly AuditDraft[] {
  const { attempt, at, source, evidence, contactId } = ended;
  const reason = evidence === 'nothing-found' ? undefined : evidence.reason;
  const facts = {
    outcome,
    source,
    ...(reason === undefined ? {} : { reason }),
    ...(unheardOf === undefined ? {} : { unheardOf }),
    ...(contactId === undefined ? {} : { contact: contactId }),
  };
  const told = outcomeRecord(call, attempt, at, facts);
  return isFinal(call) && call.attempt === attempt ? [told, finalRecord(call, at)] : [told];
}

async function sendAgain({ lanes }: SettlePorts, settled: readonly Settled[]): Promise<void> {
  const waits = settled.filter(({ resendIn }) => resendIn !== undefined);
  const groups = new Set(waits.map(({ call, resendIn }) => `${laneOf(call.purpose)} ${resendIn}`));
  for (const group of groups) {
    const [first, ...others] = waits.filter(({ call, resendIn }) => `${laneOf(call.purpose)} ${resendIn}` === group);
    if (first === undefined) continue;
    const ids = [first, ...others].map(({ call }) => call.callId);
    await lanes.send(laneOf(first.call.purpose), ids, first.resendIn);
  }
}
