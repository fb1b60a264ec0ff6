/**
 * What a held export does at once: it restricts, and nothing else (ROSTER §11). Whoever is in the book keeps their phones and
 * links. Only what the export says in so many words counts: a flag that nobody can read would, in a file whose columns have
 * moved, keep everybody from every call, emergencies included.
 */
import { type Contact, type Edge, limitsOfBoth } from '../../contacts/contact.ts';
import { foldName } from '../layouts/person-name.ts';
import { type NewBook, type NewContact, restrictedFor } from './book.ts';
import type { Change, Stored } from './changes.ts';

/** Somebody the book knows under another id, restricted by a held export: for every student, as nobody can tell which. */
export interface SamePerson {
  readonly contactKey: string;
  readonly studentKeys: readonly string[];
}

export interface Narrowing {
  readonly changes: readonly Change<Contact>[];
  /** Restricted in the export under an id the book does not have; found by name and phone. */
  readonly samePersons: readonly SamePerson[];
  /** Restricted in the export, and nobody in the book is found for it. */
  readonly unmatched: readonly NewContact[];
}

/** Behind the print of what a held export has narrowed: the next one that is taken looks at it again. */
const NARROWED = ':narrowed';

/** @param stored contacts as the book has them, opened where the export says otherwise */
export function narrowingOf(next: NewBook, stored: ReadonlyMap<string, Stored<Contact>>): Narrowing {
  const changes: Change<Contact>[] = [];
  const strangers: NewContact[] = [];
  for (const [contactKey, one] of next.contacts) {
    const before = stored.get(contactKey);
    if (before !== undefined) changes.push(...narrowed(one, before));
    else if (restrictedFor(one).size > 0) strangers.push(one);
  }
  const namesakes = Map.groupBy(strangers, ({ contact }) => nameOf(contact));
  const found = new Set<NewContact>();
  const samePersons: SamePerson[] = [];
  for (const { value } of stored.values()) {
    if (value === undefined || next.contacts.has(value.contactKey)) continue;
    const same = namesakes.get(nameOf(value))?.filter(({ contact }) => sharePhone(value, contact)) ?? [];
    for (const stranger of same) found.add(stranger);
    const studentKeys = value.edges.map(({ studentKey }) => studentKey);
    if (same.length > 0) samePersons.push({ contactKey: value.contactKey, studentKeys });
  }
  return { changes, samePersons, unmatched: strangers.filter((stranger) => !found.has(stranger)) };
}

function narrowed(one: NewContact, { value, version, print }: Stored<Contact>): Change<Contact>[] {
  if (value === undefined) return [];
  const said = restrictedFor(one);
  const linked = new Set(value.edges.map(({ studentKey }) => studentKey));
  // A restricted link that is new forbids calls on a phone that others of the student have as well.
  const added = one.contact.edges.filter(({ studentKey }) => said.has(studentKey) && !linked.has(studentKey));
  const kept = value.edges.map((edge) => (said.has(edge.studentKey) ? barred(edge) : inWords(edge, one)));
  const after = { ...value, edges: [...kept, ...added] };
  if (JSON.stringify(after) === JSON.stringify(value)) return [];
  const marked = print.endsWith(NARROWED) ? print : `${print}${NARROWED}`;
  return [{ kind: 'put', id: value.contactKey, value: after, print: marked, version: version + 1 }];
}

/** Said in so many words, it is neither one that the export has dropped nor mere silence. */
export const barred = ({ clearing: _clearing, unlisted: _unlisted, ...edge }: Edge): Edge => ({ ...edge, restricted: true });

function inWords(edge: Edge, { contact, inWords: students }: NewContact): Edge {
  const { studentKey } = edge;
  const said = students?.has(studentKey) === true ? contact.edges.find((one) => one.studentKey === studentKey) : undefined;
  return said === undefined ? edge : narrowedBy(edge, said);
}

export function narrowedBy(edge: Edge, said: Pick<Edge, 'emergencyOnly' | 'limits'>): Edge {
  return { ...edge, emergencyOnly: edge.emergencyOnly || said.emergencyOnly, ...limitsOfBoth(edge, said) };
}

const nameOf = ({ givenName, familyName }: Pick<Contact, 'givenName' | 'familyName'>): string => foldName(givenName, familyName);

/** With the same name and a phone in common it is, under another id, most likely the same person. If not, somebody is spared. */
function sharePhone(one: Contact, other: NewContact['contact']): boolean {
  const phones = new Set(one.numbers.map(({ numberKey }) => numberKey));
  return other.numbers.some(({ numberKey }) => phones.has(numberKey));
}
