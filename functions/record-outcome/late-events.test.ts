import { expect, test } from 'vitest';
import { canonicalText } from '../../shared/audit/canonical.ts';
import { schoolDay } from '../../test/ports/school-day.ts';
import { recordOutcomes } from './record-outcomes.ts';

test('an event that comes after Connect was asked, and comes twice, contradicts no record', async () => {
  const people = [{ name: 'ana', numbers: ['n1'], agreed: true }];
  const day = schoolDay({ people, told: () => false, ending: () => ({ reason: 'TELECOM_TIMEOUT', afterS: 20 }) });
  await day.raise();
  await day.toTheEnd();
  const [ring] = day.line.rung;
  const late = {
    contactId: ring?.contactId,
    eventType: 'DISCONNECTED',
    time: '2026-11-24T16:16:00Z',
    reason: 'TELECOM_ORIGINATOR_CANCEL',
  };
  for (const messageId of ['m1', 'm2']) await recordOutcomes(day.ports, [{ messageId, body: late }]);
  const told = day.records.filter(({ kind }) => kind === 'call.outcome' || kind === 'call.final');
  expect(told.map(({ facts }) => facts?.['source'])).toContain('describe');
  expect(told.map(({ facts }) => facts?.['source'])).toContain('event');
  const contents = Map.groupBy(told, ({ id }) => id);
  for (const [id, same] of contents) expect(new Set(same.map(({ facts }) => canonicalText({ facts }))).size, id).toBe(1);
});
