/**
 * What a held export does at once: it restricts, and nothing else (ROSTER §11). Whoever is in the book keeps their phones and
 * links. Only what the export says in so many words counts: a flag that nobody can read would, in a file whose columns have
 * moved, keep everybody from every call, emergencies included.
 */
import type { Contact } from '../../contacts/contact.ts';
import { foldName } from '../layouts/person-name.ts';
import type { NewBook, NewContact } from './book.ts';
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
  const known = [...next.contacts.values()].filter(({ contact }) => stored.has(contact.contactKey));
  const strangers = [...next.contacts.values()].filter(
    (one) => !stored.has(one.contact.contactKey) && restrictedFor(one).size > 0,
  );
  const missing = [...stored.values()].flatMap(({ value }) =>
    value === undefined || next.contacts.has(value.contactKey) ? [] : [value],
  );
  const found = strangers.map((stranger) => ({ stranger, same: missing.filter((one) => isSamePerson(one, stranger.contact)) }));
  return {
    changes: known.flatMap((one) => narrowed(one, stored.get(one.contact.contactKey))),
    samePersons: found
      .flatMap(({ same }) => same)
      .map(({ contactKey, edges }) => ({ contactKey, studentKeys: edges.map(({ studentKey }) => studentKey) })),
    unmatched: found.flatMap(({ stranger, same }) => (same.length === 0 ? [stranger] : [])),
  };
}

/** Students whom the export says this contact may not be called about. */
export function restrictedFor({ contact, unreadable }: NewContact): ReadonlySet<string> {
  const said = contact.edges.filter(({ restricted, studentKey }) => restricted && !unreadable.has(studentKey));
  return new Set(said.map(({ studentKey }) => studentKey));
}

function narrowed(one: NewContact, stored: Stored<Contact> | undefined): Change<Contact>[] {
  if (stored?.value === undefined) return [];
  const { value, version, print } = stored;
  const said = restrictedFor(one);
  const linked = new Set(value.edges.map(({ studentKey }) => studentKey));
  // A restricted link that is new forbids calls on a phone that others of the student have as well.
  const added = one.contact.edges.filter(({ studentKey }) => said.has(studentKey) && !linked.has(studentKey));
  const kept = value.edges.map((edge) => (said.has(edge.studentKey) ? { ...edge, restricted: true } : edge));
  const after = { ...value, edges: [...kept, ...added] };
  if (JSON.stringify(after) === JSON.stringify(value)) return [];
  const marked = print.endsWith(NARROWED) ? print : `${print}${NARROWED}`;
  return [{ kind: 'put', id: value.contactKey, value: after, print: marked, version: version + 1 }];
}

/** The same name and a phone in common: under another id, most likely the same person. Wrongly taken for one, somebody is spared. */
function isSamePerson(one: Contact, other: NewContact['contact']): boolean {
  const phones = new Set(one.numbers.map(({ numberKey }) => numberKey));
  const isNamesake = foldName(one.givenName, one.familyName) === foldName(other.givenName, other.familyName);
  return isNamesake && other.numbers.some(({ numberKey }) => phones.has(numberKey));
}
