import type { Call } from '../../shared/calls/call.ts';
import type { GateFacts } from '../../shared/calls/gate-facts.ts';
import type { Addressee } from '../../shared/calls/plan-calls.ts';
import { type ConsentRecord, grant, NO_CONSENTS } from '../../shared/consent/consent-record.ts';
import type { ConsentLedger, Reading } from '../../shared/consent/ledger.ts';
import { applyKey, NO_STOPS, type StopRecord } from '../../shared/consent/number-stops.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { START } from './a-call.ts';

export interface Person {
  readonly name: string;
  /** Number keys, in call order; a key may be another person's too. */
  readonly numbers: readonly string[];
  readonly restricted?: boolean;
  readonly emergencyOnly?: boolean;
  /** Agreed to event calls on all numbers. */
  readonly agreed?: boolean;
  /** Pressed 9 earlier, on the first number. */
  readonly stopped?: boolean;
}

/** +1 312 234 xxxx, by order of first mention. */
function e164Of(numberKey: string, all: readonly string[]): string {
  return `+1312234${String(1_000 + all.indexOf(numberKey)).padStart(4, '0')}`;
}

function contactOf(person: Person, all: readonly string[]): Contact {
  const edge = { studentKey: `student-${person.name}`, schoolIds: ['lincoln'], relationship: 'mother', priority: 1 };
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
    givenForSchoolContact: true,
    auditSubject: `subject-${person.name}`,
    auditNumberKey: Buffer.from(person.name).toString('base64'),
  };
}

/** A contact book and ledger in memory, and what the gate may read of them. */
export function memoryPeople(people: readonly Person[], notices: ReadonlyMap<string, Notice>) {
  const all = [...new Set(people.flatMap(({ numbers }) => numbers))];
  const contacts = new Map(people.map((person) => [person.name, contactOf(person, all)]));
  const stops = new Map<string, Reading<StopRecord> & { kind: 'held' }>();
  const consents = new Map<string, Reading<ConsentRecord>>();
  const numbers = new Map(
    all.map((numberKey) => {
      const owners = people.filter((person) => person.numbers.includes(numberKey)).map(({ name }) => name);
      return [numberKey, { e164: e164Of(numberKey, all), lineType: 'mobile' as const, country: 'US', contactKeys: owners }];
    }),
  );
  const ledger: Pick<ConsentLedger, 'changeStops'> = {
    changeStops: async (numberKey, update) => {
      const held = stops.get(numberKey) ?? { kind: 'held', value: NO_STOPS, version: 0 };
      const value = update(held.value);
      if (value === held.value) return 'unchanged';
      stops.set(numberKey, { kind: 'held', value, version: held.version + 1 });
      return 'written';
    },
  };
  for (const person of people.filter(({ agreed }) => agreed === true)) {
    let value = NO_CONSENTS;
    const act = {
      basis: 'written-form',
      at: '2026-08-01T00:00:00.000Z',
      capturedBy: 'desk',
      wording: 'v1',
      language: 'en',
    } as const;
    for (const numberKey of person.numbers) {
      const granted = grant(value, numberKey, 'event', act);
      if (granted.kind === 'recorded') value = granted.record;
    }
    consents.set(person.name, { kind: 'held', value, version: 1 });
  }
  const stop = (numberKey: string, key: '7' | '8' | '9', callId: string): Promise<unknown> =>
    ledger.changeStops(numberKey, (record) =>
      applyKey(record, key, { callId, attempt: 1, purpose: 'event', basis: 'consent', at: START, recordedBy: 'record-keypress' }),
    );
  for (const person of people.filter(({ stopped }) => stopped === true)) void stop(person.numbers[0] ?? '', '9', 'earlier.call');
  const versionOf = ({ numberKey, recipients }: Call): number =>
    (stops.get(numberKey)?.version ?? 0) +
    recipients.reduce((sum, { contactKey }) => sum + (consents.get(contactKey)?.version ?? 0), 0);
  const facts: GateFacts = {
    read: async (calls) => ({
      numbers,
      contacts,
      page: {
        stops: new Map(
          calls.map(({ numberKey }) => [numberKey, stops.get(numberKey) ?? { kind: 'held', value: NO_STOPS, version: 0 }]),
        ),
        consents: new Map(
          people.map(({ name }) => [name, consents.get(name) ?? { kind: 'held', value: NO_CONSENTS, version: 0 }]),
        ),
      },
    }),
    recheck: async (calls) => ({ consentVersions: new Map(calls.map((call) => [call.callId, versionOf(call)])), notices }),
  };
  const addressees: readonly Addressee[] = people.map((person) => ({
    contact: contacts.get(person.name) ?? contactOf(person, all),
    students: [`student-${person.name}`],
  }));
  return { facts, ledger, addressees, stop, stops };
}
