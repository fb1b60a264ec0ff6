import type { AuditDraft } from '../../shared/audit/trail.ts';
import type { NewBook } from '../../shared/roster/book/book.ts';
import { restrictionsAreMeant, type Signal } from '../../shared/roster/book/breaker.ts';
import { type Narrowing, narrowingOf } from '../../shared/roster/book/narrowing.ts';
import { type ProblemLog, problemLog } from '../../shared/roster/report/problem.ts';
import type { Changes } from './changes-of.ts';
import { forbid } from './forbid.ts';
import { type CompanionFile, companionOf, dayOf, type Halves } from './halves.ts';
import type { RosterPorts } from './ports.ts';
import { tellHeld, tellRejected } from './tell.ts';

export interface HeldExport {
  readonly next: NewBook;
  readonly change: Changes;
  readonly signals: readonly Signal[];
  /** A spreadsheet has ruined columns of it: no yes of a person lets it pass. */
  readonly isRuined: boolean;
  readonly problems: ProblemLog;
  /** Column maps by which the OneRoster half was read. */
  readonly maps: readonly string[];
}

const NOTHING: Narrowing = { changes: [], samePersons: [], unmatched: [] };

/**
 * Keeps the book as it is, and of the export only what forbids. Of one that a spreadsheet has ruined as well, which is then rejected.
 * Any part may be durable when it throws; done again, it comes to the same book.
 */
export async function holdExport(ports: RosterPorts, halves: Halves, held: HeldExport): Promise<void> {
  const { next, change, signals, isRuined, problems, maps } = held;
  const { contacts } = change.before;
  const companion = companionOf(halves);
  const meant = restrictionsAreMeant(signals);
  const narrowing = meant ? narrowingOf(next, contacts) : NOTHING;
  const forbidding = { next, contacts, narrowing, renewed: meant ? change.renewed : [] };
  const forbidden = await forbid(ports, forbidding, {
    ...{ group: dayOf(halves), companion, export: 'held' },
    records: [heldRecord(ports, halves, held)],
  });
  // Of the first export of all nobody can be found, and nobody is called yet.
  const lost = signals.some(({ id }) => id === 'first-export') ? [] : narrowing.unmatched;
  for (const { contact, rows } of lost)
    for (const { studentKey, restricted } of contact.edges)
      if (restricted) problems.add('restriction-unmatched', placeOf(companion, rows.get(studentKey)));
  const counts = { students: next.students.size, contacts: next.contacts.size, ...forbidden };
  if (isRuined) await tellRejected(ports, halves, problems, maps, { counts, problems: problemLog() });
  else await tellHeld(ports, halves, { counts, signals, problems, maps });
}

function placeOf({ file }: CompanionFile, row: number | undefined) {
  return { file, ...(row === undefined ? {} : { row }), column: 'restricted' };
}

function heldRecord({ clock }: RosterPorts, { unit, hash }: Halves, { signals, isRuined }: HeldExport): AuditDraft {
  const said = signals.map(({ id, level }) => `${level} ${id}`);
  const facts = { file: unit.zipKey, hash, signals: [...(isRuined ? ['hold spreadsheet-damage'] : []), ...said] };
  return { kind: 'roster.held', at: clock.now().toISOString(), facts };
}
