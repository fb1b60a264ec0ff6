import type { Contact, Student } from '../../shared/contacts/contact.ts';
import { Loan } from '../../shared/packed/loan.ts';
import type { NewBook } from '../../shared/roster/book/book.ts';
import { columnInDoubt } from '../../shared/roster/book/breaker.ts';
import type { Stored } from '../../shared/roster/book/changes.ts';
import { bookOf } from '../../shared/roster/book/make-book.ts';
import { narrowedBy, narrowingOf } from '../../shared/roster/book/narrowing.ts';
import { withOrphans } from '../../shared/roster/book/orphans.ts';
import { type ContactsAlone, readContactsAlone } from '../../shared/roster/contacts-alone.ts';
import { type ProblemLog, problemLog } from '../../shared/roster/report/problem.ts';
import { openedIn } from './changes-of.ts';
import { type ForbidContext, forbid } from './forbid.ts';
import { type CompanionFile, sha256 } from './halves.ts';
import type { RosterPorts } from './ports.ts';
import { restrictionsOf } from './restrictions.ts';

/** The contacts of a drop of which nothing else is taken: the other file is refused, or not there. */
export interface AloneContext {
  readonly companion: CompanionFile;
  readonly export: ForbidContext['export'];
  /** Numbers (E.164) that the other file says are not to be called. */
  readonly stopped: readonly string[];
  /** Keeps others from changing the book; throws when somebody else has taken over. */
  readonly keepTurn: () => Promise<void>;
}

/** What contacts forbid is obeyed, whatever becomes of their export. */
export interface Obeyed {
  /** What was done, by name; empty where they could not be read. */
  readonly counts: Readonly<Record<string, number>>;
  /** What is wrong with them. */
  readonly problems: ProblemLog;
}

export const NOTHING_OBEYED: Obeyed = { counts: {}, problems: problemLog() };

const NONE: ContactsAlone = { orphans: [], doNotCall: [], pairs: 0 };
/** With so many students, or fewer, whom the book does not know nothing is said about the ids. */
const STRANGERS = 20;

/**
 * Obeys at once what contacts forbid whose export is refused, or whose other half is not there, where the book knows the people. Read
 * are the contacts as they lie in the bucket, if they are still the same; where they cannot be read, what the other file has stopped.
 * Durable as `forbid`.
 */
export async function forbidAlone(ports: RosterPorts, context: AloneContext): Promise<Obeyed> {
  const { companion, stopped, keepTurn, export: why } = context;
  const problems = problemLog();
  const alone = await readAlone(ports, companion, problems);
  if (alone === undefined && stopped.length === 0) return { counts: {}, problems };
  const { orphans, doNotCall, pairs } = alone ?? NONE;
  const said = bookOf({ ...NOBODY, orphans, doNotCall: [...new Set([...doNotCall, ...stopped])] }, await ports.naming());
  const people = await peopleOf(ports, said, keepTurn);
  const obeyed = {
    ...said,
    orphans: await withoutDoubtful(ports, said.orphans, people, pairs, { file: companion.file, problems }),
  };
  const next = withOrphans(obeyed, people, await ports.naming());
  const { contacts } = people;
  const { renewed } = await restrictionsOf(ports, next, contacts);
  const narrowing = narrowingOf(next, contacts);
  await keepTurn();
  const fresh = await forbid(
    ports,
    { next, contacts, narrowing, renewed },
    { group: companion.uploadedAt.slice(0, 10), companion, export: why, records: [] },
  );
  return { counts: { ...saidBy(next), ...fresh }, problems };
}

const NOBODY = {
  students: [],
  contacts: new Map(),
  leftStaff: [],
  ended: [],
  invalid: { students: [], contacts: [] },
  schools: [],
} as const;

/** The same in every delivery, whatever of it is new. */
function saidBy({ contacts, doNotCall }: NewBook): Record<string, number> {
  const all = [...contacts.values()];
  return {
    'contacts that it keeps from calls about a student': all.filter(({ inWords }) => (inWords?.size ?? 0) > 0).length,
    'contacts of whom it has a no': all.filter(({ answers }) => answers.length > 0).length,
    'numbers that it says are not to be called': doNotCall.length,
  };
}

async function readAlone(
  { intake, settings, spool }: RosterPorts,
  { file, pointer, sha256: wanted }: CompanionFile,
  problems: ProblemLog,
): Promise<ContactsAlone | undefined> {
  const drop = await intake.readInto(spool, pointer);
  // Another file by now: it has a message of its own.
  if (drop === undefined || sha256(drop.bytes) !== wanted) return undefined;
  return readContactsAlone({ contacts: new Loan(drop.bytes), contactsName: file, spool }, settings, problems);
}

interface People {
  readonly contacts: ReadonlyMap<string, Stored<Contact>>;
  readonly students: ReadonlyMap<string, Stored<Student>>;
}

async function peopleOf({ book, naming }: RosterPorts, { orphans }: NewBook, keepTurn: () => Promise<void>): Promise<People> {
  const { student } = await naming();
  const studentKeys = orphans.flatMap(({ forbids }) => (forbids === undefined ? [] : [student(forbids.studentId)]));
  const contactKeys = new Set(orphans.map(({ contactKey }) => contactKey));
  return {
    contacts: await openedIn(book, 'contact', contactKeys, keepTurn),
    students: await openedIn(book, 'student', new Set(studentKeys), keepTurn),
  };
}

/** A column that has moved would keep everybody from calls; ids of another kind would keep the wrong people from them. */
async function withoutDoubtful(
  { settings: { exportLimits }, naming, ledger }: RosterPorts,
  orphans: NewBook['orphans'],
  { contacts, students }: People,
  pairs: number,
  { file, problems }: { readonly file: string; readonly problems: ProblemLog },
): Promise<NewBook['orphans']> {
  const { student } = await naming();
  const about = orphans.flatMap((orphan) => {
    const { forbids, contactKey, row } = orphan;
    if (forbids === undefined) return [];
    const studentKey = student(forbids.studentId);
    const edge = contacts.get(contactKey)?.value?.edges.find((one) => one.studentKey === studentKey);
    const isNarrower = edge !== undefined && JSON.stringify(narrowedBy(edge, forbids)) !== JSON.stringify(edge);
    const isKnown = contacts.has(contactKey) && students.has(studentKey);
    return [{ row, studentKey, forbids, isKnown, isNarrower: isNarrower && !forbids.restricted }];
  });
  const orders = about.filter(({ forbids }) => forbids.restricted);
  const asked = new Set(about.map(({ studentKey }) => studentKey));
  const strangers = [...asked].filter((key) => !students.has(key)).length;
  const otherIds = strangers > STRANGERS && strangers > asked.size / 2;
  const [noOrders, noLimits] = [orders.length, about.filter(({ isNarrower }) => isNarrower).length].map(
    (part) => otherIds || columnInDoubt(part, pairs, exportLimits),
  );
  if (otherIds) problems.add('alone-other-ids', { file });
  else if (noOrders || noLimits) problems.add('alone-doubted', { file });
  // Before the first export nobody is known, and nobody is called.
  else if ((await ledger.lastTaken()) !== undefined)
    for (const { row, isKnown } of orders) if (!isKnown) problems.add('restriction-unknown', { file, row });
  return orphans.map(({ forbids, ...orphan }) => {
    const isLeft = forbids !== undefined && !(forbids.restricted ? noOrders : noLimits);
    return isLeft ? { ...orphan, forbids } : orphan;
  });
}
