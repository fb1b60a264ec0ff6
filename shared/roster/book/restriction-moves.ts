/**
 * Where the export says otherwise than the book who may not be called about whom. A new restriction applies at once; one that the
 * export has dropped, by a flag that turned or a row that vanished, holds until a named person has cleared it.
 */
import { type Contact, type Edge, isOrder } from '../../contacts/contact.ts';
import type { NewBook } from './book.ts';
import type { Stored } from './changes.ts';

export interface RestrictionMove {
  readonly contactKey: string;
  readonly studentKey: string;
  readonly kind: 'dropped' | 'new';
}

/** @param stored contacts as the book has them; those whose entry was not opened say what they said last night */
export function restrictionMoves(next: NewBook, stored: ReadonlyMap<string, Stored<Contact>>): RestrictionMove[] {
  const moves: RestrictionMove[] = [];
  for (const contactKey of next.contacts.keys()) {
    const before = stored.get(contactKey);
    if (before !== undefined && before.value === undefined && before.print !== '') continue;
    // On a first import that is nearly everybody.
    if (before === undefined && !next.barred.has(contactKey)) continue;
    const contact = next.contacts.get(contactKey)?.contact;
    if (contact === undefined) continue;
    const edges = before?.value?.edges ?? [];
    const all = [...droppedFrom(next, contactKey, contact.edges, edges), ...newIn(contact.edges, edges)];
    moves.push(...all.map((move) => ({ contactKey, ...move })));
  }
  return moves;
}

function droppedFrom(next: NewBook, contactKey: string, said: readonly Edge[], before: readonly Edge[]) {
  return before
    .filter((edge) => isOrder(edge) && !said.some((now) => now.studentKey === edge.studentKey && isOrder(now)))
    .filter((edge) => said.some(({ studentKey }) => studentKey === edge.studentKey) || isWithdrawn(next, contactKey, edge))
    .map(({ studentKey }) => ({ studentKey, kind: 'dropped' as const }));
}

/** Whether the export has taken the edge back, rather than being silent about the student or broken about the contact. */
export function isWithdrawn(next: NewBook, contactKey: string, { studentKey }: Pick<Edge, 'studentKey'>): boolean {
  return next.students.has(studentKey) && !next.invalidContacts.has(contactKey);
}

/** Restricted tonight, and not last night: also where the book still held on to an order that the export had dropped. */
function newIn(edges: readonly Edge[], before: readonly Edge[]) {
  return edges
    .filter(isOrder)
    .filter(({ studentKey }) => {
      const earlier = before.find((edge) => edge.studentKey === studentKey);
      return earlier === undefined || !isOrder(earlier) || earlier.clearing === true;
    })
    .map(({ studentKey }) => ({ studentKey, kind: 'new' as const }));
}
