import type { AuditDraft } from '../../shared/audit/trail.ts';
import type { ConsentRecord, Evidence } from '../../shared/consent/consent-record.ts';
import { laterThan } from '../../shared/consent/later-than.ts';
import type { Reading } from '../../shared/consent/ledger.ts';
import { isCleared, withRestriction } from '../../shared/consent/restrictions.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { NewBook } from '../../shared/roster/book/book.ts';
import type { Held, Stored } from '../../shared/roster/book/changes.ts';
import { type RestrictionMove, restrictionMoves } from '../../shared/roster/book/restriction-moves.ts';
import type { RosterPorts } from './ports.ts';

/** What the import makes of the export's restrictions. */
export interface Restrictions {
  /** Dropped by the export, and not cleared by anybody. */
  readonly held: Held;
  /** New, after an earlier one was cleared: put on record again, or the clearing would speak for them. */
  readonly renewed: readonly RestrictionMove[];
}

/** One read of the records of those whose restrictions moved; a record that does not open clears nothing. */
export async function restrictionsOf(
  { consents }: Pick<RosterPorts, 'consents'>,
  next: NewBook,
  stored: ReadonlyMap<string, Stored<Contact>>,
): Promise<Restrictions> {
  const moves = restrictionMoves(next, stored);
  if (moves.length === 0) return { held: new Map(), renewed: [] };
  const contactKeys = [...new Set(moves.map(({ contactKey }) => contactKey))];
  const page = await consents.readMany({ numberKeys: [], contactKeys });
  const isOver = ({ contactKey, studentKey }: RestrictionMove) => clearedIn(page.consents.get(contactKey), studentKey);
  const held = moves.filter((move) => move.kind === 'dropped' && !isOver(move));
  const byContact = [...Map.groupBy(held, ({ contactKey }) => contactKey)];
  return {
    held: new Map(byContact.map(([contactKey, of]) => [contactKey, new Set(of.map(({ studentKey }) => studentKey))])),
    renewed: moves.filter((move) => move.kind === 'new' && isOver(move)),
  };
}

function clearedIn(reading: Reading<ConsentRecord> | undefined, studentKey: string): boolean {
  return reading?.kind === 'held' && isCleared(reading.value, studentKey);
}

/** @param subjectOf audit subject for a contact key */
export function renewedRecords(
  { clock }: Pick<RosterPorts, 'clock'>,
  renewed: readonly RestrictionMove[],
  subjectOf: (contactKey: string) => string | undefined,
): readonly AuditDraft[] {
  const at = clock.now().toISOString();
  return renewed.map(({ contactKey, studentKey }) => {
    const subject = subjectOf(contactKey);
    return {
      kind: 'restriction.set',
      at,
      ...(subject === undefined ? {} : { subject }),
      facts: { by: 'import:roster', student: studentKey },
    };
  });
}

/** Durable when it resolves: no clearing of an earlier order stands against the new one. Done again, it adds nothing. */
export async function recordRenewed(
  { consents, clock }: Pick<RosterPorts, 'consents' | 'clock'>,
  renewed: readonly RestrictionMove[],
  evidence: Evidence,
): Promise<void> {
  for (const { contactKey, studentKey } of renewed) {
    await consents.changeConsents(contactKey, (record) => {
      if (!isCleared(record, studentKey)) return record;
      const at = laterThan(record.restrictions?.[studentKey] ?? [], clock.now().toISOString());
      return withRestriction(record, studentKey, { state: 'set', at, recordedBy: 'import:roster', evidence });
    });
  }
}
