import { describe, expect, test } from 'vitest';
import type { Person } from '../../test/ports/memory-people.ts';
import { schoolDay } from '../../test/ports/school-day.ts';

/**
 * The process dies at one port call, before it takes effect or right after, in each of the first deliveries of a day; then
 * the queues deliver again. The line accuses a ring without a permit (P1) and a second one for an attempt (P3); here it is
 * held that nobody is lost (P4).
 */
const people: readonly Person[] = [
  { name: 'ana', numbers: ['n1', 'n2'], agreed: true },
  { name: 'bob', numbers: ['n3', 'n1'], agreed: true },
  { name: 'eve', numbers: ['n4', 'n5'], restricted: true },
  { name: 'gus', numbers: ['n6'] },
];
const ENDINGS = ['TELECOM_BUSY', 'CUSTOMER_DISCONNECT', 'TELECOM_NUMBER_INVALID', 'CONTACT_FLOW_DISCONNECT'];
const DELIVERIES = 10;
const PORT_CALLS = 24;

function ending(callId: string, attempt: number) {
  const which = (callId.charCodeAt(callId.length - 1) + attempt) % ENDINGS.length;
  return { reason: ENDINGS[which] ?? 'OTHER', afterS: 20 };
}

interface Death {
  readonly delivery: number;
  readonly call: number;
  readonly lastCounts: boolean;
}

async function dayWith({ delivery, call, lastCounts }: Death, purpose: 'emergency' | 'event') {
  const day = schoolDay({ people, ending });
  const life = { left: call, lastCounts };
  const detail = purpose === 'event' ? { purpose, message: { name: 'concert' } } : {};
  const raised = delivery === 0 ? await day.raise(detail, life) : await day.raise(detail);
  // The notices queue delivers again, once the first planner's time is up.
  if (!raised) day.wait(400);
  if (!raised) await day.raise(detail);
  for (let n = 1; await day.stepOnce(n === delivery ? life : undefined); n += 1);
  return day;
}

const deaths: readonly Death[] = Array.from({ length: DELIVERIES }, (_, delivery) =>
  Array.from({ length: PORT_CALLS }, (__, call) => [true, false].map((lastCounts) => ({ delivery, call: call + 1, lastCounts }))),
).flat(2);

describe.each(['emergency', 'event'] as const)('a process dies while an %s goes on', (purpose) => {
  test.each([true, false])('and its last act took effect: %s', async (lastCounts) => {
    for (const death of deaths.filter((one) => one.lastCounts === lastCounts)) {
      const day = await dayWith(death, purpose);
      const where = JSON.stringify(death);
      expect(day.openCalls().map(({ callId, state }) => `${where}: ${callId} ${state}`)).toEqual([]);
      expect([where, day.books.storedNotices.get('gas-leak')?.state]).toEqual([where, 'closed']);
      for (const call of day.books.stored.values()) {
        const finals = day.records.filter(({ kind, call: of }) => kind === 'call.final' && of === call.callId);
        const told = [...new Set(finals.map(({ facts }) => facts?.['state']))];
        expect([where, call.callId, told]).toEqual([where, call.callId, [call.state]]);
      }
    }
  });
});
