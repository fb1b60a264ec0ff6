import type { DueCall, GateFacts } from '../../shared/calls/gate-facts.ts';
import type { Addressee } from '../../shared/calls/plan-calls.ts';
import { NEVER_RANG, type RingBook, type RingHistory, withRing } from '../../shared/calls/ring-history.ts';
import { type ConsentRecord, grant, NO_CONSENTS } from '../../shared/consent/consent-record.ts';
import type { ConsentLedger, Reading } from '../../shared/consent/ledger.ts';
import { applyKey, NO_STOPS, type StopRecord } from '../../shared/consent/number-stops.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { NumberEntry } from '../../shared/contacts/number-entry.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { laneOf } from '../../shared/notices/purpose.ts';
import type { AbsenceState } from '../../shared/roster/attendance/absence-book.ts';
import { START } from './a-call.ts';

export interface Person {
  readonly name: string;
  /** Number keys, in call order; a key may be another person's too. */
  readonly numbers: readonly string[];
  readonly restricted?: boolean;
  readonly emergencyOnly?: boolean;
  /** Agreed to event calls on all numbers. */
  readonly agreed?: boolean;
  /** Their numbers are residential landlines. */
  readonly landline?: boolean;
  /** Pressed 9 earlier, on the first number. */
  readonly stopped?: boolean;
  /** Whose parent they are; a child of their own unless told. */
  readonly pupil?: string;
  /** Has the phone, and is not among those whom notices are for. */
  readonly standsBy?: boolean;
}

/** +1 312 234 xxxx, by order of first mention. */
function e164Of(numberKey: string, all: readonly string[]): string {
  return `+1312234${String(1_000 + all.indexOf(numberKey)).padStart(4, '0')}`;
}

function studentOf({ name, pupil = name }: Person): string {
  return `student-${pupil}`;
}

function contactOf(person: Person, all: readonly string[]): Contact {
  const edge = {
    studentKey: studentOf(person),
    schoolIds: ['lincoln'],
    relationship: 'mother',
    priority: 1,
    adultFrom: '2033-01-01',
  };
  return {
    contactKey: person.name,
    role: 'guardian',
    givenName: person.name,
    familyName: 'Sample',
    language: 'en',
    numbers: person.numbers.map((numberKey) => ({
      numberKey,
      e164: e164Of(numberKey, all),
      label: 'cell',
      lineType: 'mobile',
      country: 'US',
    })),
    edges: [{ ...edge, restricted: person.restricted === true, emergencyOnly: person.emergencyOnly === true }],
    // Of whoever gave a number for school contact, a call may rest on that; the exemption is for the others.
    givenForSchoolContact: person.landline !== true,
    auditSubject: `subject-${person.name}`,
    auditNumberKey: Buffer.from(person.name).toString('base64'),
  };
}

function entryOf(numberKey: string, people: readonly Person[], all: readonly string[]): NumberEntry {
  const owners = people.filter(({ numbers }) => numbers.includes(numberKey));
  const lineType = owners.some(({ landline }) => landline === true) ? 'landline' : 'mobile';
  return { e164: e164Of(numberKey, all), lineType, country: 'US', contactKeys: owners.map(({ name }) => name) };
}

function agreementOf({ numbers }: Person): ConsentRecord {
  const [at, capturedBy] = ['2026-08-01T00:00:00.000Z', 'desk'];
  const act = { basis: 'written-form', at, capturedBy, wording: 'v1', language: 'en' } as const;
  return numbers.reduce((record, numberKey) => {
    const granted = grant(record, numberKey, 'event', act);
    return granted.kind === 'recorded' ? granted.record : record;
  }, NO_CONSENTS);
}

const PRESS = {
  attempt: 1,
  purpose: 'event',
  basis: 'consent',
  at: START,
  recordedBy: 'record-keypress',
  revokeAllFrom: '2027-01-31',
} as const;

/** A contact book and ledger in memory, and what the gate may read of them. */
export function memoryPeople(people: readonly Person[], notices: ReadonlyMap<string, Notice>) {
  const absences = new Map<string, AbsenceState>();
  const all = [...new Set(people.flatMap(({ numbers }) => numbers))];
  const contacts = new Map(people.map((person) => [person.name, contactOf(person, all)]));
  const stops = new Map<string, Reading<StopRecord> & { kind: 'held' }>();
  const consents = new Map<string, Reading<ConsentRecord>>();
  const numbers = new Map(all.map((numberKey) => [numberKey, entryOf(numberKey, people, all)]));
  const ledger: Pick<ConsentLedger, 'changeStops'> = {
    changeStops: async (numberKey, update) => {
      const held = stops.get(numberKey) ?? { kind: 'held', value: NO_STOPS, version: 0 };
      const value = update(held.value);
      if (value === held.value) return 'unchanged';
      stops.set(numberKey, { kind: 'held', value, version: held.version + 1 });
      return 'written';
    },
  };
  for (const person of people.filter(({ agreed }) => agreed === true))
    consents.set(person.name, { kind: 'held', value: agreementOf(person), version: 1 });
  const stop = (numberKey: string, key: '7' | '8' | '9', callId: string): Promise<unknown> =>
    ledger.changeStops(numberKey, (record) => applyKey(record, key, { ...PRESS, callId }));
  for (const person of people.filter(({ stopped }) => stopped === true)) void stop(person.numbers[0] ?? '', '9', 'earlier.call');
  const rings = new Map<string, RingHistory>();
  const othersOn = ({ call: { numberKey, recipients } }: DueCall): readonly string[] =>
    (numbers.get(numberKey)?.contactKeys ?? []).filter((key) => recipients.every(({ contactKey }) => contactKey !== key));
  // As the table's own: of others on the phone, the re-read knows those alone whom the call brings along.
  const markOf = ({ call: { numberKey, recipients, purpose }, bystanders = [] }: DueCall): string => {
    const onThePhone = [...recipients.map(({ contactKey }) => contactKey), ...bystanders];
    const versions = [stops.get(numberKey)?.version ?? 0, ...onThePhone.map((key) => consents.get(key)?.version ?? 0)];
    return JSON.stringify([versions, laneOf(purpose) === 'routine' ? rings.get(numberKey) : undefined]);
  };
  const marksOf = (due: readonly DueCall[]) => new Map(due.map((one) => [one.call.callId, markOf(one)]));
  const facts: GateFacts = {
    read: async (due) => ({
      numbers,
      contacts,
      unreadable: new Set(),
      bystanders: new Map(due.map((one) => [one.call.callId, othersOn(one)])),
      page: {
        stops: new Map(
          due.map(({ call: { numberKey } }) => [
            numberKey,
            stops.get(numberKey) ?? { kind: 'held', value: NO_STOPS, version: 0 },
          ]),
        ),
        consents: new Map(
          people.map(({ name }) => [name, consents.get(name) ?? { kind: 'held', value: NO_CONSENTS, version: 0 }]),
        ),
      },
      rings,
      reassigned: new Map(),
      absences,
      marks: marksOf(due.map((one) => ({ ...one, bystanders: othersOn(one) }))),
    }),
    recheck: async (due) => ({ marks: marksOf(due), notices }),
  };
  const addressees: readonly Addressee[] = people
    .filter(({ standsBy }) => standsBy !== true)
    .map((person) => ({
      contact: contacts.get(person.name) ?? contactOf(person, all),
      students: [studentOf(person)],
    }));
  return { facts, ledger, contacts, addressees, stop, stops, consents, absences, rings, ringBook: memoryRings(rings) };
}

/** True to the conditions of the table: a ring counted twice is one, and of two who count at once one gets through. */
function memoryRings(rings: Map<string, RingHistory>): RingBook {
  const at = (numberKey: string) => rings.get(numberKey) ?? NEVER_RANG;
  return {
    note: async (rung) => {
      for (const { numberKey, rang } of rung) {
        const { noted, notedVersion } = at(numberKey);
        if (rang === undefined || noted === 'unreadable') continue;
        rings.set(numberKey, { ...at(numberKey), noted: withRing(noted, rang.ring), notedVersion: notedVersion + 1 });
      }
    },
    countExempt: async (numberKey, before, ring) => {
      if (at(numberKey).exemptVersion !== before.exemptVersion) return 'changed';
      const exempt = withRing(before.exempt === 'unreadable' ? [] : before.exempt, ring);
      rings.set(numberKey, { ...at(numberKey), exempt, exemptVersion: before.exemptVersion + 1 });
      return 'counted';
    },
    uncount: async (numberKey, name) => {
      const { exempt, exemptVersion } = at(numberKey);
      if (exempt === 'unreadable') return;
      const left = exempt.filter(({ ring }) => ring !== name);
      rings.set(numberKey, { ...at(numberKey), exempt: left, exemptVersion: exemptVersion + 1 });
    },
  };
}
