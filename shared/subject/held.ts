import type { ConsentEntry, Evidence, RestrictionEntry, RightsEntry } from '../consent/consent-record.ts';
import type { PastRing } from '../consent/gate-input.ts';
import { effectiveStops, type LiftEntry, type StopEntry } from '../consent/number-stops.ts';
import type { ReassignedAnswer } from '../consent/reassigned.ts';
import { scopeName } from '../consent/record-key.ts';
import { isRestrictedFor, restrictedOnRecord } from '../consent/restrictions.ts';
import { forbids } from '../consent/what-stops.ts';
import type { Contact, ContactNumber, Edge } from '../contacts/contact.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import type { Inspection } from './inspection.ts';
import type { SubjectItems, TaskHeld } from './subject-store.ts';
import { isShared } from './trace.ts';
import type { Use } from './use.ts';

/** How the person stands to one student. Of a student they may not be told about, nothing says who or where that is. */
export interface HeldEdge {
  /** The id of the student information system; absent where it is kept from this person. */
  readonly studentId?: string;
  readonly schoolIds?: readonly string[];
  readonly relationship: string;
  readonly restricted: boolean;
  readonly emergencyOnly: boolean;
  readonly limits: readonly string[];
  readonly priority: number;
  /** YYYY-MM-DD: when the student turns 18. */
  readonly adultFrom?: string;
  /** What named persons took down beside the export, oldest first. */
  readonly restrictions: readonly (Omit<RestrictionEntry, 'evidence'> & { readonly sha256: string })[];
  readonly rights: readonly RightsEntry[];
}

export interface HeldNumber extends Pick<ContactNumber, 'e164' | 'label' | 'lineType' | 'country'> {
  /** Every act of this person on this number, by purpose, oldest first; with evidence, wording and language. */
  readonly consents: readonly { readonly purpose: Purpose; readonly history: readonly ConsentEntry[] }[];
  /** Kinds of calls that are stopped now. */
  readonly stopped: readonly Purpose[];
  /** What was said on the number, whoever said it. `unreadable`: the entry does not open, and the gate refuses on it. */
  readonly stops: readonly HeldStop[] | 'unreadable';
  readonly lifts: readonly Pick<LiftEntry, 'at' | 'reason' | 'recordedBy'>[];
  readonly rings: readonly PastRing[];
  readonly reassigned: readonly ReassignedAnswer[];
}

export interface HeldStop extends Pick<StopEntry, 'at' | 'source' | 'recordedBy'> {
  /** What was asked, e.g. `purpose:event`. */
  readonly requested: string;
  /** What it stops under the rules of that day. */
  readonly effective: string;
  /** Where it can be looked up; absent on a number that others gave too: it may name them. */
  readonly evidence?: Evidence;
}

/** Everything held about one person, and nothing about anybody else. */
export interface Held {
  readonly entry: Pick<Contact, 'role' | 'givenName' | 'familyName' | 'language' | 'worksAt' | 'givenForSchoolContact'>;
  /** The pseudonyms under which the person is kept and named in the audit trail. */
  readonly pseudonyms: { readonly contactKey: string; readonly auditSubject: string };
  readonly consentRecord: 'held' | 'unreadable';
  readonly numbers: readonly HeldNumber[];
  readonly edges: readonly HeldEdge[];
  readonly tasks: readonly TaskHeld[];
  readonly inspections: readonly Inspection[];
}

/** Whether something must be kept from this person that would tell where a student is: see `isGuardedEdge`. */
export function isGuarded({ contact, consents }: Pick<SubjectItems, 'contact' | 'consents'>): boolean {
  const barred = consents.kind === 'held' && restrictedOnRecord(consents.value).length > 0;
  return barred || contact.edges.some((edge) => isGuardedEdge(edge, contact, consents));
}

/**
 * Who a student is and which school they go to is not told to somebody whose rights a court has ended or who may not learn where
 * the student is (C-01, C-02), nor to an emergency contact, who is no parent (34 CFR 99.30): it is the student's record, not theirs.
 */
function isGuardedEdge(edge: Edge, { role }: Contact, consents: SubjectItems['consents']): boolean {
  // What does not open may hold a court order.
  if (consents.kind === 'unreadable' || isRestrictedFor(consents.value, edge)) return true;
  return edge.emergencyOnly || role === 'other' || edge.limits?.includes('no-location') === true;
}

/** @param uses the person's own, by which rings on a shared number are told from other people's */
export function heldOf(items: SubjectItems, uses: readonly Use[]): Held {
  const { contact, consents, tasks, inspections } = items;
  const { role, givenName, familyName, language, worksAt, givenForSchoolContact, contactKey, auditSubject } = contact;
  return {
    entry: { role, givenName, familyName, language, ...(worksAt === undefined ? {} : { worksAt }), givenForSchoolContact },
    pseudonyms: { contactKey, auditSubject },
    consentRecord: consents.kind,
    numbers: contact.numbers.map((number) => heldNumber(number, items, uses)),
    edges: [...contact.edges, ...ordersAlone(items)].map((edge) => heldEdge(edge, items)),
    tasks,
    inspections,
  };
}

/** A court order about a student to whom the export has no line from this person. */
function ordersAlone({ contact, consents }: SubjectItems): readonly Edge[] {
  if (consents.kind === 'unreadable') return [];
  const alone = restrictedOnRecord(consents.value).filter((key) => contact.edges.every(({ studentKey }) => studentKey !== key));
  const nothing = { schoolIds: [], relationship: '', restricted: true, emergencyOnly: false, priority: 0 };
  return alone.map((studentKey) => ({ ...nothing, studentKey }));
}

function heldEdge(edge: Edge, { contact, consents, students }: SubjectItems): HeldEdge {
  const { studentKey, schoolIds, relationship, restricted, emergencyOnly, limits = [], priority, adultFrom } = edge;
  const record = consents.kind === 'held' ? consents.value : undefined;
  const sisId = students.get(studentKey)?.sisId;
  const told = isGuardedEdge(edge, contact, consents)
    ? {}
    : {
        ...(sisId === undefined ? {} : { studentId: sisId }),
        schoolIds,
        ...(adultFrom === undefined ? {} : { adultFrom }),
      };
  const restrictions = (record?.restrictions?.[studentKey] ?? []).map(({ evidence, ...entry }) => ({
    ...entry,
    sha256: evidence.sha256,
  }));
  const rights = record?.rights?.[studentKey] ?? [];
  const barred = record === undefined ? restricted : isRestrictedFor(record, edge);
  return { ...told, relationship, restricted: barred, emergencyOnly, limits, priority, restrictions, rights };
}

function heldNumber(number: ContactNumber, items: SubjectItems, uses: readonly Use[]): HeldNumber {
  const { e164, label, lineType, country, numberKey } = number;
  const reading = items.stops.get(numberKey);
  const record = reading?.kind === 'held' ? reading.value : undefined;
  const entries = items.consents.kind === 'held' ? (items.consents.value.numbers[numberKey] ?? {}) : {};
  const shared = isShared(numberKey, items.contact, items.numbers);
  const consents = PURPOSES.map((purpose) => ({ purpose, history: entries[purpose] ?? [] }));
  return {
    e164,
    label,
    lineType,
    ...(country === undefined ? {} : { country }),
    consents: consents.filter(({ history }) => history.length > 0),
    stopped: PURPOSES.filter((purpose) => forbids(record === undefined ? 'unreadable' : effectiveStops(record), purpose)),
    stops: reading?.kind === 'unreadable' ? 'unreadable' : (record?.stops ?? []).map((stop) => heldStop(stop, shared)),
    lifts: (record?.lifts ?? []).map(({ at, reason, recordedBy }) => ({ at, reason, recordedBy })),
    ...ofThisPerson(numberKey, items, uses),
  };
}

function heldStop({ at, source, recordedBy, requested, effective, evidence }: StopEntry, shared: boolean): HeldStop {
  const shown = evidence === undefined || shared ? {} : { evidence };
  return { at, source, recordedBy, requested: scopeName(requested), effective: scopeName(effective), ...shown };
}

/** On a number that others gave too, rings and carrier's answers may be about them: shown is what this person's own record explains. */
function ofThisPerson(numberKey: string, items: SubjectItems, uses: readonly Use[]): Pick<HeldNumber, 'rings' | 'reassigned'> {
  const rings = items.rings.get(numberKey) ?? [];
  const reassigned = items.reassigned.get(numberKey) ?? [];
  if (!isShared(numberKey, items.contact, items.numbers)) return { rings, reassigned };
  const mine = new Set(uses.map(({ notice }) => notice.noticeId));
  const entries = items.consents.kind === 'held' ? Object.values(items.consents.value.numbers[numberKey] ?? {}).flat() : [];
  const dates = new Set(entries.map(({ at }) => at.slice(0, 10)));
  return {
    rings: rings.filter(({ noticeId }) => mine.has(noticeId)),
    reassigned: reassigned.filter(({ consentDate }) => dates.has(consentDate)),
  };
}
