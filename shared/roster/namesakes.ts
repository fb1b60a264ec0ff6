import { foldName } from './layouts/person-name.ts';
import { OverlaidMap } from './packed/overlaid-map.ts';
import type { ProblemLog } from './report/problem.ts';
import type { FormAnswer, RosterContact } from './roster.ts';

/**
 * The same name, phone and relation under two ids are one person who was entered twice: a no of either is a no of both (ROSTER
 * §12). Nothing else passes from one to the other. A father and a grandfather of one name, on one phone, are two.
 */
export class Namesakes {
  /** Who has a phone, by the phone; nearly everybody is alone. */
  readonly #first = new Map<string, string>();
  readonly #others = new Map<string, string[]>();
  readonly #refusing: string[] = [];

  /** Takes in a contact of the export. */
  see({ sisId, numbers, answers }: RosterContact): void {
    if (answers.some(({ answer }) => answer === 'no')) this.#refusing.push(sisId);
    for (const { e164 } of numbers) {
      if (!this.#first.has(e164)) this.#first.set(e164, sisId);
      else this.#others.set(e164, [...(this.#others.get(e164) ?? []), sisId]);
    }
  }

  /** @param contacts those who were seen */
  shareRefusals(
    file: string,
    contacts: ReadonlyMap<string, RosterContact>,
    problems: ProblemLog,
  ): ReadonlyMap<string, RosterContact> {
    const refusals = new Map<string, FormAnswer[]>();
    const concerned = new Set<string>();
    for (const contact of this.#refusing.flatMap((sisId) => contacts.get(sisId) ?? []))
      for (const { mark, e164 } of this.#marksOf(contact)) {
        const said = contact.answers.filter(({ answer }) => answer === 'no');
        refusals.set(mark, [...(refusals.get(mark) ?? []), ...said]);
        for (const sisId of [this.#first.get(e164) ?? '', ...(this.#others.get(e164) ?? [])]) concerned.add(sisId);
      }
    const changed = new Map<string, RosterContact>();
    for (const contact of [...concerned].flatMap((sisId) => contacts.get(sisId) ?? [])) {
      const said = new Map(
        this.#marksOf(contact).flatMap(({ mark }) => (refusals.get(mark) ?? []).map((no) => [no.purpose, no])),
      );
      const kept = contact.answers.filter(({ answer, purpose }) => answer === 'no' || !said.has(purpose));
      const others = [...said.values()].filter(({ purpose }) => !kept.some((own) => own.purpose === purpose));
      const row = contact.edges[0]?.row;
      if (kept.length < contact.answers.length)
        problems.add('consent-contradicts', { file, ...(row === undefined ? {} : { row }) });
      if (others.length > 0) changed.set(contact.sisId, { ...contact, answers: [...kept, ...others] });
    }
    return new OverlaidMap(contacts, changed);
  }

  /** By phones that somebody else has as well. Of whoever has no name, nobody can say who else they are. */
  #marksOf({ givenName, familyName, numbers, edges }: RosterContact) {
    const phones = numbers.filter(({ e164 }) => this.#others.has(e164));
    const name = phones.length === 0 ? '' : foldName(givenName, familyName);
    const relations = [...new Set(edges.map(({ relationship }) => relationship))];
    return name === ''
      ? []
      : phones.flatMap(({ e164 }) => relations.map((relation) => ({ e164, mark: `${e164} ${name} ${relation}` })));
  }
}
