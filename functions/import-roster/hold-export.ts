import type { AuditDraft } from '../../shared/audit/trail.ts';
import type { RestrictionEntry } from '../../shared/consent/consent-record.ts';
import { withRestriction } from '../../shared/consent/restrictions.ts';
import type { NewBook } from '../../shared/roster/book/book.ts';
import { restrictionsAreMeant, type Signal } from '../../shared/roster/book/breaker.ts';
import { type Narrowing, narrowingOf } from '../../shared/roster/book/narrowing.ts';
import type { ProblemLog } from '../../shared/roster/report/problem.ts';
import type { Changes } from './changes-of.ts';
import { type CompanionFile, companionOf, dayOf, type Halves } from './halves.ts';
import { newStops, recordStops, stopRecord } from './note-stops.ts';
import type { RosterPorts } from './ports.ts';
import { type Answered, recordAnswers } from './record-answers.ts';
import { recordRenewed, renewedRecords } from './restrictions.ts';
import { tellHeld } from './tell.ts';

export interface HeldExport {
  readonly next: NewBook;
  readonly change: Changes;
  readonly signals: readonly Signal[];
  readonly problems: ProblemLog;
  /** Column maps by which the OneRoster half was read. */
  readonly maps: readonly string[];
}

const NOTHING: Narrowing = { changes: [], samePersons: [], unmatched: [] };

/**
 * Keeps the book as it is, and of the export only what forbids: restrictions, stops, answers that are no (ROSTER §11). Any part may
 * be durable when it throws; done again, it comes to the same book.
 */
export async function holdExport(ports: RosterPorts, halves: Halves, held: HeldExport): Promise<void> {
  const { next, change, signals, problems, maps } = held;
  const [companion, seenAt] = [companionOf(halves), halves.contacts.uploadedAt];
  const meant = restrictionsAreMeant(signals);
  const narrowing = meant ? narrowingOf(next, change.before.contacts) : NOTHING;
  const renewed = meant ? change.renewed : [];
  const stops = await newStops(ports, next, seenAt);
  await ports.trail.write(dayOf(halves), [
    heldRecord(ports, halves, signals),
    ...stops.map((stop) => stopRecord(ports, stop)),
    ...renewedRecords(ports, renewed, change.subjectOf),
    ...narrowedRecords(ports, narrowing, change.subjectOf),
  ]);
  // If we die here: a record says that restrictions and stops of this export hold; the next delivery makes them hold.
  await recordStops(ports, stops);
  await recordRenewed(ports, renewed, companion);
  await restrictSamePersons(ports, narrowing, seenAt, companion);
  await ports.book.write('contact', narrowing.changes, async () => undefined);
  const { written } = await recordAnswers(ports, whoSaidNo(next, change), { seenAt, progress: async () => undefined });
  // Of the first export of all nobody can be found, and nobody is called yet.
  const lost = signals.some(({ id }) => id === 'first-export') ? [] : narrowing.unmatched;
  for (const { contact, rows } of lost)
    for (const { studentKey, restricted } of contact.edges)
      if (restricted) problems.add('restriction-unmatched', placeOf(companion, rows.get(studentKey)));
  const counts = {
    students: next.students.size,
    contacts: next.contacts.size,
    'contacts restricted by it at once': narrowing.changes.length + narrowing.samePersons.length,
    'contacts whose no was recorded': written,
    'numbers stopped by a note': stops.length,
  };
  await tellHeld(ports, halves, { counts, signals, problems, maps });
}

function placeOf({ file }: CompanionFile, row: number | undefined) {
  return { file, ...(row === undefined ? {} : { row }), column: 'restricted' };
}

/** People of the book who answered no to something, and nothing else of their form. */
function* whoSaidNo(next: NewBook, { before }: Changes): Generator<Answered> {
  for (const { value } of before.contacts.values()) {
    if (value === undefined) continue;
    const answers = (next.contacts.get(value.contactKey)?.answers ?? []).filter(({ answer }) => answer === 'no');
    if (answers.length > 0) yield { contact: value, answers, newNumbers: [], isNew: false };
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

function heldRecord({ clock }: RosterPorts, { unit, hash }: Halves, signals: readonly Signal[]): AuditDraft {
  const facts = { file: unit.zipKey, hash, signals: signals.map(({ id, level }) => `${level} ${id}`) };
  return { kind: 'roster.held', at: clock.now().toISOString(), facts };
}

function narrowedRecords(
  { clock }: RosterPorts,
  { changes, samePersons }: Narrowing,
  subjectOf: (contactKey: string) => string | undefined,
): readonly AuditDraft[] {
  const contactKeys = [...changes.map(({ id }) => id), ...samePersons.map(({ contactKey }) => contactKey)];
  return contactKeys.map((contactKey) => {
    const subject = subjectOf(contactKey);
    const about = subject === undefined ? {} : { subject };
    return { kind: 'restriction.set', at: clock.now().toISOString(), ...about, facts: { by: 'import:roster', export: 'held' } };
  });
}
