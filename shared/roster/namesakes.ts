import { foldName } from './layouts/person-name.ts';
import { OverlaidMap } from './packed/overlaid-map.ts';
import type { ProblemLog } from './report/problem.ts';
import type { FormAnswer, RosterContact } from './roster.ts';

/**
 * The same name, phone and relation under two ids are one person who was entered twice: a no of either is a no of both (ROSTER
 * §12). Nothing else passes from one to the other. A father and a grandfather of one name, on one phone, are two.
 */
export function shareRefusals(
  file: string,
  contacts: ReadonlyMap<string, RosterContact>,
  problems: ProblemLog,
): ReadonlyMap<string, RosterContact> {
  const shared = sharedPhones(contacts.values());
  const refusals = new Map<string, FormAnswer[]>();
  for (const contact of contacts.values()) {
    const said = contact.answers.filter(({ answer }) => answer === 'no');
    if (said.length > 0)
      for (const mark of marksOf(contact, shared)) refusals.set(mark, [...(refusals.get(mark) ?? []), ...said]);
  }
  const changed = new Map<string, RosterContact>();
  for (const [sisId, contact] of refusals.size === 0 ? [] : contacts) {
    const said = new Map(marksOf(contact, shared).flatMap((mark) => (refusals.get(mark) ?? []).map((no) => [no.purpose, no])));
    const kept = contact.answers.filter(({ answer, purpose }) => answer === 'no' || !said.has(purpose));
    const others = [...said.values()].filter(({ purpose }) => !kept.some((own) => own.purpose === purpose));
    const row = contact.edges[0]?.row;
    if (kept.length < contact.answers.length)
      problems.add('consent-contradicts', { file, ...(row === undefined ? {} : { row }) });
    if (others.length > 0) changed.set(sisId, { ...contact, answers: [...kept, ...others] });
  }
  return new OverlaidMap(contacts, changed);
}

/** Of two ids at least. */
function sharedPhones(contacts: Iterable<RosterContact>): ReadonlySet<string> {
  const [once, shared] = [new Set<string>(), new Set<string>()];
  for (const { numbers } of contacts)
    for (const { e164 } of numbers) {
      if (once.has(e164)) shared.add(e164);
      once.add(e164);
    }
  return shared;
}

/** Of whoever has no name, nobody can say who else they are. */
function marksOf({ givenName, familyName, numbers, edges }: RosterContact, shared: ReadonlySet<string>): string[] {
  const phones = numbers.filter(({ e164 }) => shared.has(e164));
  const name = phones.length === 0 ? '' : foldName(givenName, familyName);
  const relations = new Set(edges.map(({ relationship }) => relationship));
  return name === '' ? [] : phones.flatMap(({ e164 }) => [...relations].map((relation) => `${e164} ${name} ${relation}`));
}
