import type { AuditDraft } from '../../shared/audit/trail.ts';
import { addStop, type StopEntry } from '../../shared/consent/number-stops.ts';
import type { NewBook } from '../../shared/roster/book/book.ts';
import type { RosterPorts } from './ports.ts';

/** A phone field that says "do not call", and did not the last time. */
export interface NoteStop {
  readonly numberKey: string;
  readonly entry: StopEntry;
}

/** What the phone fields say tonight, against the last time. */
export interface Notes {
  readonly stops: readonly NoteStop[];
  /** Numbers that had a note the last time and have none now. */
  readonly gone: readonly string[];
}

/**
 * A note stops once: where somebody has agreed again, the same note in tomorrow's file does not bring the stop back. One that was
 * gone from an export and is written anew is said anew, and stops. @param at RFC 3339: when the companion file came
 */
export async function notesIn({ book, consents }: RosterPorts, { doNotCall }: NewBook, at: string): Promise<Notes> {
  const noted = await book.noted();
  const fresh = doNotCall.filter((numberKey) => !noted.has(numberKey));
  const { stops } = await consents.readMany({ numberKeys: fresh, contactKeys: [] });
  // A record that does not open is left alone, as everywhere: the gate refuses on it, and the note is new until it opens.
  const readable = fresh.filter((numberKey) => stops.get(numberKey)?.kind === 'held');
  const said = new Set(doNotCall);
  return {
    stops: readable.map((numberKey) => ({ numberKey, entry: stopOf(numberKey, at) })),
    gone: [...noted].filter((numberKey) => !said.has(numberKey)),
  };
}

/** The same in every delivery of the file, and another one for each time that the note is written. */
function stopOf(numberKey: string, at: string): StopEntry {
  const scope = { kind: 'all-but-emergencies' } as const;
  return {
    id: `note:${numberKey}:${at}`,
    at,
    source: 'note',
    requested: scope,
    effective: scope,
    recordedBy: 'import:roster',
  };
}

export function stopRecord({ clock }: RosterPorts, { numberKey, entry }: NoteStop): AuditDraft {
  return {
    kind: 'optout.recorded',
    at: clock.now().toISOString(),
    facts: { source: entry.source, scope: entry.effective.kind, numberKey },
  };
}

/** Durable when it resolves: the stops, then that their notes are known. Done again, it adds nothing. */
export async function recordStops({ book, consents }: Pick<RosterPorts, 'book' | 'consents'>, { stops }: Notes): Promise<void> {
  for (const { numberKey, entry } of stops) await consents.changeStops(numberKey, (record) => addStop(record, entry));
  // If we die here: the next delivery finds the notes new, and the very same stops on record.
  await book.writeNoted(stops.map(({ numberKey }) => ({ numberKey, isThere: true })));
}

/** Of an export that is taken: the next note on one of these numbers is a new one. Durable when it resolves. */
export async function forgetNotes({ book }: Pick<RosterPorts, 'book'>, { gone }: Notes): Promise<void> {
  await book.writeNoted(gone.map((numberKey) => ({ numberKey, isThere: false })));
}
