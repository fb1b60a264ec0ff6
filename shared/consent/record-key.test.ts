import { expect, test } from 'vitest';
import { memoryOffice } from '../../test/ports/memory-office.ts';
import type { AuditDraft } from '../audit/trail.ts';
import { NO_STOPS, type StopRecord } from './number-stops.ts';
import { type PressedKey, recordKey } from './record-key.ts';

test('a key the function began to tell, and the recovery told again, is one stop and no contradiction in the trail', async () => {
  let stops: StopRecord = NO_STOPS;
  const told: AuditDraft[] = [];
  const ports = {
    office: memoryOffice(),
    audit: {
      write: async (_group: string, drafts: readonly AuditDraft[]) => {
        told.push(...drafts);
        return drafts.map(({ id = '' }) => ({ id, leafHash: 'f'.repeat(64) }));
      },
    },
    settings: { revokeAllFrom: '2027-01-31' },
    ledger: {
      changeStops: async (_numberKey: string, change: (record: StopRecord) => StopRecord) => {
        const before = stops;
        stops = change(before);
        return stops === before ? ('unchanged' as const) : ('written' as const);
      },
    },
  };
  const call = { callId: 'N1.abc', noticeId: 'N1', numberKey: 'num', purpose: 'event', basis: 'consent' } as const;
  const press: Omit<PressedKey, 'source' | 'recordedBy'> = {
    ...{ call, attempt: 1, contactId: 'c-1', key: '9', at: '2026-11-24T20:05:00.000Z' },
  };
  await recordKey(ports, { ...press, source: 'key-press', recordedBy: 'record-keypress' });
  for (const at of ['2026-11-24T20:05:09.000Z', '2026-11-24T20:05:10.000Z'])
    await recordKey(ports, { ...press, at, source: 'recovered', recordedBy: 'record-outcome' });
  expect(stops.stops).toHaveLength(1);
  const contents = Map.groupBy(told, ({ id }) => id);
  expect([...contents.keys()].sort()).toEqual([
    'N1.abc.1.key.9',
    'N1.abc.1.key.9.recovered',
    'N1.abc.1.optout.9',
    'N1.abc.1.optout.9.recovered',
  ]);
  for (const [id, same] of contents) expect(new Set(same.map(({ facts }) => JSON.stringify(facts))).size, id).toBe(1);
});
