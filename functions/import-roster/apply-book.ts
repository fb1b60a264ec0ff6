import type { AuditDraft } from '../../shared/audit/trail.ts';
import { closeMended } from '../../shared/office/mend.ts';
import { chunksOf, sideBySide } from '../../shared/packed/chunks.ts';
import type { NewBook } from '../../shared/roster/book/book.ts';
import type { ContactChange, Held } from '../../shared/roster/book/changes.ts';
import type { ProblemLog } from '../../shared/roster/report/problem.ts';
import type { Changes } from './changes-of.ts';
import type { CompanionFile } from './halves.ts';
import { forgetNotes, notesIn, recordStops, stopRecord } from './note-stops.ts';
import type { RosterPorts } from './ports.ts';
import { type Answered, inAll, NOTHING_RECORDED, type RecordedAnswers, recordAnswers, TOGETHER } from './record-answers.ts';
import { recordRenewed, renewedRecords } from './restrictions.ts';

export interface ApplyContext {
  /** Group of the records, a day. */
  readonly group: string;
  readonly hash: string;
  readonly companion: CompanionFile;
  readonly problems: ProblemLog;
  /** Keeps others from changing the book; throws when somebody else has taken over. */
  readonly keepTurn: () => Promise<void>;
}

/**
 * Makes the book say what the export says, writing only what differs. Any part may be durable when it throws; done again, it
 * comes to the same book.
 * The order matters: the record first; stops and renewed restrictions before the people they protect, and each contact's answers
 * before the contact; numbers before contacts, because what a number was before is known only from the contact as it was; a student's
 * line in the index after them, so that nobody is planned who is not there.
 */
export async function applyBook(ports: RosterPorts, next: NewBook, change: Changes, context: ApplyContext): Promise<Applied> {
  const { book } = ports;
  reportMoves(next, change, context);
  const counts = countsOf(next, change);
  const notes = await notesIn(ports, next, context.companion.uploadedAt);
  await ports.trail.write(context.group, [
    applyingRecord(ports, context, counts),
    ...notes.stops.map((stop) => stopRecord(ports, stop)),
    ...renewedRecords(ports, change.renewed, change.subjectOf),
  ]);
  // If we die here: a record says that an import began, and the next delivery begins it again.
  await recordStops(ports, notes);
  await recordRenewed(ports, change.renewed, context.companion);
  await context.keepTurn();
  const progress = (what: string, of: number) => async (done: number) => {
    ports.log.info('ROSTER_WRITING', { what, done, of });
    await context.keepTurn();
  };
  const { numbers, students } = change;
  await book.write('number', numbers, progress('numbers', numbers.length));
  const answered = await writeContacts(ports, change, context, progress('contacts', change.contacts.length));
  // First: a school that is on no list is not in the district.
  await book.listSchools(change.schools);
  await writeStudents(ports, change, progress('students', students.length));
  await book.writeStaff(change.staff);
  // If we die here: whoever was retired is gone, and still on the list of the missing; the next import takes them off.
  await book.writeMissing(change.missing);
  await forgetNotes(ports, notes);
  // If we die here: the book is whole and the office still has work that is done; the next delivery takes it off the list.
  const mended = await closeMended(ports, context.group, ports.clock.now().toISOString());
  const all = {
    ...counts,
    'contacts whose answers were recorded': answered.written,
    'contacts whose no to one kind of call takes back others too': answered.widened,
    'contacts whose consent record does not open': answered.unreadable,
    'numbers stopped by a note': notes.stops.length,
    'tasks of the office that this export has mended': mended,
  };
  return { counts: all, held: change.held };
}

/** What the report needs of it: counts, and restrictions that hold although the export has dropped them. */
export interface Applied {
  readonly counts: Readonly<Record<string, number>>;
  readonly held: Held;
}

/** Groups under way at a time: one is sealed while others are being written. */
const SIDE_BY_SIDE = 4;

/** Each contact after what they answered. @param progress told how many are done */
async function writeContacts(
  ports: RosterPorts,
  change: Changes,
  { companion }: ApplyContext,
  progress: (done: number) => Promise<void>,
): Promise<RecordedAnswers> {
  const answered = answeredBy(change);
  let [done, recorded] = [0, NOTHING_RECORDED];
  await sideBySide(chunksOf(change.contacts, TOGETHER), SIDE_BY_SIDE, async (group) => {
    const said = await recordAnswers(ports, group.flatMap(answered), companion.uploadedAt);
    await ports.book.write('contact', group, async () => undefined);
    recorded = inAll(recorded, said);
    done += group.length;
    await progress(done);
  });
  return recorded;
}

/** Each student, and then where they are; where those are who stay as they were comes last. @param progress told how many are done */
async function writeStudents({ book }: RosterPorts, change: Changes, progress: (done: number) => Promise<void>): Promise<void> {
  const { students, index } = change;
  let [done, at] = [0, 0];
  await sideBySide(chunksOf(students, TOGETHER), SIDE_BY_SIDE, async (group) => {
    const ids = new Set(group.map(({ id }) => id));
    const begin = at;
    // Both lists are in the order of the export.
    while (at < index.length && ids.has(index[at]?.studentKey ?? '')) at += 1;
    const lines = index.slice(begin, at);
    await book.write('student', group, async () => undefined);
    await book.writeIndex(lines);
    done += group.length;
    await progress(done);
  });
  await book.writeIndex(index.slice(at));
}

function answeredBy({ moved, mayHaveConsents }: Changes) {
  const numbersOf = new Map<string, string[]>();
  for (const [numberKey, holders] of moved)
    for (const holder of holders) numbersOf.set(holder, [...(numbersOf.get(holder) ?? []), numberKey]);
  return (change: ContactChange): Answered[] => {
    if (change.kind !== 'put') return [];
    const newNumbers = numbersOf.get(change.id) ?? [];
    const { answers } = change;
    if (answers.length + newNumbers.length === 0) return [];
    return [{ contact: change.value, answers, newNumbers, isFirst: change.version === 1 && !mayHaveConsents(change.id) }];
  };
}

/** Tells of what the export did not mean to say, or should know of: a restriction that is gone from it, a phone of somebody new. */
function reportMoves(next: NewBook, { held, moved }: Changes, { companion: { file }, problems }: ApplyContext): void {
  const rowOf = (contactKey: string, studentKey?: string) => {
    const rows = next.contacts.get(contactKey)?.rows;
    const row = studentKey === undefined ? rows?.values().next().value : rows?.get(studentKey);
    return row === undefined ? {} : { row };
  };
  for (const [contactKey, students] of held)
    for (const studentKey of students)
      problems.add('restriction-clearing', { file, ...rowOf(contactKey, studentKey), column: 'restricted' });
  for (const contactKey of [...moved.values()].flat())
    problems.add('number-moved', { file, ...rowOf(contactKey), column: 'phone' });
}

function countsOf(next: NewBook, change: Changes): Record<string, number> {
  return {
    students: next.students.size,
    contacts: next.contacts.size,
    'people of the staff among them': next.staff.size,
    numbers: change.numbersInAll,
    'contacts restricted for a student': next.totals.restrictedContacts,
    'guardians about whom the contacts are silent': next.totals.unlistedContacts,
    'contacts whose restriction the export has dropped, and which holds': change.held.size,
    'numbers that are somebody else’s now': change.moved.size,
    'students written': change.students.length,
    'contacts written': change.contacts.length,
    'numbers written': change.numbers.length,
    'students in the book but not in the export': change.before.absent.students.size,
    'contacts in the book but not in the export': change.before.absent.contacts.size,
    'students retired, missing on three days': change.retired.students.size,
    'contacts retired, missing on three days': change.retired.contacts.size,
  };
}

function applyingRecord({ clock }: RosterPorts, { hash }: ApplyContext, counts: Readonly<Record<string, number>>): AuditDraft {
  return { kind: 'roster.imported', at: clock.now().toISOString(), facts: { phase: 'applying', hash, counts } };
}
