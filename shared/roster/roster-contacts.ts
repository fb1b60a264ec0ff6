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

  find(nth: number): Recognizable {
    const contact = this.#contacts.at(nth);
    const row = contact.edges[0]?.row;
    return row === undefined ? contact : { ...contact, row };
  }

  answer(nth: number, answers: readonly FormAnswer[]): void {
    const contact = this.#contacts.at(nth);
    this.#changed.set(contact.sisId, { ...contact, answers });
  }

  all(): ReadonlyMap<string, RosterContact> {
    return new OverlaidMap(this.#contacts, this.#changed);
  }
}
