import { describe, expect, test } from 'vitest';
import type { AuditDraft } from '../../shared/audit/trail.ts';
import type { Call } from '../../shared/calls/call.ts';
import { effectiveStops, NO_STOPS, type StopRecord } from '../../shared/consent/number-stops.ts';
import { aParent } from '../../test/fixtures/office.ts';
import { memoryOffice } from '../../test/ports/memory-office.ts';
import { CallUnknown, type KeypressPorts, KeyUnknown, record } from './record.ts';

const ringing: Call = {
  callId: 'N1.abc',
  noticeId: 'N1',
  purpose: 'event',
  numberKey: 'num',
  recipients: [],
  state: 'placed',
  attempt: 1,
  predecessors: [],
  contactId: 'c-1',
  basis: 'consent',
  version: 3,
};

/** Ports that remember the order of what was made durable, and can die at any of it. */
function house({ call = ringing, dieAt, lose = 0 }: { call?: Call; dieAt?: string; lose?: number } = {}) {
  const log: string[] = [];
  const drafts: AuditDraft[] = [];
  const office = memoryOffice({ contacts: new Map([['ana', aParent('ana', { numbers: ['num'] })]]) });
  const state = { call, stops: NO_STOPS as StopRecord, dieAt, lose };
  const durable = (what: string) => {
    if (state.dieAt === what) throw new Error(`died at ${what}`);
    log.push(what);
  };
  const ports: KeypressPorts = {
    settings: { revokeAllFrom: '2027-01-31' },
    clock: { now: () => new Date('2026-11-24T20:05:00.000Z') },
    audit: {
      write: async (_group, written) => {
        for (const draft of written) durable(draft.kind);
        drafts.push(...written);
        return written.map(({ id = '' }) => ({ id, leafHash: 'f'.repeat(64) }));
      },
    },
    office: {
      ...office,
      save: async (...write) => {
        durable('task');
        return office.save(...write);
      },
    },
    ledger: {
      changeStops: async (_numberKey, change) => {
        const changed = change(state.stops);
        if (changed === state.stops) return 'unchanged';
        durable('stop');
        state.stops = changed;
        return 'written';
      },
    },
    calls: {
      get: async () => new Map([[state.call.callId, state.call]]),
      move: async (before, after) => {
        if (state.lose > 0) {
          state.lose -= 1;
          state.call = { ...state.call, version: state.call.version + 1 };
        }
        if (before.version !== state.call.version) return 'lost';
        durable('mark');
        state.call = after;
        return 'moved';
      },
    },
  };
  return { ports, log, drafts, state, tasks: office.tasks, stops: () => effectiveStops(state.stops) };
}

const press = (key: string) => ({ contactId: 'c-1', callId: 'N1.abc', attempt: 1, key, thanks: '<speak>Thanks.</speak>' });

describe('a pressed key', () => {
  test('1: on record, and the call is marked; nothing is stopped', async () => {
    const { ports, log, state } = house();
    expect(await record(ports, press('1'))).toEqual({ kept: 'yes', thanks: '<speak>Thanks.</speak>' });
    expect(log).toEqual(['key.pressed', 'mark']);
    expect(state.call).toMatchObject({ key: '1', state: 'placed' });
    expect(state.stops).toBe(NO_STOPS);
  });

  test.each([
    ['7', { notMyNumber: true }, 'wrong-number'],
    ['8', { purposes: ['event'], allButEmergencies: false }, 'purpose:event'],
    ['9', { allButEmergencies: true, emergencies: false }, 'all-but-emergencies'],
  ])('%s: recorded, stopped, recorded as stopped, marked, in this order', async (key, stops, scope) => {
    const day = house();
    await record(day.ports, press(key));
    const office = key === '7' ? ['task.opened', 'task'] : [];
    expect(day.log).toEqual(['key.pressed', 'stop', 'optout.recorded', ...office, 'mark']);
    expect(day.stops()).toMatchObject(stops);
    expect(day.drafts[1]).toMatchObject({
      kind: 'optout.recorded',
      call: 'N1.abc',
      refs: ['f'.repeat(64)],
      facts: { key, requested: scope, effective: scope, basis: 'consent' },
    });
  });

  test('7: is work for the office, which rests on the stop; 9 is none', async () => {
    const day = house();
    await record(day.ports, press('7'));
    expect([...day.tasks.values()]).toMatchObject([{ kind: 'not-my-number', students: ['leo'], state: 'open' }]);
    expect(day.drafts.at(-1)).toMatchObject({ kind: 'task.opened', call: 'N1.abc', refs: ['f'.repeat(64)] });
    const stopped = house();
    await record(stopped.ports, press('9'));
    expect(stopped.tasks.size).toBe(0);
  });

  test('8 on a call without consent stops as 9 does, and the record says both', async () => {
    const day = house({ call: { ...ringing, basis: 'exempt' } });
    await record(day.ports, press('8'));
    expect(day.stops()).toMatchObject({ allButEmergencies: true, purposes: [] });
    expect(day.drafts[1]?.facts).toMatchObject({ requested: 'purpose:event', effective: 'all-but-emergencies' });
  });

  test('8 of a ring before the present one: on what it rested is unknown, so it stops as 9 does', async () => {
    const day = house({ call: { ...ringing, attempt: 2 } });
    await record(day.ports, press('8'));
    expect(day.stops()).toMatchObject({ allButEmergencies: true });
    expect(day.state.call.key).toBeUndefined();
  });
});

describe('again, and after a death', () => {
  test('twice is once', async () => {
    const day = house();
    await record(day.ports, press('9'));
    await record(day.ports, press('9'));
    expect(day.log).toEqual(['key.pressed', 'stop', 'optout.recorded', 'mark']);
  });

  test.each(['stop', 'optout.recorded', 'mark'])('dying before "%s" and doing it again loses nothing', async (dieAt) => {
    const day = house({ dieAt });
    await expect(record(day.ports, press('9'))).rejects.toThrow(dieAt);
    day.state.dieAt = undefined;
    await record(day.ports, press('9'));
    expect(day.stops()).toMatchObject({ allButEmergencies: true });
    expect(day.state.stops.stops).toHaveLength(1);
    expect(day.drafts.map(({ id }) => id)).toEqual(expect.arrayContaining(['N1.abc.1.key.9', 'N1.abc.1.optout.9']));
    expect(day.state.call.key).toBe('9');
  });

  test.each(['task.opened', 'task', 'mark'])('dying before "%s" after a 7 and doing it again is one task', async (dieAt) => {
    const day = house({ dieAt });
    await expect(record(day.ports, press('7'))).rejects.toThrow(dieAt);
    expect(day.stops(), 'the stop is obeyed already').toMatchObject({ notMyNumber: true });
    day.state.dieAt = undefined;
    await record(day.ports, press('7'));
    expect([...day.tasks.values()]).toMatchObject([{ round: 1, version: 1 }]);
    expect(day.state.call.key).toBe('7');
  });

  test('when the record cannot be written, nothing is claimed', async () => {
    const day = house({ dieAt: 'key.pressed' });
    await expect(record(day.ports, press('9'))).rejects.toThrow();
    expect(day.log).toEqual([]);
  });

  test('a call that others move meanwhile is marked all the same; one that has ended keeps its end', async () => {
    const moved = house({ lose: 2 });
    await record(moved.ports, press('1'));
    expect(moved.state.call.key).toBe('1');
    const ended = house({ call: { ...ringing, state: 'delivered' } });
    await record(ended.ports, press('9'));
    expect(ended.state.call.state).toBe('delivered');
    expect(ended.stops()).toMatchObject({ allButEmergencies: true });
  });

  test('a key that means nothing, and a call that does not exist, are faults', async () => {
    await expect(record(house().ports, press('5'))).rejects.toThrow(KeyUnknown);
    const { ports } = house();
    await expect(record(ports, { ...press('9'), callId: 'N1.zzz' })).rejects.toThrow(CallUnknown);
  });
});
