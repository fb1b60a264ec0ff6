import { expect, test } from 'vitest';
import { grant, NO_CONSENTS } from './consent-record.ts';
import { consentOf, type LedgerPage, stopsOf, versionSum } from './ledger.ts';
import { addStop, effectiveStops, NO_STOPS } from './number-stops.ts';

const AT = '2026-11-24T15:00:00.000Z';
const scope = { kind: 'purpose', purpose: 'event' } as const;
const stopped = addStop(NO_STOPS, {
  ...{ id: 's', at: AT, source: 'desk', requested: scope, effective: scope, recordedBy: 'desk' },
});
const act = { basis: 'web', at: '2026-08-20T00:00:00.000Z', capturedBy: 'x', wording: 'v1', language: 'en' } as const;
const agreed = grant(NO_CONSENTS, 'n1', 'event', act);
const record = agreed.kind === 'recorded' ? agreed.record : NO_CONSENTS;
const page: LedgerPage = {
  stops: new Map([
    ['n1', { kind: 'held', value: stopped, version: 4 }],
    ['n2', { kind: 'unreadable', version: 9 }],
  ]),
  consents: new Map([
    ['ana', { kind: 'held', value: record, version: 20 }],
    ['ben', { kind: 'unreadable', version: 50 }],
  ]),
};
const asked = { numberKey: 'n1', purpose: 'event', at: AT } as const;

test('what does not open, or was not read, is unreadable: never "no opt-out", never "no withdrawal"', () => {
  expect(stopsOf(page, 'n1')).toEqual(effectiveStops(stopped));
  expect(stopsOf(page, 'n2')).toBe('unreadable');
  expect(stopsOf(page, 'n3')).toBe('unreadable');
  expect(consentOf(page, 'ana', asked)).toBe('granted');
  expect(consentOf(page, 'ben', asked)).toBe('unreadable');
  expect(consentOf(page, 'cid', asked)).toBe('unreadable');
});

test('a person’s own word is asked for unless a guardian’s is', () => {
  expect(consentOf(page, 'ana', { ...asked, by: 'guardian' })).toBe('none');
  expect(consentOf(page, 'ana', { ...asked, by: 'self' })).toBe('granted');
});

test('one write more of anything a decision rests on changes the sum of versions; a key named twice counts once', () => {
  expect(versionSum(page, { numberKeys: ['n1'], contactKeys: ['ana', 'ben'] })).toBe(74);
  expect(versionSum(page, { numberKeys: ['n1', 'n2', 'n1'], contactKeys: ['ana', 'ana'] })).toBe(33);
  expect(versionSum(page, { numberKeys: ['n3'], contactKeys: ['cid'] })).toBe(0);
  expect(versionSum(page, { numberKeys: [], contactKeys: [] })).toBe(0);
});
