import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anOpening, anOpenTask, aParent, aPupil, keyed } from '../../test/fixtures/office.ts';
import { memoryOffice } from '../../test/ports/memory-office.ts';
import type { AuditDraft } from '../audit/trail.ts';
import { NO_STOPS } from '../consent/number-stops.ts';
import { brokenNumbers, closeMended, closeVerified, type MendFacts, mendedBy } from './mend.ts';
import { NUMBER_KINDS } from './task.ts';

const facts = (over: Partial<MendFacts> = {}): MendFacts => ({
  contacts: new Map(),
  students: new Map(),
  stopped: new Set(['number-ana']),
  broken: new Set(['number-ana']),
  ...over,
});
const contacts = (...list: readonly ReturnType<typeof aParent>[]) => keyed(list, ({ contactKey }) => contactKey);
const numbers = fc.uniqueArray(fc.constantFrom('number-ana', 'n1', 'n2', 'n3'), { maxLength: 4 });

describe('an export', () => {
  test('mends a number exactly when none of its people has it any more', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NUMBER_KINDS), numbers, numbers, (kind, ofAna, ofBo) => {
        const task = anOpenTask({ subject: { kind, numberKey: 'number-ana' }, contactKeys: ['ana', 'bo'] });
        const book = contacts(aParent('ana', { numbers: ofAna }), aParent('bo', { numbers: ofBo }));
        const gone = !ofAna.includes('number-ana') && !ofBo.includes('number-ana');
        expect(mendedBy(task, facts({ contacts: book }))).toBe(gone ? 'number-gone' : undefined);
      }),
    );
  });

  test('mends a pupil exactly when there is a number that was not on file, and of which nothing is known against it', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (known, broken, now) => {
        const task = anOpenTask({ subject: { kind: 'unreachable-pupil', studentKey: 'leo' }, knownNumbers: known });
        const book = { contacts: contacts(aParent('ana', { numbers: now })), students: keyed([aPupil('leo')], () => 'leo') };
        const fresh = now.filter((number) => !known.includes(number) && !broken.includes(number));
        const why = mendedBy(task, facts({ ...book, broken: new Set(broken) }));
        expect(why).toBe(fresh.length > 0 ? 'new-number' : undefined);
      }),
    );
  });

  test('does not mend a pupil by the number of somebody whom an order keeps away', () => {
    const task = anOpenTask({ subject: { kind: 'unreachable-pupil', studentKey: 'leo' }, knownNumbers: [] });
    const away = aParent('ana', { numbers: ['n1'], edges: [{ ...aParent('x').edges[0], restricted: true } as never] });
    expect(mendedBy(task, facts({ contacts: contacts(away), students: keyed([aPupil('leo')], () => 'leo') }))).toBeUndefined();
  });

  test('finds a number verified once nobody’s word stops it; a list that does not open verifies nothing', () => {
    const book = contacts(aParent('ana'));
    expect(mendedBy(anOpenTask(), facts({ contacts: book, stopped: new Set() }))).toBe('verified');
    expect(mendedBy(anOpenTask(), facts({ contacts: book }))).toBeUndefined();
  });

  test('takes no unknown caller’s word that a number is broken', () => {
    const about = (kind: 'not-my-number' | 'wrong-number-said') => anOpenTask({ subject: { kind, numberKey: 'number-ana' } });
    expect(brokenNumbers([about('wrong-number-said')])).toEqual(new Set());
    expect(brokenNumbers([about('not-my-number')])).toEqual(new Set(['number-ana']));
    expect(
      mendedBy(about('wrong-number-said'), facts({ contacts: contacts(aParent('ana')), stopped: new Set() })),
    ).toBeUndefined();
  });

  test('mends no duty', () => {
    const duty = anOpenTask({ subject: { kind: 'duty', studentKey: 'leo', day: '2026-11-24' } });
    expect(mendedBy(duty, facts())).toBeUndefined();
  });
});

describe('after an import', () => {
  const world = (numbersOfAna: readonly string[]) => {
    const office = memoryOffice({ contacts: contacts(aParent('ana', { numbers: numbersOfAna })) });
    const records: AuditDraft[] = [];
    const write = async (_group: string, drafts: readonly AuditDraft[]) => {
      records.push(...drafts);
      return [];
    };
    const held = { kind: 'held', value: NO_STOPS, version: 0 } as const;
    const readMany = async ({ numberKeys }: { readonly numberKeys: readonly string[] }) => ({
      stops: new Map(numberKeys.map((key) => [key, held])),
      consents: new Map(),
    });
    const task = anOpenTask({ ...anOpening(), subject: { kind: 'invalid', numberKey: 'number-ana' } });
    office.tasks.set(task.taskId, task);
    return { office, records, ports: { office, trail: { write }, consents: { readMany } } };
  };

  test('a mended task is closed once, and says why; one that is not stays', async () => {
    const { ports, records, office } = world(['another']);
    expect(await closeMended(ports, '2026-11-25', '2026-11-25T11:30:00.000Z')).toBe(1);
    expect(await closeMended(ports, '2026-11-25', '2026-11-25T11:31:00.000Z')).toBe(0);
    expect(records.map(({ kind, facts: told }) => [kind, told?.['why']])).toEqual([['task.closed', 'number-gone']]);
    expect([...office.tasks.values()]).toMatchObject([{ state: 'closed', closedWhy: 'number-gone' }]);
    const same = world(['number-ana']);
    expect(await closeMended(same.ports, '2026-11-25', '2026-11-25T11:30:00.000Z')).toBe(0);
  });
});

describe('a number that a named person has verified', () => {
  test('is off the list, and no other is', async () => {
    const office = memoryOffice();
    const wrong = anOpenTask();
    const other = anOpenTask({ subject: { kind: 'not-my-number', numberKey: 'another' } });
    const gone = anOpenTask({ subject: { kind: 'invalid', numberKey: 'number-ana' } });
    const said = anOpenTask({ subject: { kind: 'wrong-number-said', numberKey: 'number-ana' } });
    for (const task of [wrong, other, gone, said]) office.tasks.set(task.taskId, task);
    await closeVerified({ office, trail: { write: async () => [] } }, 'number-ana', '2026-11-25', '2026-11-25T15:00:00.000Z');
    expect((await office.listOpen()).map(({ taskId }) => taskId)).toEqual([other.taskId, gone.taskId]);
    for (const { taskId } of [wrong, said]) expect(office.tasks.get(taskId)?.closedWhy).toBe('verified');
  });
});
