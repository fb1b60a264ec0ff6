import { place } from '../../functions/place-call/place.ts';
import { planNotice } from '../../functions/plan-notice/plan.ts';
import { recordOutcomes } from '../../functions/record-outcome/record-outcomes.ts';
import { sweep } from '../../functions/resume-deferred/sweep.ts';
import { isFinal } from '../../shared/calls/transitions.ts';
import type { NoticeMessage } from '../../shared/notices/notice-request.ts';
import { START } from './a-call.ts';
import { type DayOptions, type MemoryPorts, type MemoryWorld, memoryPorts } from './memory-ports.ts';
import { Death, immortal, type Life, mortal } from './mortal.ts';

const MINUTE_MS = 60_000;
const REDELIVERY_MS = 30_000;
const LONGEST_DAY_MS = 14 * 60 * MINUTE_MS;

type Invoke = (work: (alive: MemoryPorts) => Promise<unknown>, life?: Life) => Promise<boolean>;

/** The four rooms of a call over ports in memory, with queues, events and the minute's sweep, on a clock that leaps. */
export function schoolDay(options: DayOptions) {
  const world = memoryPorts(options);
  /** False when the process died; an accusation, or any fault, fails the test. */
  const invoke: Invoke = async (work, life = immortal()) => {
    try {
      await work(mortal(world.ports, life));
      return true;
    } catch (error) {
      if (error instanceof Death) return false;
      throw error;
    }
  };
  const stepOnce = stepper(world, invoke, options.told ?? (() => true));
  return {
    ...world,
    ...{ invoke, stepOnce },
    raise: (detail: Readonly<Record<string, unknown>> = {}, life?: Life) =>
      invoke((alive) => planNotice(alive, raised(detail)), life),
    cancel: () => invoke((alive) => planNotice(alive, cancelled(world.now()))),
    toTheEnd: async (): Promise<void> => {
      while (await stepOnce());
    },
    /** Seconds go by, nothing is delivered. */
    wait: (seconds: number): void => {
      world.time.at += seconds * 1_000;
    },
    finals: (): Record<string, number> => {
      const sums: Record<string, number> = {};
      for (const { state } of [...world.books.stored.values()].filter(isFinal)) sums[state] = (sums[state] ?? 0) + 1;
      return sums;
    },
    openCalls: () => [...world.books.stored.values()].filter((call) => !isFinal(call)),
  };
}

function raised(detail: Readonly<Record<string, unknown>>): NoticeMessage {
  const usual = { purpose: 'emergency', audience: { kind: 'schools', schools: ['lincoln'] }, message: { name: 'gas-leak' } };
  const by = { noticeId: 'gas-leak', raisedBy: 'principal:lincoln' };
  return { type: 'raised', id: 'event-1', time: START, detail: { ...by, ...usual, ...detail } };
}

function cancelled(now: Date): NoticeMessage {
  const detail = { noticeId: 'gas-leak', cancelledBy: 'principal:lincoln' };
  return { type: 'cancelled', id: 'event-2', time: now.toISOString(), detail };
}

/** Does whatever is next: one delivery of the lanes or of contact events, or a sweep; false when nothing is left to do. */
function stepper({ time, line, lane, books, now }: MemoryWorld, invoke: Invoke, told: (contactId: string) => boolean) {
  const events: { at: number; contactId: string }[] = [];
  let seen = 0;
  let nextSweep = time.at + MINUTE_MS;
  const noticeRings = () => {
    for (const { contactId, endsAt } of line.rung.slice(seen)) if (told(contactId)) events.push({ at: endsAt, contactId });
    seen = line.rung.length;
  };
  const deliverLane = async (life?: Life): Promise<void> => {
    const due = takeDue(lane, time.at);
    const ids = due.map(({ callId }) => callId);
    const done = await invoke((alive) => place(alive, ids), life);
    if (!done) lane.push(...due.map(({ callId }) => ({ callId, at: time.at + REDELIVERY_MS })));
    noticeRings();
  };
  const deliverEvents = async (life?: Life): Promise<void> => {
    const due = takeDue(events, time.at);
    const reasonOf = (contactId: string) => line.rung.find((one) => one.contactId === contactId)?.ending.reason;
    const body = (contactId: string, eventType: string) => ({ contactId, eventType, time: now().toISOString() });
    const keyed = due.filter(({ contactId }) =>
      line.rung.some((one) => one.contactId === contactId && one.ending.key !== undefined),
    );
    const messages = [
      ...keyed.map(({ contactId }) => ({ messageId: `${contactId}-key`, body: body(contactId, 'CONTACT_DATA_UPDATED') })),
      ...due.map(({ contactId }) => ({
        messageId: contactId,
        body: { ...body(contactId, 'DISCONNECTED'), reason: reasonOf(contactId) },
      })),
    ];
    const done = await invoke((alive) => recordOutcomes(alive, messages), life);
    if (!done) events.push(...due.map(({ contactId }) => ({ contactId, at: time.at + REDELIVERY_MS })));
  };
  return async (life?: Life): Promise<boolean> => {
    const [message, event] = [earliest(lane), earliest(events)];
    const closed = [...books.storedNotices.values()].every(({ state }) => state === 'closed');
    if ((lane.length + events.length === 0 && closed) || time.at > Date.parse(START) + LONGEST_DAY_MS) return false;
    time.at = Math.max(time.at, Math.min(message, event, nextSweep));
    if (message <= time.at) await deliverLane(life);
    else if (event <= time.at) await deliverEvents(life);
    else {
      nextSweep = time.at + MINUTE_MS;
      await invoke((alive) => sweep(alive), life);
      noticeRings();
    }
    return true;
  };
}

const earliest = (list: readonly { readonly at: number }[]): number => Math.min(...list.map(({ at }) => at));

/** Up to ten that are due, taken out of the list. */
function takeDue<T extends { readonly at: number }>(list: T[], now: number): readonly T[] {
  const due = list.filter(({ at }) => at <= now).slice(0, 10);
  list.splice(0, list.length, ...list.filter((one) => !due.includes(one)));
  return due;
}
