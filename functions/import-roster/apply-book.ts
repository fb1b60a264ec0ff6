import type { AuditDraft } from '../../shared/audit/trail.ts';
import { addStop, type StopEntry } from '../../shared/consent/number-stops.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { NewBook } from '../../shared/roster/book.ts';
import {
  absentees,
  type Change,
  contactChanges,
  contactsToOpen,
  formerNumbers,
  indexChanges,
  numberChanges,
  numberEntries,
  studentChanges,
} from '../../shared/roster/changes.ts';
import { applyForms } from '../../shared/roster/forms.ts';
import type { RosterPorts } from './ports.ts';

export interface ApplyContext {
  /** Group of the records, a day. */
  readonly group: string;
  readonly hash: string;
  /** RFC 3339: when the companion file came. */
  readonly seenAt: string;
  /** Keeps others from changing the book; throws when somebody else has taken over. */
  readonly keepTurn: () => Promise<void>;
}

/** Conditional writes under way at a time. */
const SIDE_BY_SIDE = 24;

/**
 * Makes the book say what the export says, writing only what differs. Any part may be durable when it throws; done again, it
 * comes to the same book.
 * The order matters: the record first; stops and answers before the people they protect; numbers before contacts, because what
 * a number was before is known only from the contact as it was; the index last, so that nobody is planned who is not there.
 * @returns counts for the report.
 */
export async function applyBook(
  ports: RosterPorts,
  next: NewBook,
  context: ApplyContext,
): Promise<Readonly<Record<string, number>>> {
  const { book } = ports;
  const change = await changesOf(ports, next);
  const counts = countsOf(next, change);
  const stops = await newStops(ports, next, context.seenAt);
  await ports.trail.write(context.group, [
    applyingRecord(ports, context, counts),
    ...stops.map((stop) => stopRecord(ports, stop)),
  ]);
  // If we die here: a record says that an import began, and the next delivery begins it again.
  for (const { numberKey, entry } of stops) await ports.consents.changeStops(numberKey, (record) => addStop(record, entry));
  await context.keepTurn();
  const answered = await recordAnswers(ports, next, change.contacts, context);
  const progress = (what: string, of: number) => async (done: number) => {
    ports.log.info('ROSTER_WRITING', { what, done, of });
    await context.keepTurn();
  };
  await book.write('number', change.numbers, progress('numbers', change.numbers.length));
  await book.write('contact', change.contacts, progress('contacts', change.contacts.length));
  await book.write('student', change.students, progress('students', change.students.length));
  await book.writeIndex(change.index);
  return { ...counts, 'contacts whose answers were recorded': answered, 'numbers stopped by a note': stops.length };
}

type Changes = Awaited<ReturnType<typeof changesOf>>;

async function changesOf({ book, settings, naming, fresh }: RosterPorts, next: NewBook) {
  const schools = new Set([
    ...settings.schools.map((school) => school.id),
    ...[...next.students.values()].flatMap(({ student }) => student.schoolIds),
  ]);
  const index = await book.enrolled([...schools]);
  const always = () => true;
  const never = () => false;
  const students = await book.stored('student', [...index.keys(), ...next.students.keys()], always);
  const known = [...students.values()].flatMap(({ value }) => value?.contactKeys ?? []);
  const differs = (print: string, id: string) => next.contacts.get(id)?.print !== print;
  const contacts = await book.stored('contact', [...known, ...next.contacts.keys()], differs);
  const entries = numberEntries(next, contacts);
  const numbers = await book.stored('number', [...entries.keys(), ...formerNumbers(contacts)], never);
  return {
    absent: absentees(next, students.keys(), contacts.keys()),
    opened: contactsToOpen(next, contacts).length,
    students: studentChanges(next, students),
    contacts: contactChanges(next, contacts, fresh),
    numbers: numberChanges(entries, numbers, await naming()),
    index: indexChanges(next, index),
    restricted: [...next.contacts.values()].filter(({ contact }) => contact.edges.some((edge) => edge.restricted)).length,
    numbersInAll: entries.size,
  };
}

function countsOf(next: NewBook, change: Changes): Record<string, number> {
  return {
    students: next.students.size,
    contacts: next.contacts.size,
    numbers: change.numbersInAll,
    'contacts restricted for a student': change.restricted,
    'students written': change.students.length,
    'contacts written': change.contacts.length,
    'numbers written': change.numbers.length,
    'students in the book but not in the export': change.absent.students,
    'contacts in the book but not in the export': change.absent.contacts,
  };
}

/** Each person's answers to their own record, on condition that nobody else changed it meanwhile. */
async function recordAnswers(
  ports: RosterPorts,
  next: NewBook,
  changes: readonly Change<Contact>[],
  { seenAt, keepTurn }: ApplyContext,
): Promise<number> {
  const people = changes
    .flatMap((change) => (change.kind === 'put' ? [change.value] : []))
    .filter(({ contactKey }) => answersOf(next, contactKey).length > 0);
  let written = 0;
  for (let from = 0; from < people.length; from += SIDE_BY_SIDE) {
    const group = people.slice(from, from + SIDE_BY_SIDE);
    const results = await Promise.all(
      group.map(({ contactKey, numbers, language }) => {
        const context = { numberKeys: numbers.map((number) => number.numberKey), language, seenAt };
        return ports.consents.changeConsents(contactKey, (record) => applyForms(record, answersOf(next, contactKey), context));
      }),
    );
    written += results.filter((result) => result === 'written').length;
    if (from % (SIDE_BY_SIDE * 20) !== 0) continue;
    ports.log.info('ROSTER_WRITING', { what: 'answers', done: from + group.length, of: people.length });
    await keepTurn();
  }
  return written;
}

function answersOf(next: NewBook, contactKey: string) {
  return next.contacts.get(contactKey)?.answers ?? [];
}

interface NoteStop {
  readonly numberKey: string;
  readonly entry: StopEntry;
}

/** Stops for numbers whose field says "do not call", once: where the office lifts one, tomorrow's file does not bring it back. */
async function newStops({ consents }: RosterPorts, next: NewBook, at: string): Promise<NoteStop[]> {
  const page = await consents.readMany({ numberKeys: next.doNotCall, contactKeys: [] });
  return next.doNotCall.flatMap((numberKey) => {
    const scope = { kind: 'all-but-emergencies' } as const;
    const entry: StopEntry = {
      id: `note:${numberKey}`,
      at,
      source: 'note',
      requested: scope,
      effective: scope,
      recordedBy: 'import:roster',
    };
    const reading = page.stops.get(numberKey);
    return reading?.kind === 'held' && reading.value.stops.some(({ id }) => id === entry.id) ? [] : [{ numberKey, entry }];
  });
}

function stopRecord({ clock }: RosterPorts, { numberKey, entry }: NoteStop): AuditDraft {
  return {
    kind: 'optout.recorded',
    at: clock.now().toISOString(),
    facts: { source: entry.source, scope: entry.effective.kind, numberKey },
  };
}

function applyingRecord({ clock }: RosterPorts, { hash }: ApplyContext, counts: Readonly<Record<string, number>>): AuditDraft {
  return { kind: 'roster.imported', at: clock.now().toISOString(), facts: { phase: 'applying', hash, counts } };
}
