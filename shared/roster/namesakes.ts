import { hash } from '../packed/buckets.ts';
import { foldName } from './layouts/person-name.ts';
import type { ProblemLog } from './report/problem.ts';
import type { ContactStore, FormAnswer, Recognizable, RosterContact } from './roster.ts';

/**
 * The same name, phone and relation under two ids are one person who was entered twice: a no of either is a no of both (ROSTER
 * §12). Nothing else passes from one to the other. A father and a grandfather of one name, on one phone, are two.
 */
export class Namesakes {
  /** Who has a mark first, by its hash: a whole district passes here, and nearly everybody's marks are their own. */
  readonly #first = new Map<number, string>();
  /** Whose marks are somebody else's as well, or hash alike. */
  readonly #alike = new Set<string>();

  /** Takes in a contact of the export. */
  see(contact: RosterContact): void {
    for (const mark of marksOf(contact)) {
      const first = this.#first.get(hash(mark));
      if (first === undefined) this.#first.set(hash(mark), contact.sisId);
      else for (const sisId of [first, contact.sisId]) this.#alike.add(sisId);
    }
  }

  /** @param contacts those who were seen */
  shareRefusals(file: string, contacts: Pick<ContactStore, 'find' | 'answer'>, problems: ProblemLog): void {
    const alike = [...this.#alike].flatMap((sisId) => contacts.find(sisId) ?? []);
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
      if (others.length > 0) contacts.answer(contact.sisId, [...kept, ...others]);
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
