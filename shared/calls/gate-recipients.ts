import { type ConsentRecord, NO_CONSENTS } from '../consent/consent-record.ts';
import type { Bystander, GateRecipient } from '../consent/gate-input.ts';
import { consentOf } from '../consent/ledger.ts';
import { consentDateFor, reassignedFor } from '../consent/reassigned.ts';
import { isBarredFrom, isRestrictedFor, restrictedOnRecord } from '../consent/restrictions.ts';
import { ageOf, rightsOver } from '../consent/rights.ts';
import type { Contact, Edge, EdgeLimit } from '../contacts/contact.ts';
import type { DistrictSettings } from '../district/settings.ts';
import type { Audience, Notice } from '../notices/notice.ts';
import { localDay } from '../roster/dates.ts';
import { absenceNow, absencesOf, stillAbsent } from './absences.ts';
import type { Call } from './call.ts';
import type { Facts } from './gate-facts.ts';
import { toldEdges } from './told-students.ts';

/** A person who could be told, and the students of theirs that the call may speak for. */
export interface Tellable {
  readonly contactKey: string;
  readonly students: readonly string[];
}

interface Reached {
  readonly contact: Contact;
  /** Planned for them, still theirs, and still a matter to tell. */
  readonly students: readonly string[];
  readonly told: readonly Edge[];
}

export interface Moment {
  readonly settings: DistrictSettings;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** Whom the call would tell about whom, as the book and the absences stand now: what the listener is told rests on this. */
export function tellableOf(call: Call, notice: Notice, facts: Facts, moment: Moment): readonly Tellable[] {
  return reachedBy(call, notice, facts, moment).map(({ contact, told }) => ({
    contactKey: contact.contactKey,
    students: told.map(({ studentKey }) => studentKey),
  }));
}

/** Those of the planned recipients who are still in the book, still have this number and still belong to a student of the call. */
export function recipientsOf(call: Call, notice: Notice, facts: Facts, moment: Moment): readonly GateRecipient[] {
  const { settings, at } = moment;
  const today = localDay(new Date(at), settings.district.timezone);
  const asked = { numberKey: call.numberKey, purpose: notice.purpose, at };
  return reachedBy(call, notice, facts, moment).map(({ contact, students, told }) => {
    const { contactKey, role } = contact;
    const record = recordOf(facts, contactKey);
    const age = role === 'student' ? ownAge(contact, today) : 'adult';
    return {
      contactKey,
      role,
      restricted: isRestricted(contact, students, notice.audience, record),
      ...unlistedIn(contact, students, notice.audience, record),
      emergencyOnly: told.length > 0 && told.every(({ emergencyOnly }) => emergencyOnly),
      limits: limitsOf(contact, students, told, notice.audience),
      age,
      rights: rightsOf(contact, told, record, today),
      givenForSchoolContact: contact.givenForSchoolContact,
      consent: consentOf(facts.page, contactKey, asked),
      guardianConsent: age === 'adult' ? ('none' as const) : consentOf(facts.page, contactKey, { ...asked, by: 'guardian' }),
      reassigned: reassignedFor(
        facts.reassigned.get(call.numberKey),
        record === 'unreadable' ? undefined : consentDateFor(record, call.numberKey, notice.purpose, at),
        at,
      ),
    };
  });
}

/**
 * Others who have the phone, and planned recipients whose entry does not open: nobody knows what stands in it.
 * @param recipients whom the call would tell: all that have the phone and are not among them stand by
 */
export function bystandersOf(
  call: Call,
  notice: Notice,
  facts: Facts,
  recipients: readonly Pick<GateRecipient, 'contactKey'>[],
): readonly Bystander[] {
  const reached = new Set(recipients.map(({ contactKey }) => contactKey));
  const planned = call.recipients.map(({ contactKey }) => contactKey);
  const onThePhone = facts.numbers.get(call.numberKey)?.contactKeys ?? [];
  const students = [...new Set(call.recipients.flatMap((recipient) => recipient.students))];
  return [...new Set([...onThePhone, ...planned.filter((key) => facts.unreadable.has(key))])].flatMap((contactKey) => {
    if (reached.has(contactKey)) return [];
    const record = recordOf(facts, contactKey);
    const contact = facts.contacts.get(contactKey) ?? { edges: [] };
    const isKnown = record !== 'unreadable' && !facts.unreadable.has(contactKey);
    return [
      {
        restricted: isRestricted(contact, students, notice.audience, record),
        ...unlistedIn(contact, students, notice.audience, record),
        limits: limitsOf(contact, students, [], notice.audience),
        consent: isKnown ? ('none' as const) : ('unreadable' as const),
      },
    ];
  });
}

function reachedBy(
  call: Call,
  notice: Notice,
  { contacts, numbers, page, absences }: Facts,
  { settings, at }: Moment,
): readonly Reached[] {
  if (!numbers.has(call.numberKey)) return [];
  const { purpose } = notice;
  const { callEmergencyOnlyContacts, district } = settings;
  const telling = { purpose, callEmergencyOnlyContacts, today: localDay(new Date(at), district.timezone) };
  const someAbsent = absenceNow(absencesOf(call, notice), absences) === 'unexcused';
  return call.recipients.flatMap(({ contactKey, students: planned }): Reached[] => {
    const contact = contacts.get(contactKey);
    if (contact === undefined || !contact.numbers.some(({ numberKey }) => numberKey === call.numberKey)) return [];
    const students = someAbsent ? stillAbsent(planned, notice, absences) : planned;
    const reading = page.consents.get(contactKey);
    const told = toldEdges(contact, students, reading?.kind === 'held' ? reading.value : 'unreadable', telling);
    // Taken off this student's contacts since the call was planned, or nothing is left to tell them.
    const isAbout = told.length > 0 || planned.length === 0;
    return isAbout ? [{ contact, students: planned, told }] : [];
  });
}

function recordOf({ page }: Facts, contactKey: string): ConsentRecord | 'unreadable' {
  const reading = page.consents.get(contactKey);
  return reading?.kind === 'held' ? reading.value : 'unreadable';
}

/**
 * For a student of this call, or for any student of a school the notice is for: a merge never widens, and a school's message says
 * which school it is (C-02). Of a record that does not open, what the export says is all that is known.
 */
function isRestricted(
  { edges }: Pick<Contact, 'edges'>,
  students: readonly string[],
  audience: Audience,
  record: ConsentRecord | 'unreadable',
): boolean {
  const known = record === 'unreadable' ? NO_CONSENTS : record;
  const byEdge = concerning(edges, students, audience).some((edge) => isBarredFrom(known, edge));
  const own = new Set(edges.map(({ studentKey }) => studentKey));
  // An order about a student who is no longer theirs: at which school, nobody knows, so it holds for every school's notice.
  const elsewhere = restrictedOnRecord(known).filter((studentKey) => !own.has(studentKey));
  return byEdge || elsewhere.some((studentKey) => audience.kind !== 'students' || students.includes(studentKey));
}

/** Held because the contacts are silent, for the same students; a named person's word that no order stands ends that too. */
function unlistedIn(
  { edges }: Pick<Contact, 'edges'>,
  students: readonly string[],
  audience: Audience,
  record: ConsentRecord | 'unreadable',
): { readonly unlisted?: true } {
  const known = record === 'unreadable' ? NO_CONSENTS : record;
  const isSilent = concerning(edges, students, audience).some((edge) => edge.unlisted === true && isRestrictedFor(known, edge));
  return isSilent ? { unlisted: true } : {};
}

function concerning(edges: readonly Edge[], students: readonly string[], audience: Audience): readonly Edge[] {
  return edges.filter((edge) => students.includes(edge.studentKey) || isInAudience(edge, audience));
}

function isInAudience({ schoolIds }: Edge, audience: Audience): boolean {
  if (audience.kind === 'students') return false;
  const schools = audience.kind === 'district' ? undefined : audience.schools;
  return schools === undefined || schoolIds.some((id) => schools.includes(id));
}

/**
 * Every limit of those who are spoken for. Where a child must not be found by this person, no child of the call is told of by
 * place: brothers and sisters stand at the same place.
 */
function limitsOf(
  { edges }: Pick<Contact, 'edges'>,
  students: readonly string[],
  told: readonly Edge[],
  audience: Audience,
): readonly EdgeLimit[] {
  const hidden = concerning(edges, students, audience).some(({ limits }) => limits?.includes('no-location') === true);
  const limits = new Set(told.flatMap((edge) => edge.limits ?? []));
  return [...limits, ...(hidden && !limits.has('no-location') ? (['no-location'] as const) : [])];
}

/** A student's own phone: their own edge says how old they are; of several that could be, the youngest counts. */
function ownAge({ edges }: Contact, today: string): GateRecipient['age'] {
  const self = edges.filter(({ relationship }) => relationship === 'self' || relationship === 'student');
  const ages = (self.length > 0 ? self : edges).map((edge) => ageOf(edge, today));
  if (ages.includes('minor')) return 'minor';
  return ages.length === 0 || ages.includes('unknown') ? 'unknown' : 'adult';
}

function rightsOf(
  { role }: Contact,
  told: readonly Edge[],
  record: ConsentRecord | 'unreadable',
  today: string,
): GateRecipient['rights'] {
  if (role === 'student' || role === 'staff' || told.length === 0) return 'held';
  const rights = told.map((edge) => rightsOver(record, edge, today));
  if (rights.includes('held')) return 'held';
  return rights.includes('unknown') ? 'unknown' : 'passed';
}
