import type { Contact } from '../contacts/contact.ts';
import type { Call } from './call.ts';

/** Whom an attempt speaks to, as far as speaking needs it: sealed beside the call when it is dialed, so that the answer is one read. */
export interface Listener {
  /** BCP 47; `und` where nobody's is known. */
  readonly language: string;
  /** Schools of the children the call is about, as far as those who may be told have them. */
  readonly schoolIds: readonly string[];
}

/** @param told the contacts the permit names, in the book's order: the first whose language is known is listened for */
export function listenerOf(
  call: Pick<Call, 'recipients'>,
  told: readonly string[],
  contacts: ReadonlyMap<string, Contact>,
): Listener {
  const recipients = call.recipients.filter(({ contactKey }) => told.includes(contactKey));
  const languages = recipients.map(({ contactKey }) => contacts.get(contactKey)?.language ?? 'und');
  const schoolIds = recipients.flatMap(({ contactKey, students }) =>
    (contacts.get(contactKey)?.edges ?? [])
      .filter(({ studentKey }) => students.includes(studentKey))
      .flatMap((edge) => edge.schoolIds),
  );
  return { language: languages.find((language) => language !== 'und') ?? 'und', schoolIds: [...new Set(schoolIds)] };
}
