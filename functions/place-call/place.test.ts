import { describe, expect, test } from 'vitest';
import type { NotedRing } from '../../shared/calls/ring-history.ts';
import { START } from '../../test/ports/a-call.ts';
import type { Person } from '../../test/ports/memory-people.ts';
import { schoolDay } from '../../test/ports/school-day.ts';
import { place } from './place.ts';

const families: readonly Person[] = [
  { name: 'ana', numbers: ['n1', 'n2'], agreed: true },
  { name: 'bob', numbers: ['n3'], agreed: true },
  { name: 'eve', numbers: ['n4'], restricted: true },
  { name: 'gus', numbers: ['n5'] },
  { name: 'hal', numbers: ['n6'], agreed: true, stopped: true },
];
const concert = { purpose: 'event', message: { name: 'concert' } };
const rang = (day: ReturnType<typeof schoolDay>) => day.line.rung.map(({ e164 }) => e164).sort();

test('in an emergency every number rings, but for the person who may not be called', async () => {
  const day = schoolDay({ people: families });
  await day.raise();
  await day.toTheEnd();
  expect(rang(day)).toHaveLength(5);
  expect(day.finals()).toEqual({ delivered: 5, refused: 1 });
  expect(day.openCalls()).toEqual([]);
  expect(day.published.map(({ type }) => type)).toEqual(['Notice Planned', 'Notice Closed']);
});

test('an event rings only those who agreed and did not stop it; each other one is refused by a rule', async () => {
  const day = schoolDay({ people: families });
  await day.raise(concert);
  await day.toTheEnd();
  expect(rang(day)).toHaveLength(2);
  const rules = day.records.filter(({ kind }) => kind === 'call.refuse').map(({ decision }) => decision?.rule);
  expect(rules.sort()).toEqual(['consent.event', 'no-contact', 'optout.all']);
  // The second number of the first family: she was reached on the first.
  expect(day.finals()).toEqual({ delivered: 2, refused: 3, 'not-needed': 1 });
});

test('the second number rings when the first cannot be reached', async () => {
  const ending = (_: string, attempt: number) => ({ reason: attempt > 0 ? 'TELECOM_NUMBER_INVALID' : '', afterS: 2 });
  const day = schoolDay({ people: families.slice(0, 1), ending });
  await day.raise(concert);
  await day.toTheEnd();
  expect(rang(day)).toHaveLength(2);
  expect(day.finals()).toEqual({ 'not-delivered': 2 });
});

test('a stop that comes between permit and dial is obeyed', async () => {
  const day = schoolDay({ people: families.slice(1, 2) });
  await day.raise(concert);
  const { recheck } = day.book.facts;
  let asked = 0;
  const facts = {
    ...day.book.facts,
    recheck: async (calls: Parameters<typeof recheck>[0]) => {
      asked += 1;
      if (asked === 1) await day.book.stop('n3', '9', 'call.other');
      return recheck(calls);
    },
  };
  day.ports.facts = facts;
  await day.toTheEnd();
  expect(rang(day)).toEqual([]);
  expect(day.records.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['call.permit', 'call.withdrawn', 'call.refuse']));
  expect(day.finals()).toEqual({ refused: 1 });
});

describe('a phone shared with somebody who is not called', () => {
  const shared: readonly Person[] = [
    { name: 'ana', numbers: ['n1'], agreed: true },
    { name: 'ivo', numbers: ['n1'], agreed: true, standsBy: true },
  ];

  /** @param between permit and dial, at the first asking; a call that comes round for ever ends the test instead */
  function sharedDay(between: (day: ReturnType<typeof schoolDay>) => void) {
    const day = schoolDay({ people: shared });
    const { recheck } = day.book.facts;
    let asked = 0;
    day.ports.facts = {
      ...day.book.facts,
      recheck: async (calls: Parameters<typeof recheck>[0]) => {
        asked += 1;
        if (asked === 1) between(day);
        if (asked > 5) throw new Error('the call is withdrawn again and again');
        return recheck(calls);
      },
    };
    return day;
  }

  test('rings while nothing changes for either', async () => {
    const day = sharedDay(() => undefined);
    await day.raise(concert);
    await day.toTheEnd();
    expect(rang(day)).toHaveLength(1);
    expect(day.records.map(({ kind }) => kind)).not.toContain('call.withdrawn');
    expect(day.finals()).toEqual({ delivered: 1 });
  });

  test('is judged anew when something changes for them between permit and dial', async () => {
    const day = sharedDay(({ book: { consents } }) => {
      const held = consents.get('ivo');
      if (held?.kind === 'held') consents.set('ivo', { ...held, version: held.version + 1 });
    });
    await day.raise(concert);
    await day.toTheEnd();
    expect(day.records.filter(({ kind }) => kind === 'call.withdrawn')).toHaveLength(1);
    expect(day.finals()).toEqual({ delivered: 1 });
  });
});

describe('starts of the line', () => {
  test('are taken for those alone that may ring, so none comes back', async () => {
    const day = schoolDay({ people: families });
    const { take, giveBack } = day.ports.pacer;
    const [wanted, back]: [number[], number[]] = [[], []];
    await day.raise(concert);
    const few = day.lane.map(({ callId }) => callId);
    const pacer = {
      ...day.ports.pacer,
      take: (...args: Parameters<typeof take>) => {
        wanted.push(args[1]);
        return take(...args);
      },
      giveBack: (counts: Parameters<typeof giveBack>[0]) => {
        back.push(counts.routine ?? 0);
        return giveBack(counts);
      },
    };
    await place({ ...day.ports, pacer }, few);
    expect(rang(day)).toHaveLength(2);
    expect([wanted, back]).toEqual([[2], [0]]);
    expect(day.finals()).toEqual({ refused: 3 });
  });

  test('come late: whoever stopped the calls meanwhile is never permitted', async () => {
    const day = schoolDay({ people: families.slice(1, 2) });
    await day.raise(concert);
    const { take } = day.ports.pacer;
    let asked = 0;
    day.ports.pacer = {
      ...day.ports.pacer,
      take: async (...args) => {
        asked += 1;
        if (asked === 1) return [];
        await day.book.stop('n3', '9', 'call.other');
        return take(...args);
      },
    };
    await day.toTheEnd();
    expect([rang(day), day.finals()]).toEqual([[], { refused: 1 }]);
    expect(day.records.filter(({ kind }) => kind === 'call.permit')).toEqual([]);
    expect(day.ports.pacer.pace().routineInFlight).toBe(0);
  });

  test('keep their distances when a batch is late for the first', async () => {
    const day = schoolDay({ people: families, settings: { connect: { callsPerSecond: 20, concurrentCalls: 100 } } });
    await day.raise();
    const { recheck } = day.book.facts;
    day.ports.facts = {
      ...day.book.facts,
      recheck: (calls) => {
        day.wait(0.4);
        return recheck(calls);
      },
    };
    const waits: number[] = [];
    const pause = async (ms: number) => void waits.push(ms);
    const few = day.lane.map(({ callId }) => callId);
    await place({ ...day.ports, pause }, few);
    expect(rang(day)).toHaveLength(5);
    // Two at once after an idle while, then one in fifty milliseconds.
    expect(waits).toEqual([50, 100, 150]);
  });
});

test('a cancelled notice rings nobody new, and every call says so', async () => {
  const day = schoolDay({ people: families });
  await day.raise();
  await day.cancel();
  await day.toTheEnd();
  expect(rang(day)).toEqual([]);
  // Whoever may not be called is told so before anything about the notice.
  expect(day.finals()).toEqual({ cancelled: 5, refused: 1 });
});

test('in rehearsal only the listed number rings, and whom it would have rung is on record', async () => {
  const day = schoolDay({ people: families, settings: { mode: 'rehearsal', rehearsalNumbers: ['+13122341002'] } });
  await day.raise();
  await day.toTheEnd();
  expect(rang(day)).toEqual(['+13122341002']);
  expect(day.finals()).toEqual({ delivered: 1, rehearsed: 4, refused: 1 });
});

test.each([
  ['throttled', { delivered: 1 }, 2],
  ['number-refused', { 'not-delivered': 1 }, 0],
  ['our-mistake', { 'not-delivered': 1 }, 0],
  ['lane-stopped', { delivered: 1 }, 2],
  ['attempt-refused', { delivered: 1 }, 2],
] as const)('when Connect answers the first attempt with %s', async (kind, finals, attempt) => {
  const answers = (_: string, tried: number) => (tried === 1 ? { kind, code: 'SomeException' } : undefined);
  const day = schoolDay({ people: families.slice(1, 2), answers });
  await day.raise();
  await day.toTheEnd();
  expect(day.finals()).toEqual(finals);
  expect(day.line.rung.map((one) => one.attempt)).toEqual(attempt === 0 ? [] : [attempt]);
});

test('a time-out that hid a ring is never dialed again, and its end still counts', async () => {
  const day = schoolDay({ people: families.slice(1, 2) });
  const { dial } = day.line.dialer;
  day.ports.dialer = {
    dial: async (request) => {
      await dial(request);
      return { kind: 'unknown', code: 'TimeoutError' };
    },
  };
  await day.raise();
  await day.toTheEnd();
  expect(day.line.rung).toHaveLength(1);
  expect(day.records.map(({ kind }) => kind)).toContain('call.uncertain');
  expect(day.finals()).toEqual({ delivered: 1 });
});

test('a time-out behind which nothing rang counts as unknown, and an emergency is tried again at once', async () => {
  const answers = (_: string, tried: number) => (tried === 1 ? ({ kind: 'unknown', code: 'TimeoutError' } as const) : undefined);
  const day = schoolDay({ people: families.slice(1, 2), answers });
  await day.raise();
  await day.toTheEnd();
  expect(day.line.rung.map(({ attempt }) => attempt)).toEqual([2]);
  expect(day.records.find(({ kind }) => kind === 'call.outcome')?.facts).toMatchObject({ outcome: 'unknown', source: 'search' });
  expect(day.finals()).toEqual({ delivered: 1 });
});

describe('calls that rest on the landline exemption', () => {
  // Nothing is on record about gus, so an event may ring his landline three times in thirty days (T-05).
  const gus: readonly Person[] = [{ name: 'gus', numbers: ['n1'], landline: true }];
  // Such a call must say who speaks, by name (47 CFR 64.1200(d)(4)).
  const fair = { purpose: 'event', individualCaller: 'Dana Ruiz', texts: { en: { text: 'The fair is tonight at six.' } } };
  const US_LAW = { profile: 'us-law', weeklyRoutineCalls: 3, messages: { concert: fair } };
  const exempt = (n: number): NotedRing => ({
    ring: `earlier.${n}#1`,
    at: new Date(Date.parse(START) - n * 9 * 86_400_000).toISOString(),
    ...{ purpose: 'survey', basis: 'exempt', noticeId: `earlier-${n}` },
  });
  const dayWith = (rings: number) => {
    const day = schoolDay({ people: gus, settings: US_LAW });
    const counted = Array.from({ length: rings }, (_, n) => exempt(n + 1));
    day.book.rings.set('n1', { noted: [], notedVersion: 0, exempt: counted, exemptVersion: rings });
    return day;
  };
  const countedNow = (day: ReturnType<typeof schoolDay>) => day.book.rings.get('n1')?.exempt;

  test('are counted before they ring, and the fourth does not', async () => {
    for (const [before, rings] of [
      [0, 1],
      [2, 1],
      [3, 0],
    ] as const) {
      const day = dayWith(before);
      await day.raise(concert);
      await day.toTheEnd();
      expect([before, rang(day).length]).toEqual([before, rings]);
      expect(countedNow(day)).toHaveLength(before + rings);
    }
  });

  test('when another call is counted at the same moment, the permit is withdrawn, and decided about anew', async () => {
    const day = dayWith(2);
    await day.raise(concert);
    const { countExempt } = day.ports.rings;
    const other = async (...[numberKey, before, ring]: Parameters<typeof countExempt>) => {
      if (countedNow(day)?.length === 2) await countExempt(numberKey, before, exempt(0));
      return countExempt(numberKey, before, ring);
    };
    day.ports.rings = { ...day.ports.rings, countExempt: other };
    await day.toTheEnd();
    expect(rang(day)).toEqual([]);
    expect(day.records.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['call.permit', 'call.withdrawn', 'call.refuse']));
  });

  test('are taken back where it is certain that nothing rang', async () => {
    const answers = (_: string, tried: number) => (tried === 1 ? ({ kind: 'throttled', code: 'Throttled' } as const) : undefined);
    const day = schoolDay({ people: gus, answers, settings: US_LAW });
    await day.raise(concert);
    await day.toTheEnd();
    expect(day.line.rung.map(({ attempt }) => attempt)).toEqual([2]);
    expect(countedNow(day)).toMatchObject([{ basis: 'exempt' }]);
  });
});

test('what rang is noted of its number, so that the next notice of the week finds it', async () => {
  const day = schoolDay({ people: families.slice(0, 1) });
  await day.raise(concert);
  await day.toTheEnd();
  expect(day.book.rings.get('n1')?.noted).toMatchObject([{ purpose: 'event', basis: 'consent', noticeId: 'gas-leak' }]);
});
