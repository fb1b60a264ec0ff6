import type { Call } from '../../shared/calls/call.ts';
import { conclude } from '../../shared/calls/conclude.ts';
import type { DialAnswer } from '../../shared/calls/dialer.ts';
import { DIALING_DOUBT_S, LANE_GRACE_S, later } from '../../shared/calls/due.ts';
import { isWithdrawn } from '../../shared/calls/gate-input-of.ts';
import { attemptRecord, finalRecord } from '../../shared/calls/records.ts';
import { type NotedRing, ringOfCall } from '../../shared/calls/ring-history.ts';
import { step } from '../../shared/calls/transitions.ts';
import type { Permitted } from './judge.ts';
import type { Aftermath, PlacePorts } from './ports.ts';

/** Starts that lie within this time share one re-read, so that a cancellation is obeyed within two seconds (P8). */
const WAVE_MS = 1_000;
const THROTTLED_S = 2;
/** Until somebody has mended the deployment, its calls go round slowly. */
const STOPPED_S = 60;

/** `contactId` is absent where it may be ringing, and only Connect knows. */
type Rung = {
  readonly kind: 'ringing' | 'unknown';
  readonly contactId?: string;
  readonly one: Permitted;
  readonly ring: NotedRing;
};

/**
 * Dials what was permitted, each call at its moment. Every wave is re-read right before it: whatever has changed since the
 * permit is withdrawn and decided again.
 * Durable: each call that rings is `dialing`, its contact noted, and its ring among those of its number.
 */
export async function ring(
  ports: PlacePorts,
  permitted: readonly Permitted[],
  slots: readonly number[],
  aftermath: Aftermath,
): Promise<void> {
  let rest = permitted.map((one, n) => ({ ...one, slot: slots[n] ?? 0 }));
  while (rest.length > 0) {
    const first = rest[0]?.slot ?? 0;
    const wave = rest.filter(({ slot }) => slot <= first + WAVE_MS);
    rest = rest.slice(wave.length);
    await waitUntil(ports, first);
    const standing = afresh(await stillStanding(ports, wave, aftermath), ports.clock.now().getTime());
    const answers = await Promise.all(standing.map((one) => dialOne(ports, one, aftermath)));
    const rings = answers.filter((answer): answer is Rung => answer.kind === 'ringing' || answer.kind === 'unknown');
    // If we die here: the phones ring, the calls are `dialing`; contact events and the sweeper find them by attribute and name.
    if (rings.length > 0) await noteAll(ports, rings);
    if (!answers.some(({ kind }) => kind === 'lane-stopped')) continue;
    for (const { call } of rest) aftermath.again.push({ call, inSeconds: STOPPED_S });
    break;
  }
}

/** Late for its first start, a wave keeps its distances all the same: dialed all at once it would be more than Connect takes. */
function afresh<P extends { readonly slot: number }>(wave: readonly P[], now: number): readonly P[] {
  const late = Math.max(0, now - (wave[0]?.slot ?? now));
  return wave.map((one) => ({ ...one, slot: one.slot + late }));
}

async function stillStanding<P extends Permitted>(
  ports: PlacePorts,
  wave: readonly P[],
  aftermath: Aftermath,
): Promise<readonly P[]> {
  const now = await ports.facts.recheck(wave);
  return wave.filter((one) => {
    const notice = now.notices.get(one.call.noticeId);
    const same = one.mark !== undefined && now.marks.get(one.call.callId) === one.mark;
    if (notice !== undefined && !isWithdrawn(notice) && same) return true;
    withdraw(ports, one, aftermath);
    return false;
  });
}

/** The permit counts no more; the call is decided about once more. */
function withdraw({ clock }: PlacePorts, { call, permitHash }: Permitted, aftermath: Aftermath): void {
  const at = clock.now().toISOString();
  aftermath.drafts.push(attemptRecord('call.withdrawn', call, call.attempt + 1, at, { refs: [permitHash] }));
  aftermath.again.push({ call, inSeconds: 0 });
}

async function noteAll({ rings: book }: PlacePorts, rung: readonly Rung[]): Promise<void> {
  await book.note(
    rung.map(({ contactId, one: { call, before }, ring }) => ({
      ...(contactId === undefined ? {} : { ring: { contactId, callId: call.callId, attempt: call.attempt + 1 } }),
      numberKey: call.numberKey,
      ...(ring.basis === 'exempt' ? {} : { rang: { ring, before } }),
    })),
  );
}

type Answer = Rung | { readonly kind: Exclude<DialAnswer['kind'], 'ringing' | 'unknown'> | 'lost' };

async function dialOne(ports: PlacePorts, one: Permitted & { readonly slot: number }, aftermath: Aftermath): Promise<Answer> {
  const listener = await ports.sealListener(one.call.callId, one.call.attempt + 1, one.listener);
  await waitUntil(ports, one.slot);
  const ring = ringOfCall(one.call, one.call.attempt + 1, one.permit.basis, ports.clock.now().toISOString());
  if (ring.basis === 'exempt' && (await ports.rings.countExempt(one.call.numberKey, one.before, ring)) === 'changed') {
    withdraw(ports, one, aftermath);
    return { kind: 'lost' };
  }
  // If we die here: a ring is counted that was none; the same attempt, delivered again, counts as the same ring.
  const due = later(ports.clock.now(), DIALING_DOUBT_S);
  const locked = step(one.call, { kind: 'dial', basis: one.permit.basis, due, listener });
  if (locked.kind === 'refused' || (await ports.calls.move(one.call, locked.call)) === 'lost') return { kind: 'lost' };
  const call = locked.call;
  // If we die here: nothing rings, the call is `dialing`; the sweeper asks Connect and finds nothing.
  const { callId, attempt } = call;
  aftermath.inUse += 1;
  const answer = await ports.dialer.dial({ callId, attempt, e164: one.e164, ringSeconds: ports.settings.connect.ringSeconds });
  // If we die here: it may ring, and only Connect knows the contact; never dialed again, but asked for.
  const at = ports.clock.now().toISOString();
  const refs = { ...one.named, refs: [one.permitHash] };
  if (answer.kind === 'ringing') {
    aftermath.drafts.push(attemptRecord('call.placed', call, attempt, at, { ...refs, facts: { contact: answer.contactId } }));
    return { kind: 'ringing', contactId: answer.contactId, one, ring };
  }
  ports.measures.count(answer.kind === 'throttled' ? 'ConnectThrottled' : 'ConnectRefused');
  const kind = answer.kind === 'unknown' ? 'call.uncertain' : 'call.not-placed';
  aftermath.drafts.push(attemptRecord(kind, call, attempt, at, { ...refs, facts: { code: answer.code, meaning: answer.kind } }));
  if (answer.kind === 'unknown') return { kind: 'unknown', one, ring };
  aftermath.inUse -= 1;
  if (ring.basis === 'exempt') await ports.rings.uncount(one.call.numberKey, ring.ring);
  await notPlaced(ports, call, answer.kind, aftermath);
  return { kind: answer.kind };
}

/** Nothing rang, that is certain: what becomes of the call. */
async function notPlaced(
  ports: PlacePorts,
  call: Call,
  kind: Exclude<DialAnswer['kind'], 'ringing' | 'unknown'>,
  aftermath: Aftermath,
) {
  switch (kind) {
    case 'throttled':
      return undial(ports, call, THROTTLED_S, aftermath);
    case 'lane-stopped':
      return undial(ports, call, STOPPED_S, aftermath);
    case 'attempt-refused':
      return fail(ports, call, aftermath);
    case 'number-refused':
    case 'our-mistake':
      return end(ports, call, aftermath);
  }
}

async function undial(ports: PlacePorts, call: Call, inSeconds: number, aftermath: Aftermath): Promise<void> {
  const back = step(call, { kind: 'undial', due: later(ports.clock.now(), LANE_GRACE_S) });
  if (back.kind === 'refused' || (await ports.calls.move(call, back.call)) === 'lost') return;
  aftermath.again.push({ call, inSeconds });
}

async function fail(ports: PlacePorts, call: Call, aftermath: Aftermath): Promise<void> {
  const concluded = conclude(call, 'failed', ports.clock.now(), ports.settings, { nearQuota: false });
  if (concluded === undefined || (await ports.calls.move(call, concluded.call)) === 'lost') return;
  if (concluded.resendIn !== undefined) aftermath.again.push({ call, inSeconds: concluded.resendIn });
  noteIfOver(ports, concluded.call, aftermath);
}

async function end(ports: PlacePorts, call: Call, aftermath: Aftermath): Promise<void> {
  const ended = step(call, { kind: 'end', state: 'not-delivered', outcome: 'failed' });
  if (ended.kind === 'refused' || (await ports.calls.move(call, ended.call)) === 'lost') return;
  noteIfOver(ports, ended.call, aftermath);
}

function noteIfOver({ clock }: PlacePorts, call: Call, aftermath: Aftermath): void {
  if (call.due !== undefined) return;
  aftermath.ended.push(call);
  aftermath.drafts.push(finalRecord(call, clock.now().toISOString()));
}

async function waitUntil({ clock, pause }: PlacePorts, moment: number): Promise<void> {
  const ms = moment - clock.now().getTime();
  if (ms > 0) await pause(ms);
}
