import type { AuditDraft } from '../../shared/audit/trail.ts';
import { addStop, type StopEntry } from '../../shared/consent/number-stops.ts';
import type { NewBook } from '../../shared/roster/book/book.ts';
import type { RosterPorts } from './ports.ts';

/** A phone field that says "do not call". */
export interface NoteStop {
  readonly numberKey: string;
  readonly entry: StopEntry;
}

/** Stops for numbers whose field says "do not call", once: where the office lifts one, tomorrow's file does not bring it back. */
export async function newStops({ consents }: RosterPorts, next: NewBook, at: string): Promise<NoteStop[]> {
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

export function stopRecord({ clock }: RosterPorts, { numberKey, entry }: NoteStop): AuditDraft {
  return {
    kind: 'optout.recorded',
    at: clock.now().toISOString(),
    facts: { source: entry.source, scope: entry.effective.kind, numberKey },
  };
}

/** Durable when it resolves. Done again, it adds nothing. */
export async function recordStops({ consents }: Pick<RosterPorts, 'consents'>, stops: readonly NoteStop[]): Promise<void> {
  for (const { numberKey, entry } of stops) await consents.changeStops(numberKey, (record) => addStop(record, entry));
}
