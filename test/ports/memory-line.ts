import type { AuditDraft } from '../../shared/audit/trail.ts';
import { ringName } from '../../shared/calls/call-id.ts';
import type { ContactDesk, DialAnswer, Dialer } from '../../shared/calls/dialer.ts';
import { correctionOf, grant, IDLE, type Pace, type PaceLimits, type Pacer } from '../../shared/calls/pace.ts';

/** How one ring ends: Connect's reason, seconds after the dial, and a key that the flow put on the contact. */
export interface Ending {
  readonly reason: string;
  readonly afterS: number;
  readonly key?: string;
}

export interface RungContact {
  readonly contactId: string;
  readonly callId: string;
  readonly attempt: number;
  readonly e164: string;
  readonly endsAt: number;
  readonly ending: Ending;
  scrubbed: boolean;
}

/** A telephone network that accuses: a ring without an earlier permit, or twice for one attempt, fails the test. */
export function memoryLine(
  now: () => Date,
  records: readonly AuditDraft[],
  endingOf: (callId: string, attempt: number) => Ending,
  answers: (callId: string, attempt: number) => Exclude<DialAnswer, { kind: 'ringing' }> | undefined = () => undefined,
) {
  const rung: RungContact[] = [];
  const dialer: Dialer = {
    dial: async ({ callId, attempt, e164 }) => {
      const instead = answers(callId, attempt);
      if (instead !== undefined) return instead;
      const about = records.filter(({ call, attempt: of }) => call === callId && of === attempt);
      const last = about.filter(({ kind }) => kind === 'call.permit' || kind === 'call.withdrawn').at(-1);
      if (last?.kind !== 'call.permit') throw new Error(`accused: ${callId} rings without a permit (P1)`);
      if (rung.some((one) => one.callId === callId && one.attempt === attempt))
        throw new Error(`accused: ${callId} rings twice for attempt ${attempt} (P3)`);
      const ending = endingOf(callId, attempt);
      const contactId = `contact-${rung.length + 1}`;
      rung.push({ contactId, callId, attempt, e164, ending, endsAt: now().getTime() + ending.afterS * 1_000, scrubbed: false });
      return { kind: 'ringing', contactId };
    },
  };
  const find = (contactId: string) => rung.find((one) => one.contactId === contactId);
  const attributes = ({ callId, attempt, ending: { key } }: RungContact) => ({
    callId,
    attempt: String(attempt),
    ...(key ? { key } : {}),
  });
  const desk: ContactDesk = {
    describe: async (contactId) => {
      const one = find(contactId);
      if (one === undefined) return undefined;
      const over = one.endsAt <= now().getTime();
      return {
        attributes: attributes(one),
        ...(over ? { endedAt: new Date(one.endsAt).toISOString(), reason: one.ending.reason } : {}),
      };
    },
    attributes: async (contactId) => {
      const one = find(contactId);
      return one && attributes(one);
    },
    find: async (callId, attempt) =>
      rung.find((one) => ringName(one.callId, one.attempt) === ringName(callId, attempt))?.contactId,
    scrub: async (contactId) => {
      const one = find(contactId);
      if (one) one.scrubbed = true;
      return 'scrubbed';
    },
  };
  return { dialer, desk, rung };
}

export function memoryPacer(now: () => Date, limits: PaceLimits): Pacer & { readonly pace: () => Pace } {
  let pace = IDLE;
  const surplus = { urgent: 0, routine: 0 };
  const add = (urgent: number, routine: number) => {
    pace = { ...pace, urgentInFlight: pace.urgentInFlight + urgent, routineInFlight: pace.routineInFlight + routine };
  };
  return {
    pace: () => pace,
    take: async (lane, want) => {
      const granted = grant(pace, lane, want, now().getTime(), limits);
      pace = granted.pace;
      return granted.slots;
    },
    giveBack: async ({ urgent = 0, routine = 0 }) => add(-urgent, -routine),
    look: async () => pace,
    recalibrate: async (counted) => {
      for (const lane of ['urgent', 'routine'] as const) {
        const found = (lane === 'urgent' ? pace.urgentInFlight : pace.routineInFlight) - counted[lane];
        const wrong = correctionOf(surplus[lane], found);
        surplus[lane] = found - wrong;
        add(lane === 'urgent' ? -wrong : 0, lane === 'routine' ? -wrong : 0);
      }
    },
  };
}
