/**
 * Rows of contacts whose student could not be taken tonight: the student's own row is broken, or not there. Nothing they permit is
 * taken. What they forbid in so many words holds at once, where the book knows the student (ROSTER §11): it has gone on calling about
 * them.
 */
import { type Contact, type Edge, isOrder, type Student } from '../../contacts/contact.ts';
import { OverlaidMap } from '../../packed/overlaid-map.ts';
import type { FormAnswer } from '../roster.ts';
import { edgeOf, type Naming, type NewBook, type NewContact, plus, printOf, totalsOf } from './book.ts';
import type { Stored } from './changes.ts';
import { barred, narrowedBy } from './narrowing.ts';

export interface StoredPeople {
  readonly contacts: ReadonlyMap<string, Stored<Contact>>;
  readonly students: ReadonlyMap<string, Stored<Student>>;
}

/** The export, with what such rows forbid. Whoever is neither in it nor in the book has nothing to forbid yet. */
export function withOrphans(said: NewBook, stored: StoredPeople, naming: Naming): NewBook {
  if (said.orphans.length === 0) return said;
  const narrowed = [...Map.groupBy(said.orphans, ({ contactKey }) => contactKey)].flatMap(([contactKey, orphans]) => {
    const before = stored.contacts.get(contactKey)?.value;
    const one = said.contacts.get(contactKey) ?? (before === undefined ? undefined : silent(before, orphans[0]?.sisId ?? ''));
    if (one === undefined) return [];
    const edges = narrowedAmong(orphans, before, stored.students, naming);
    const answers = orphans.reduce((all, { noes }) => withNoes(all, noes), one.answers);
    if (edges.length === 0 && answers === one.answers) return [];
    return [[contactKey, narrower(one, edges, answers, orphans, naming)] as const];
  });
  const contacts = new OverlaidMap(said.contacts, new Map(narrowed));
  const prints = new OverlaidMap(said.prints.contacts, new Map(narrowed.map(([id, { print }]) => [id, print])));
  const totals = narrowed.reduce((sums, [id, one]) => {
    const before = said.contacts.get(id);
    return plus(before === undefined ? sums : plus(sums, totalsOf(before), -1), totalsOf(one));
  }, said.totals);
  const atWork = narrowed.flatMap(([id, { contact }]) => (contact.worksAt === undefined ? [] : [[id, contact.worksAt] as const]));
  const staff = new OverlaidMap(said.staff, new Map(atWork));
  const barredToo = narrowed.flatMap(([id, { contact }]) => (contact.edges.some(isOrder) ? [id] : []));
  const barredInAll = new Set([...said.barred, ...barredToo]);
  return { ...said, contacts, prints: { ...said.prints, contacts: prints }, totals, staff, barred: barredInAll };
}

/** Of whom no other row speaks: as the book has them, and their links are left to it. */
function silent(before: Contact, sisId: string): NewContact {
  const { auditSubject: _subject, auditNumberKey: _key, ...contact } = before;
  return { contact: { ...contact, edges: [] }, sisId, rows: new Map(), unreadable: new Set(), answers: [], print: '' };
}

function narrowedAmong(
  orphans: NewBook['orphans'],
  before: Contact | undefined,
  students: StoredPeople['students'],
  naming: Naming,
): readonly Edge[] {
  const said = Map.groupBy(
    orphans.flatMap(({ forbids }) => forbids ?? []),
    ({ studentId }) => studentId,
  );
  return [...said]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([studentId, all]) => {
      const student = students.get(naming.student(studentId))?.value;
      if (student === undefined) return [];
      const known = before?.edges.find(({ studentKey }) => studentKey === student.studentKey);
      if (all.some(({ restricted }) => restricted)) return [barred(known ?? edgeOf(NO_WORD, student))];
      // Whoever is barred is called about nothing, and whoever does not belong to the student neither.
      return known === undefined || known.restricted ? [] : [all.reduce(narrowedBy, known)];
    });
}

/** Of a pair that the book does not have as one, only the order is taken. */
const NO_WORD = { relationship: '', restricted: true, emergencyOnly: true, priority: 99 } as const;

/** A no beats a yes of another row. */
function withNoes(answers: readonly FormAnswer[], noes: readonly FormAnswer[]): readonly FormAnswer[] {
  const fresh = noes.filter(({ purpose }) => !answers.some((one) => one.purpose === purpose && one.answer === 'no'));
  if (fresh.length === 0) return answers;
  return [...answers.filter(({ purpose }) => !fresh.some((no) => no.purpose === purpose)), ...fresh];
}

function narrower(
  one: NewContact,
  edges: readonly Edge[],
  answers: readonly FormAnswer[],
  orphans: NewBook['orphans'],
  naming: Naming,
): NewContact {
  const contact = { ...one.contact, edges: [...one.contact.edges, ...edges] };
  const rows = orphans.flatMap(({ forbids, row }) =>
    forbids === undefined ? [] : [[naming.student(forbids.studentId), row] as const],
  );
  return {
    ...one,
    ...{ contact, answers },
    inWords: new Set(edges.map(({ studentKey }) => studentKey)),
    rows: new Map([...one.rows, ...rows]),
    print: printOf(contact, answers, naming),
  };
}
