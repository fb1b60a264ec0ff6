import { expect, test } from 'vitest';
import { edge, itemsOf, NUMBER, person } from '../../test/fixtures/sample-subject.ts';
import { type ConsentRecord, NO_CONSENTS } from '../consent/consent-record.ts';
import type { StopRecord } from '../consent/number-stops.ts';
import { dossierOf } from './dossier.ts';
import { heldOf, isGuarded } from './held.ts';
import type { SubjectItems } from './subject-store.ts';

const AT = '2026-11-24T16:15:00.000Z';
const evidence = { pointer: 'told by Mr. Reyes at the desk', sha256: 'ab'.repeat(32) };
const shared: SubjectItems['numbers'] = new Map([
  [NUMBER.numberKey, { e164: NUMBER.e164, lineType: 'mobile', contactKeys: ['ana-key', 'other'] }],
]);
const stop: StopRecord = {
  stops: [
    {
      id: 's',
      at: AT,
      source: 'desk',
      requested: { kind: 'purpose', purpose: 'event' },
      effective: { kind: 'all-but-emergencies' },
      recordedBy: 'desk:ruiz',
      evidence,
    },
  ],
  lifts: [],
};
const stops: SubjectItems['stops'] = new Map([[NUMBER.numberKey, { kind: 'held', value: stop, version: 1 }]]);

test('a parent is told which students and schools, and what a stop was asked for and what it stops', () => {
  const held = heldOf(itemsOf(person(), NO_CONSENTS, { stops }), []);
  expect(held.edges).toMatchObject([{ studentId: 'S-2017', schoolIds: ['lincoln'], restricted: false }]);
  expect(held.numbers[0]).toMatchObject({
    stopped: ['closure', 'attendance', 'event', 'survey', 'fundraising'],
    stops: [{ requested: 'purpose:event', effective: 'all-but-emergencies', evidence }],
  });
});

const set = { state: 'set', at: AT, recordedBy: 'desk:ruiz', evidence } as const;
const ordered = (studentKey: string): ConsentRecord => ({ numbers: {}, restrictions: { [studentKey]: [set] } });

test.each([
  ['a court order in the export', person({ edges: [edge({ restricted: true })] }), NO_CONSENTS],
  ['a court order that a named person took down', person(), ordered('student-key')],
  ['somebody who may not learn where the student is', person({ edges: [edge({ limits: ['no-location'] })] }), NO_CONSENTS],
  ['an emergency contact', person({ edges: [edge({ emergencyOnly: true })] }), NO_CONSENTS],
  ['a neighbour', person({ role: 'other' }), NO_CONSENTS],
] as const)('%s: neither who the student is nor where', (_who, contact, record) => {
  const items = itemsOf(contact, record);
  expect(isGuarded(items)).toBe(true);
  const text = JSON.stringify(heldOf(items, []));
  expect(text).not.toMatch(/S-2017|lincoln/);
  // The paper of an order may name the other parent: the person learns that there is one, and its fingerprint.
  expect(text).not.toContain('Mr. Reyes');
});

test('an order about a student with whom no line of the export connects them is shown as an order, and no more', () => {
  const items = itemsOf(person(), ordered('another-student'));
  expect(heldOf(items, []).edges).toMatchObject([{ studentId: 'S-2017' }, { restricted: true, relationship: '' }]);
  expect(isGuarded(items)).toBe(true);
});

test('what does not open hides more, never less', () => {
  const items = itemsOf(person(), NO_CONSENTS, { consents: { kind: 'unreadable', version: 3 } });
  expect(heldOf(items, [])).toMatchObject({ consentRecord: 'unreadable', edges: [{ relationship: 'Mother' }] });
  expect(JSON.stringify(heldOf(items, []).edges)).not.toContain('S-2017');
});

test('on a number that others gave too, rings, carriers’ answers and words at the desk are shown where they are this person’s', () => {
  const ring = { at: AT, purpose: 'event', basis: 'consent', noticeId: 'not-mine' } as const;
  const answer = {
    consentDate: '2026-01-02',
    answer: 'no',
    askedAt: AT,
    fileVersion: '2026-11',
    queryId: 'q',
    via: 'csv',
    safeHarbour: true,
    coversGiven: false,
  } as const;
  const more = { rings: new Map([[NUMBER.numberKey, [ring]]]), reassigned: new Map([[NUMBER.numberKey, [answer]]]), stops };
  const own = heldOf(itemsOf(person(), NO_CONSENTS, more), []).numbers[0];
  expect(own).toMatchObject({ rings: [ring], reassigned: [answer], stops: [{ evidence }] });
  const theirs = heldOf(itemsOf(person(), NO_CONSENTS, { ...more, numbers: shared }), []).numbers[0];
  expect(theirs).toMatchObject({ rings: [], reassigned: [] });
  expect(JSON.stringify(theirs)).not.toContain('Mr. Reyes');
});

const district = {
  name: 'D',
  domain: 'd.example',
  timezone: 'America/Chicago',
  retention: { backupDays: 14, auditYears: 7, exportDays: 7 },
};

test('of records about the person only facts made for them are shown', () => {
  const record = {
    kind: 'consent.granted',
    at: AT,
    facts: { purpose: 'event', numberKey: 'secret-key', somethingNew: 'of somebody else' },
  };
  const others = [{ record, leaf: '', object: '', line: 1 }] as unknown as Parameters<typeof dossierOf>[1]['others'];
  const trace = { calls: new Map(), onNumbers: new Set<string>(), newest: '', notices: new Map(), others, unread: 0 };
  const dossier = dossierOf(itemsOf(person()), trace, district, AT);
  expect(dossier.events).toEqual([{ kind: 'consent.granted', at: AT, details: { purpose: 'event' } }]);
});
