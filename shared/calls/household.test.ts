import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aCall } from '../../test/ports/a-call.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import type { Call } from './call.ts';
import { spareHouseholds } from './household.ts';
import { type Addressee, planCalls } from './plan-calls.ts';

const expiresAt = '2026-11-24T18:15:00.000Z';

interface Somebody {
  readonly name: string;
  readonly numbers: readonly string[];
  readonly students: readonly string[];
  readonly role?: 'guardian' | 'student';
}

function addressee({ name, numbers, students, role = 'guardian' }: Somebody): Addressee {
  const contact = {
    contactKey: name,
    role,
    numbers: numbers.map((numberKey) => ({ numberKey, e164: '+13122341000', label: 'cell', lineType: 'mobile' }) as const),
    edges: [],
  };
  return { contact, students };
}

/** Number → the numbers that its confirmation spares. */
function spared(purpose: Purpose, people: readonly Somebody[]): Record<string, readonly string[]> {
  const { calls } = planCalls({ noticeId: 'n', purpose, expiresAt, addressees: people.map(addressee) });
  const numberOf = new Map(calls.map(({ callId, numberKey }) => [callId, numberKey]));
  return Object.fromEntries(
    calls.map(({ numberKey, spares = [] }) => [numberKey, spares.map((id) => numberOf.get(id) ?? '').sort()]),
  );
}

const MOTHER: Somebody = { name: 'mother', numbers: ['mother-cell', 'home'], students: ['maya', 'leo'] };
const FATHER: Somebody = { name: 'father', numbers: ['father-cell', 'home'], students: ['maya', 'leo'] };

describe('one adult confirms a routine notice', () => {
  test('the others of the household, who share a phone, are spared', () => {
    expect(spared('event', [MOTHER, FATHER])['mother-cell']).toEqual(['father-cell', 'home']);
  });

  test('a parent in another home is called all the same', () => {
    const elsewhere = { ...FATHER, numbers: ['father-cell'] };
    expect(spared('event', [MOTHER, elsewhere])).toMatchObject({ 'father-cell': [], 'mother-cell': ['home'] });
  });

  test('who would be told about one more child is called all the same', () => {
    const more = { ...FATHER, students: ['maya', 'leo', 'noor'] };
    expect(spared('event', [MOTHER, more])['mother-cell']).toEqual([]);
    expect(spared('event', [MOTHER, more])['father-cell']).toEqual(['home', 'mother-cell']);
  });

  test('a key pressed on a student’s phone spares nobody', () => {
    const student: Somebody = { name: 'maya', numbers: ['home'], students: ['maya', 'leo'], role: 'student' };
    expect(spared('event', [MOTHER, FATHER, student])['home']).toEqual([]);
  });

  test('emergencies and closures spare nobody', () => {
    for (const purpose of ['emergency', 'closure'] as const)
      expect(Object.values(spared(purpose, [MOTHER, FATHER])).flat()).toEqual([]);
  });
});

test('whoever is spared would have been told nothing that was not told', () => {
  const somebody = fc.record({
    numbers: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 3 }),
    students: fc.uniqueArray(fc.constantFrom('s', 't', 'u'), { minLength: 1 }),
    role: fc.constantFrom('guardian' as const, 'student' as const),
  });
  const families = fc
    .array(somebody, { minLength: 1, maxLength: 6 })
    .map((all) => all.map((one, n) => ({ ...one, name: `p${n}` })));
  fc.assert(
    fc.property(families, fc.constantFrom(...PURPOSES), (people, purpose) => {
      const told = (wanted: string): readonly string[] =>
        people.filter(({ numbers }) => numbers.some((own) => own === wanted)).flatMap(({ students }) => students);
      for (const [number, others] of Object.entries(spared(purpose, people)))
        for (const other of others) expect(told(number)).toEqual(expect.arrayContaining([...told(other)]));
    }),
  );
});

describe('sparing', () => {
  const endingOf = async (call: Partial<Call>, others: readonly Call[]): Promise<readonly string[]> => {
    const stored = new Map(others.map((other) => [other.callId, other]));
    const calls = {
      get: async (ids: readonly string[]) => new Map(ids.flatMap((id) => [...stored].filter(([key]) => key === id))),
      move: async (_before: Call, next: Call) => {
        stored.set(next.callId, next);
        return 'moved' as const;
      },
    };
    await spareHouseholds(calls, [aCall({ spares: others.map(({ callId }) => callId), ...call })]);
    return [...stored.values()].map(({ state }) => state);
  };
  const others = (['planned', 'standby', 'deferred', 'dialing', 'delivered'] as const).map((state) =>
    aCall({ callId: `n.${state}`, state, attempt: 1 }),
  );

  test('what waits is not needed any more; what rings, or has ended, stays as it is', async () => {
    const states = await endingOf({ state: 'confirmed', key: '1' }, others);
    expect(states).toEqual(['not-needed', 'not-needed', 'not-needed', 'dialing', 'delivered']);
  });

  test.each([
    { state: 'delivered' as const },
    { state: 'confirmed' as const, key: '9' },
    // A screening assistant pressed it.
    { state: 'delivered' as const, key: '1' },
  ])('nobody is spared unless somebody has confirmed with key 1: %o', async (call) => {
    expect(await endingOf(call, others)).toEqual(others.map(({ state }) => state));
  });
});
