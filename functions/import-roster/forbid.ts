import type { AuditDraft } from '../../shared/audit/trail.ts';
import type { RestrictionEntry } from '../../shared/consent/consent-record.ts';
import { withRestriction } from '../../shared/consent/restrictions.ts';
import { type Contact, isOrder } from '../../shared/contacts/contact.ts';
import { chunksOf } from '../../shared/packed/chunks.ts';
import type { NewBook } from '../../shared/roster/book/book.ts';
import type { Stored } from '../../shared/roster/book/changes.ts';
import type { Narrowing } from '../../shared/roster/book/narrowing.ts';
import type { RestrictionMove } from '../../shared/roster/book/restriction-moves.ts';
import type { CompanionFile } from './halves.ts';
import { notesIn, recordStops, stopRecord } from './note-stops.ts';
import type { RosterPorts } from './ports.ts';
import { type Answered, inAll, NOTHING_RECORDED, recordAnswers, TOGETHER } from './record-answers.ts';
import { recordRenewed, renewedRecords } from './restrictions.ts';

/** What files forbid of which nothing else is taken. */
export interface Forbidding {
  readonly next: NewBook;
  /** The contacts it speaks of, as the book has them. */
  readonly contacts: ReadonlyMap<string, Stored<Contact>>;
  readonly narrowing: Narrowing;
  readonly renewed: readonly RestrictionMove[];
}

export interface ForbidContext {
  /** Group of the records, a day. */
  readonly group: string;
  readonly companion: CompanionFile;
  /** Why nothing else of the files is taken: for the record. */
  readonly export: 'held' | 'refused' | 'waiting';
  /** Records that come before those of what is forbidden. */
  readonly records: readonly AuditDraft[];
}

/**
 * Restrictions, stops and answers that are no, at once; the book is otherwise what it was (ROSTER §11). Any part may be durable when
 * it throws; done again, it comes to the same book.
 * @returns what was done, for the report: counts by name
 */
export async function forbid(
  ports: RosterPorts,
  forbidding: Forbidding,
  context: ForbidContext,
): Promise<Record<string, number>> {
  const { next, contacts, narrowing, renewed } = forbidding;
  const { group, companion } = context;
  const { uploadedAt: seenAt } = companion;
  const subjectOf = (contactKey: string) => contacts.get(contactKey)?.value?.auditSubject;
  const notes = await notesIn(ports, next, seenAt);
  const records = [
    ...context.records,
    ...notes.stops.map((stop) => stopRecord(ports, stop)),
    ...renewedRecords(ports, renewed, subjectOf),
    ...restrictedRecords(ports, forbidding, subjectOf, context),
  ];
  if (records.length > 0) await ports.trail.write(group, records);
  // If we die here: a record says that restrictions and stops of these files hold; the next delivery makes them hold.
  await recordStops(ports, notes);
  await recordRenewed(ports, renewed, companion);
  await restrictSamePersons(ports, narrowing, seenAt, companion);
  await ports.book.write('contact', narrowing.changes, async () => undefined);
  let answered = NOTHING_RECORDED;
  for (const group of chunksOf(whoSaidNo(next, contacts), TOGETHER))
    answered = inAll(answered, await recordAnswers(ports, group, seenAt));
  return {
    'contacts kept from calls by it at once': narrowing.changes.length + narrowing.samePersons.length,
    'contacts whose no was recorded': answered.written,
    'contacts whose no to one kind of call takes back others too': answered.widened,
    'numbers stopped by a note': notes.stops.length,
  };
}

/** People of the book who answered no to something, and nothing else of their form. */
function* whoSaidNo(next: NewBook, contacts: Forbidding['contacts']): Generator<Answered> {
  for (const { value } of contacts.values()) {
    if (value === undefined) continue;
    const answers = (next.contacts.get(value.contactKey)?.answers ?? []).filter(({ answer }) => answer === 'no');
    if (answers.length > 0) yield { contact: value, answers, newNumbers: [], isFirst: false };
  }
}

/** On their own record, as if the office had set it: it holds whatever ids the next export has, until a named person clears it. */
async function restrictSamePersons(
  { consents }: RosterPorts,
  { samePersons }: Narrowing,
  at: string,
  evidence: CompanionFile,
): Promise<void> {
  const entry: RestrictionEntry = { state: 'set', at, recordedBy: 'import:roster', evidence };
  for (const { contactKey, studentKeys } of samePersons) {
    await consents.changeConsents(contactKey, (record) =>
      studentKeys.reduce((so, studentKey) => withRestriction(so, studentKey, entry), record),
    );
  }
}

function restrictedRecords(
  { clock }: RosterPorts,
  { narrowing: { changes, samePersons }, contacts }: Forbidding,
  subjectOf: (contactKey: string) => string | undefined,
  { export: why }: ForbidContext,
): readonly AuditDraft[] {
  const ordersIn = (contact: Contact | undefined) => contact?.edges.filter(isOrder).length ?? 0;
  const restricted = changes.filter(
    (change) => change.kind === 'put' && ordersIn(change.value) > ordersIn(contacts.get(change.id)?.value),
  );
  const contactKeys = [...restricted.map(({ id }) => id), ...samePersons.map(({ contactKey }) => contactKey)];
  return contactKeys.map((contactKey) => {
    const subject = subjectOf(contactKey);
    const about = subject === undefined ? {} : { subject };
    return { kind: 'restriction.set', at: clock.now().toISOString(), ...about, facts: { by: 'import:roster', export: why } };
  });
}
