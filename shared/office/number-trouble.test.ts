import { describe, expect, test } from 'vitest';
import { anEdge, aParent, aTrouble, keyed } from '../../test/fixtures/office.ts';
import { aCall, START } from '../../test/ports/a-call.ts';
import { memoryOffice } from '../../test/ports/memory-office.ts';
import { openForNumbers, troublesIn } from './number-trouble.ts';

const trail = { write: async () => [] };
const people = (...list: readonly ReturnType<typeof aParent>[]) => keyed(list, ({ contactKey }) => contactKey);

describe('a number in trouble', () => {
  test('is one task of the first school of all its pupils, brothers and sisters included', async () => {
    const edges = [anEdge({ studentKey: 'mia', schoolIds: ['grant'] }), anEdge({ studentKey: 'leo', schoolIds: ['lincoln'] })];
    const office = memoryOffice({ contacts: people(aParent('ana', { edges })) });
    await openForNumbers({ trail, office }, [aTrouble(), aTrouble()]);
    expect([...office.tasks.values()]).toMatchObject([{ schoolId: 'grant', students: ['leo', 'mia'], contactKeys: ['ana'] }]);
  });

  test('is the task of everybody who has it, whoever was called', async () => {
    const office = memoryOffice({ contacts: people(aParent('ana'), aParent('bo', { numbers: ['number-ana'] })) });
    await openForNumbers({ trail, office }, [aTrouble({ kind: 'reassigned' })]);
    expect([...office.tasks.values()]).toMatchObject([{ kind: 'reassigned', contactKeys: ['ana', 'bo'] }]);
  });

  test('that nobody has any more is nobody’s task', async () => {
    const office = memoryOffice({ contacts: people(aParent('ana', { numbers: ['another'] })) });
    expect(await openForNumbers({ trail, office }, [aTrouble()])).toEqual([]);
  });

  test.each([
    [{ state: 'not-delivered', outcome: 'not-my-number', attempt: 1 }, 'not-my-number'],
    [{ state: 'not-delivered', outcome: 'invalid-number', attempt: 1 }, 'invalid'],
    [{ state: 'refused', rule: 'not-my-number' }, 'not-my-number'],
    [{ state: 'refused', rule: 'reassigned' }, 'reassigned'],
    [{ state: 'refused', rule: 'number.not-callable' }, 'invalid'],
    [{ state: 'refused', rule: 'optout.all' }, undefined],
    [{ state: 'not-delivered', outcome: 'no-answer', attempt: 3 }, undefined],
    [{ state: 'delivered', outcome: 'answered', attempt: 1 }, undefined],
  ] as const)('%o is told as %s', (over, kind) => {
    const told = troublesIn([aCall(over)], START);
    expect(told.map((one) => one.kind)).toEqual(kind === undefined ? [] : [kind]);
  });
});
