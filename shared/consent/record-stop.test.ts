import { describe, expect, test } from 'vitest';
import type { AuditDraft } from '../audit/trail.ts';
import { effectiveStops, liftStops, NO_STOPS, type StopRecord } from './number-stops.ts';
import { recordToldStop, type ToldStop, type ToldStopPorts } from './record-stop.ts';

const NOW = '2026-11-24T15:00:00.000Z';
const told: ToldStop = {
  numberKey: 'num',
  requested: { kind: 'purpose', purpose: 'event' },
  basis: 'consent',
  evidence: 'told at the desk, Ms. Ruiz',
  said: NOW,
  recordedBy: 'cli:jane',
  revokeAllFrom: '2027-01-31',
};

/** Ports that remember the order of what was made durable, and can die at any of it. */
function house(dieAt?: string) {
  const log: string[] = [];
  const drafts: AuditDraft[] = [];
  const state = { stops: NO_STOPS as StopRecord, dieAt };
  const durable = (what: string): void => {
    if (state.dieAt === what) throw new Error(`died at ${what}`);
    log.push(what);
  };
  const ports: ToldStopPorts = {
    trail: {
      write: async (_group, written) => {
        for (const { kind } of written) durable(kind);
        drafts.push(...written);
        return written.map(() => ({ id: 'r', leafHash: 'f'.repeat(64) }));
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
  };
  return { ports, log, drafts, state };
}

describe('a word at the desk', () => {
  test('is recorded, stops, and is recorded as standing, in this order; no record quotes it', async () => {
    const { ports, log, drafts, state } = house();
    const { entry, outcome } = await recordToldStop(ports, told, NOW);
    expect([log, outcome]).toEqual([['consent.revoked', 'stop', 'optout.recorded'], 'recorded']);
    expect(drafts[1]).toMatchObject({
      refs: ['f'.repeat(64)],
      facts: { requested: 'purpose:event', effective: 'purpose:event' },
    });
    expect(JSON.stringify(drafts)).not.toContain('Ruiz');
    expect(state.stops.stops).toEqual([entry]);
    expect(entry.evidence?.pointer).toBe(told.evidence);
  });

  test.each(['consent.revoked', 'stop', 'optout.recorded'])(
    'dying before "%s" and doing it again loses nothing',
    async (dieAt) => {
      const day = house(dieAt);
      await expect(recordToldStop(day.ports, told, NOW)).rejects.toThrow(dieAt);
      day.state.dieAt = undefined;
      await recordToldStop(day.ports, told, NOW);
      expect(day.state.stops.stops).toHaveLength(1);
      expect(day.drafts.map(({ kind }) => kind)).toContain('optout.recorded');
    },
  );

  test('twice is once; said again after an agreement it is another act, and stops again', async () => {
    const { ports, state } = house();
    await recordToldStop(ports, told, NOW);
    expect((await recordToldStop(ports, told, NOW)).outcome).toBe('already-there');
    const lift = { id: 'l', at: '2026-11-25T15:00:00.000Z', lifted: told.requested, recordedBy: 'cli', reason: 'agreed again' };
    state.stops = liftStops(state.stops, lift);
    expect(effectiveStops(state.stops).purposes).toEqual([]);
    await recordToldStop(ports, { ...told, said: '2026-11-26T15:00:00.000Z' }, NOW);
    expect(effectiveStops(state.stops).purposes).toEqual(['event']);
  });

  test('said now, it stands against an agreement that another machine dated a second ahead, and is one act when done again', async () => {
    const { ports, state } = house();
    const { said: _, ...now } = told;
    const lift = { id: 'l', at: '2026-11-24T15:00:00.900Z', lifted: told.requested, recordedBy: 'cli', reason: 'agreed again' };
    state.stops = liftStops(state.stops, lift);
    const { entry } = await recordToldStop(ports, now, NOW);
    expect([entry.at > lift.at, effectiveStops(state.stops).purposes]).toEqual([true, ['event']]);
    expect((await recordToldStop(ports, now, NOW)).outcome).toBe('already-there');
    await recordToldStop(ports, { ...now, said: NOW, evidence: 'an older letter' }, NOW);
    expect(state.stops.stops.at(-1)?.at).toBe(NOW);
  });

  test.each([
    ['an exempt call (R-07)', { basis: 'exempt' }],
    ['a call nobody knows the ground of', { basis: undefined }],
    ['a call on consent from the day one stop is a stop of all (R-06)', { said: '2027-01-31T06:00:00.000Z' }],
  ] as const)('of one kind, in answer to %s, stops all but emergencies, and keeps what was asked', async (_what, more) => {
    const { entry } = await recordToldStop(house().ports, { ...told, ...more }, NOW);
    expect(entry).toMatchObject({ requested: told.requested, effective: { kind: 'all-but-emergencies' } });
  });
});
