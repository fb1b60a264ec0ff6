import type { ConsentRecord } from '../consent/consent-record.ts';
import { rightsOver } from '../consent/rights.ts';
import type { Contact, Edge } from '../contacts/contact.ts';
import { laneOf, type Purpose } from '../notices/purpose.ts';

/** What narrows the students a person may be told about. */
export interface Telling {
  readonly purpose: Purpose;
  /** Of the district: contacts who are no guardians are called in emergencies. */
  readonly callEmergencyOnlyContacts: boolean;
  /** YYYY-MM-DD in the district's zone. */
  readonly today: string;
}

/**
 * The edges of one person that a call may speak for. A flag belongs to the pair of person and student: somebody who is guardian
 * of one child and may only pick up the other is told about the first, and the call says nothing for the second. Where nothing
 * is left, all of them are handed back, and the gate refuses on their flags: a brother or sister never widens what an edge allows.
 */
export function toldEdges(
  { edges, role }: Pick<Contact, 'edges' | 'role'>,
  students: readonly string[],
  record: ConsentRecord | 'unreadable',
  telling: Telling,
): readonly Edge[] {
  const concerned = edges.filter(({ studentKey }) => students.includes(studentKey));
  const open = concerned.filter((edge) => !isBarred(edge, telling));
  // Their own rights, not a parent's; and in an emergency the way to parents stays open (34 CFR 99.36).
  if (role === 'student' || role === 'staff' || laneOf(telling.purpose) === 'urgent') return orAll(open, concerned);
  const rightsIn = (state: 'held' | 'unknown') => open.filter((edge) => rightsOver(record, edge, telling.today) === state);
  const [held, unknown] = [rightsIn('held'), rightsIn('unknown')];
  return orAll(held.length > 0 ? held : unknown, orAll(open, concerned));
}

function isBarred({ limits = [], emergencyOnly }: Edge, { purpose, callEmergencyOnlyContacts }: Telling): boolean {
  if (limits.includes('never')) return true;
  if (limits.includes('no-routine') && laneOf(purpose) === 'routine') return true;
  return emergencyOnly && !(purpose === 'emergency' && callEmergencyOnlyContacts);
}

function orAll<T>(some: readonly T[], all: readonly T[]): readonly T[] {
  return some.length > 0 ? some : all;
}
