import { describe, expect, test } from 'vitest';
import { aCall, aNotice } from '../../test/ports/a-call.ts';
import { sampleSettings } from '../../test/ports/sample-settings.ts';
import { type ConsentRecord, NO_CONSENTS } from '../consent/consent-record.ts';
import { decide } from '../consent/decide.ts';
import { NO_STOPS } from '../consent/number-stops.ts';
import { withRestriction } from '../consent/restrictions.ts';
import type { Contact, Edge } from '../contacts/contact.ts';
import type { Notice } from '../notices/notice.ts';
import { gateInputOf } from './gate-input-of.ts';

const NOW = '2026-11-24T16:15:00.000Z';
const settings = sampleSettings();
const edge = (studentKey: string, over: Partial<Edge> = {}): Edge => ({
  ...{ studentKey, schoolIds: [`school-${studentKey}`], relationship: 'parent', priority: 1, restricted: false },
  ...{ emergencyOnly: false, adultFrom: '2033-01-01', ...over },
});
const contact = (contactKey: string, edges: readonly Edge[]): Contact => ({
  ...{ contactKey, role: 'guardian', givenName: 'A', familyName: 'B', language: 'en', edges, givenForSchoolContact: true },
  numbers: [{ e164: '+13122341000', numberKey: 'home', label: 'home', lineType: 'mobile', country: 'US' }],
  ...{ auditSubject: 'subject', auditNumberKey: '' },
});
const mother = contact('mother', [edge('ana')]);

interface World {
  /** Who has the phone besides the mother. */
  readonly father?: Contact;
  readonly record?: ConsentRecord | 'unreadable';
  readonly unreadable?: readonly string[];
}

function said({ father, record = NO_CONSENTS, unreadable = [] }: World, over: Partial<Notice> = {}): string {
  const notice = aNotice({
    ...{ purpose: 'emergency', audience: { kind: 'students', students: ['ana'] }, messageName: 'concert' },
    ...{ expiresAt: '2026-12-30T00:00:00.000Z', ...over },
  });
  const call = aCall({
    numberKey: 'home',
    purpose: notice.purpose,
    recipients: [{ contactKey: 'mother', students: ['ana'] }],
  });
  const held = { kind: 'held', value: NO_CONSENTS, version: 1 } as const;
  const people = [mother, ...(father === undefined ? [] : [father])].filter(({ contactKey }) => !unreadable.includes(contactKey));
  const facts = {
    numbers: new Map([
      ['home', { e164: '+13122341000', lineType: 'mobile', country: 'US', contactKeys: ['mother', 'father'] } as const],
    ]),
    contacts: new Map(people.map((one) => [one.contactKey, one])),
    unreadable: new Set(unreadable),
    page: {
      stops: new Map([['home', { kind: 'held', value: NO_STOPS, version: 0 } as const]]),
      consents: new Map([
        ['mother', held],
        ['father', record === 'unreadable' ? ({ kind: 'unreadable', version: 2 } as const) : { ...held, value: record }],
      ]),
    },
    ...{ rings: new Map(), reassigned: new Map(), absences: new Map(), bystanders: new Map(), marks: new Map() },
  };
  const decision = decide(gateInputOf(call, notice, facts, settings, NOW));
  return `${decision.kind} ${decision.rule}`;
}

const order = withRestriction(NO_CONSENTS, 'ana', {
  ...{ state: 'set', at: '2026-11-24T12:00:00.000Z', recordedBy: 'Dana Ruiz' },
  evidence: { pointer: 'order 12', sha256: 'a'.repeat(64) },
});
const ofBen = contact('father', [edge('ben')]);
const OF_BEN = { audience: { kind: 'schools', schools: ['school-ben'] } } as const;

describe('whoever else has the phone is kept out by it, in emergencies too', () => {
  test('an order of the office, though the school has taken his row off this child, or never had one', () => {
    expect(said({ father: ofBen })).toBe('permit permit.emergency');
    expect(said({ father: ofBen, record: order })).toBe('refuse no-contact');
    expect(said({ record: order }), 'nor is he in the book').toBe('refuse no-contact');
  });

  test('a restricted link that came after the call was planned, or for which nobody plans him', () => {
    const restricted = contact('father', [edge('ben'), edge('ana', { restricted: true })]);
    expect(said({ father: restricted })).toBe('refuse no-contact');
  });

  test('an order about another child is none about this one, but for what is said to that child’s school', () => {
    const barredFromBen = contact('father', [edge('ben', { restricted: true })]);
    expect(said({ father: barredFromBen })).toBe('permit permit.emergency');
    expect(said({ father: barredFromBen }, OF_BEN)).toBe('refuse no-contact');
  });

  test('what does not open may hold an order: his entry, his record, and the entry of whoever is called', () => {
    expect(said({ father: ofBen, unreadable: ['father'] })).toBe('refuse unknown.restrictions');
    expect(said({ father: ofBen, record: 'unreadable' })).toBe('refuse unknown.restrictions');
    expect(said({ father: ofBen, unreadable: ['mother'] })).toBe('refuse unknown.restrictions');
  });

  test('of whom the contacts are silent, nobody has barred: the mother hears of an emergency, and not where her child is', () => {
    const father = contact('father', [edge('ana', { restricted: true, unlisted: true, emergencyOnly: true })]);
    expect(said({ father })).toBe('permit permit.emergency');
    expect(said({ father }, { purpose: 'closure' })).toBe('refuse unknown.guardian');
    expect(said({ father }, { messageName: 'sealed' })).toBe('refuse limit.no-location');
    expect(said({ father, record: order })).toBe('refuse no-contact');
    expect(said({ father, record: 'unreadable' })).toBe('refuse unknown.restrictions');
  });

  test('a named person’s word that no order stands ends the silence', () => {
    const father = contact('father', [edge('ana', { restricted: true, unlisted: true, emergencyOnly: true })]);
    const cleared = withRestriction(NO_CONSENTS, 'ana', {
      ...{ state: 'cleared', at: '2026-11-24T13:00:00.000Z', recordedBy: 'Dana Ruiz' },
      evidence: { pointer: 'asked the mother', sha256: 'a'.repeat(64) },
    });
    expect(said({ father, record: cleared }, { purpose: 'closure' })).toMatch(/^permit/);
  });

  test('whoever may not know where a child is does not hear it on the phone of another', () => {
    const hidden = contact('father', [edge('ana', { limits: ['no-location'], emergencyOnly: true })]);
    expect(said({ father: hidden }, { messageName: 'sealed' })).toBe('refuse limit.no-location');
    expect(said({ father: hidden })).toBe('permit permit.emergency');
  });
});
