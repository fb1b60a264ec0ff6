/** Who has which number, before and after: what must be written so that the book can be asked by number. */
import type { Contact } from '../../contacts/contact.ts';
import type { NumberEntry } from '../../contacts/number-entry.ts';
import type { Naming, NewBook } from './book.ts';
import type { Change, Printed } from './changes.ts';
import { type Holder, held } from './holders.ts';
import { hasLeft, type Retired } from './leave.ts';
import type { Standing } from './standing.ts';

/** Those whom the export does not have, and those of the book whose entries were opened. @param next the export, with whom broken rows bar */
export function* furtherHolders(next: NewBook, said: NewBook, stored: Standing<Contact>, retired: Retired): Generator<Holder> {
  for (const [contactKey, { value }] of stored.opened()) {
    if (value === undefined) continue;
    const isSilent = next.contacts.has(contactKey) && !said.contacts.has(contactKey);
    if (isSilent || (!next.contacts.has(contactKey) && !hasLeft(value, retired))) yield* held(value);
    for (const { numberKey } of value.numbers) yield [numberKey, contactKey];
  }
}

export interface Numbers {
  /** Every number that somebody has or had. */
  readonly keys: ReadonlySet<string>;
  /** Of those that somebody has. */
  readonly entries: ReadonlyMap<string, NumberEntry>;
  /**
   * Numbers that were somebody else's: everybody who had one of them has it no longer, and somebody else has it now. What was
   * stopped on it stays on it; agreements are the former people's own. By number key, with who has it now.
   */
  readonly moved: ReadonlyMap<string, readonly string[]>;
}

/** @param holders all of each number they speak of */
export function numbersOf(holders: readonly Holder[]): Numbers {
  const byNumber = Map.groupBy(holders, ([numberKey]) => numberKey);
  const entries = new Map<string, NumberEntry>();
  const moved = new Map<string, readonly string[]>();
  for (const [numberKey, of] of byNumber) {
    const contactKeys = [...new Set(of.flatMap(([, contactKey, has]) => (has === undefined ? [] : [contactKey])))].sort();
    const has = of.find(([, , one]) => one !== undefined)?.[2];
    if (has === undefined) continue;
    const [e164, lineType, country] = has;
    entries.set(numberKey, { e164, lineType, ...(country === 0 ? {} : { country }), contactKeys });
    const former = of.filter(([, , one]) => one === undefined);
    if (former.length > 0 && former.every(([, contactKey]) => !contactKeys.includes(contactKey)))
      moved.set(numberKey, contactKeys);
  }
  return { keys: new Set(byNumber.keys()), entries, moved };
}

/** @param stored entries of the book; those of numbers that nobody speaks of stay as they are */
export function* numberChanges(
  { keys, entries }: Numbers,
  stored: ReadonlyMap<string, Printed>,
  naming: Naming,
): Generator<Change<NumberEntry>> {
  for (const id of keys) {
    const [value, before] = [entries.get(id), stored.get(id)];
    if (value === undefined) {
      // A stop on a removed number lies in an item of its own, and stays.
      if (before !== undefined) yield { kind: 'remove', id };
      continue;
    }
    const print = naming.print(JSON.stringify(value));
    if (before?.print !== print) yield { kind: 'put', id, value, print, version: (before?.version ?? 0) + 1 };
  }
}
