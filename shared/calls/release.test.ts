import { describe, expect, test } from 'vitest';
import { aCall, START } from '../../test/ports/a-call.ts';
import type { Call } from './call.ts';
import type { Lanes } from './lanes.ts';
import { releaseSuccessors } from './release.ts';

/** Ends `first`, behind which `second` stands by, and says what became of the second and what was sent to which lane. */
async function afterEnding(first: Partial<Call>, second: Partial<Call> = {}) {
  const standby = aCall({ callId: 'n.second', state: 'standby', attempt: 0, predecessors: ['n.first'], ...second });
  const stored = new Map([[standby.callId, standby]]);
  const sent: string[] = [];
  const lanes: Lanes = { send: async (lane, ids) => void sent.push(...ids.map((id) => `${lane} ${id}`)) };
  const calls = {
    get: async (ids: readonly string[]) => new Map([...stored].filter(([id]) => ids.includes(id))),
    move: async (_before: Call, next: Call) => {
      stored.set(next.callId, next);
      return 'moved' as const;
    },
  };
  const ended = aCall({ callId: 'n.first', successors: ['n.second'], ...first });
  await releaseSuccessors({ clock: { now: () => new Date(START) }, calls, lanes }, [ended]);
  return { state: stored.get('n.second')?.state, sent };
}

describe('the next number of the same people', () => {
  test.each(['not-delivered', 'refused'] as const)('is called when the first is %s', async (state) => {
    expect(await afterEnding({ state })).toEqual({ state: 'planned', sent: ['urgent n.second'] });
  });

  test.each(['delivered', 'confirmed', 'cancelled', 'expired', 'not-needed', 'rehearsed'] as const)(
    'stands by when the first is %s',
    async (state) => {
      expect(await afterEnding({ state })).toEqual({ state: 'standby', sent: [] });
    },
  );

  test('stands by when they had their calls of the week: another phone of theirs is no way round', async () => {
    expect(await afterEnding({ state: 'refused', rule: 'cap.weekly' })).toEqual({ state: 'standby', sent: [] });
  });

  test('is sent once more when it was let go before and never dialed, and not when it was', async () => {
    const first = { state: 'not-delivered' } as const;
    expect(await afterEnding(first, { state: 'planned' })).toEqual({ state: 'planned', sent: ['urgent n.second'] });
    expect(await afterEnding(first, { state: 'planned', attempt: 1 })).toEqual({ state: 'planned', sent: [] });
  });
});
