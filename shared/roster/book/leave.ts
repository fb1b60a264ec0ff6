/** What becomes of the entries of those who are retired: links go, what protects stays. */
import { type Contact, type Edge, isOrder, type Student } from '../../contacts/contact.ts';
import type { NewBook } from './book.ts';
import type { Change, Index, IndexChange, Stored } from './changes.ts';

/** Keys of those whom no export of three days has had. */
export interface Retired {
  readonly students: ReadonlySet<string>;
  readonly contacts: ReadonlySet<string>;
}

/** Contacts of retired students: their entries say so, whatever tonight's export says of them. */
export function touchedBy(retired: ReadonlySet<string>, students: ReadonlyMap<string, Stored<Student>>): ReadonlySet<string> {
  return new Set([...retired].flatMap((key) => students.get(key)?.value?.contactKeys ?? []));
}

/** Links that stand after somebody is retired; one that is restricted outlives them, or the order would be forgotten. */
export function standingEdges(edges: readonly Edge[], retired: Retired): readonly Edge[] {
  return edges.filter((edge) => isOrder(edge) || !retired.students.has(edge.studentKey));
}

/** Behind the print of an entry whose links have gone: the export that has the person again is looked at. */
const LEFT = ':left';

/** The entries of contacts who are in no row: without the links that go. The entry itself stays, for whoever asks what was done. */
export function* leavingContacts(
  next: NewBook,
  stored: ReadonlyMap<string, Stored<Contact>>,
  retired: Retired,
): Generator<Change<Contact>> {
  for (const [id, { value, version, print }] of stored) {
    if (value === undefined || next.contacts.has(id)) continue;
    const edges = retired.contacts.has(id) ? [] : standingEdges(value.edges, retired);
    if (edges.length === value.edges.length) continue;
    const marked = print.endsWith(LEFT) ? print : `${print}${LEFT}`;
    yield { kind: 'put', id, value: { ...value, edges }, print: marked, version: version + 1 };
  }
}

/** Whether nothing is left for which this contact would be called. */
export function hasLeft({ contactKey, edges, worksAt }: Contact, retired: Retired): boolean {
  return worksAt === undefined && (retired.contacts.has(contactKey) || standingEdges(edges, retired).length === 0);
}

export function leavingStudents(stored: ReadonlyMap<string, Stored<Student>>, retired: Retired): Change<Student>[] {
  return [...retired.students].flatMap((id) => (stored.has(id) ? [{ kind: 'remove', id } as const] : []));
}

export function leavingIndex(index: Index, retired: Retired): IndexChange[] {
  return [...retired.students].flatMap((studentKey) =>
    [...(index.get(studentKey)?.keys() ?? [])].map((schoolId) => ({ schoolId, studentKey })),
  );
}
