import { hash } from '../packed/buckets.ts';
import { GrowingNumbers } from '../packed/growing-numbers.ts';
import { foldName } from './layouts/person-name.ts';
import type { ProblemLog } from './report/problem.ts';
import type { ContactStore, FormAnswer, Recognizable, RosterContact } from './roster.ts';

/**
 * The same name, phone and relation under two ids are one person who was entered twice: a no of either is a no of both (ROSTER
 * §12). Nothing else passes from one to the other. A father and a grandfather of one name, on one phone, are two.
 */
export class Namesakes {
  /** Side by side: hashes of marks, and which of the contacts has it. A whole district passes here, and nearly nobody's are another's. */
  readonly #marks = new GrowingNumbers();
  readonly #whose = new GrowingNumbers();
  #contacts = 0;

  /** Takes in a contact of the export. */
  see(contact: RosterContact): void {
    for (const mark of marksOf(contact)) {
      this.#marks.push(hash(mark));
      this.#whose.push(this.#contacts);
    }
    this.#contacts += 1;
  }

  /** @param contacts those who were seen, in that order */
  shareRefusals(file: string, contacts: Pick<ContactStore, 'find' | 'answer'>, problems: ProblemLog): void {
    const places = this.#marks.repeated().map((place) => this.#whose.at(place));
    // Some hash alike, and have nothing in common.
    const alike = [...new Set(places)].sort((a, b) => a - b).map((nth) => ({ nth, ...contacts.find(nth) }));
    const refusals = new Map<string, FormAnswer[]>();
    for (const contact of alike) {
      const said = contact.answers.filter(({ answer }) => answer === 'no');
      if (said.length > 0) for (const mark of marksOf(contact)) refusals.set(mark, [...(refusals.get(mark) ?? []), ...said]);
    }
    for (const contact of alike) {
      const said = new Map(marksOf(contact).flatMap((mark) => (refusals.get(mark) ?? []).map((no) => [no.purpose, no])));
      const kept = contact.answers.filter(({ answer, purpose }) => answer === 'no' || !said.has(purpose));
      const others = [...said.values()].filter(({ purpose }) => !kept.some((own) => own.purpose === purpose));
      const { row } = contact;
      if (kept.length < contact.answers.length)
        problems.add('consent-contradicts', { file, ...(row === undefined ? {} : { row }) });
      if (others.length > 0) contacts.answer(contact.nth, [...kept, ...others]);
    }
  }
}

/** Of whoever has no name, nobody can say who else they are. */
function marksOf({ givenName, familyName, numbers, edges }: Omit<Recognizable, 'answers'>): string[] {
  const name = numbers.length === 0 ? '' : foldName(givenName, familyName);
  if (name === '') return [];
  const relations = [...new Set(edges.map(({ relationship }) => relationship))];
  return numbers.flatMap(({ e164 }) => relations.map((relation) => `${e164} ${name} ${relation}`));
}
