import { OverlaidMap } from '../packed/overlaid-map.ts';
import { PackedMap } from '../packed/packed-map.ts';
import type { ContactStore, FormAnswer, Recognizable, RosterContact } from './roster.ts';

/** The contacts of an export under its own ids, for whoever wants to look at them: a dry run, a test. */
export class RosterContacts implements ContactStore {
  readonly #contacts = PackedMap.of<RosterContact>();
  readonly #changed = new Map<string, RosterContact>();

  begin(): void {}

  add(contact: RosterContact): void {
    this.#contacts.add(contact.sisId, contact);
  }

  has(sisId: string): boolean {
    return this.#contacts.has(sisId);
  }

  find(sisId: string): Recognizable | undefined {
    const contact = this.#contacts.get(sisId);
    const row = contact?.edges[0]?.row;
    return contact === undefined || row === undefined ? contact : { ...contact, row };
  }

  answer(sisId: string, answers: readonly FormAnswer[]): void {
    const contact = this.#contacts.get(sisId);
    if (contact !== undefined) this.#changed.set(sisId, { ...contact, answers });
  }

  all(): ReadonlyMap<string, RosterContact> {
    return new OverlaidMap(this.#contacts, this.#changed);
  }
}
