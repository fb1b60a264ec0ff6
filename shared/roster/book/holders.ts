import type { Contact } from '../../contacts/contact.ts';
import type { NumberEntry } from '../../contacts/number-entry.ts';

/** A number of somebody's; there are two for each contact, so its fields have places, and no names. */
export type Holder = readonly [
  numberKey: string,
  contactKey: string,
  /** What is known of the number, once this export is in; absent where they had it in the book. */
  has?: readonly [e164: string, lineType: NumberEntry['lineType'], country: string | 0],
];

/** What somebody is to have. */
export function* held({ contactKey, numbers }: Pick<Contact, 'contactKey' | 'numbers'>): Generator<Holder> {
  for (const { numberKey, e164, lineType, country } of numbers) yield [numberKey, contactKey, [e164, lineType, country ?? 0]];
}
