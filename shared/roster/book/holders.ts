import type { Contact, ContactNumber } from '../../contacts/contact.ts';

/** A number of somebody's. `has`: once this export is in; absent where they had it in the book. */
export interface Holder {
  readonly numberKey: string;
  readonly contactKey: string;
  readonly has?: Pick<ContactNumber, 'e164' | 'lineType' | 'country'>;
}

/** What somebody is to have. */
export function* held({ contactKey, numbers }: Pick<Contact, 'contactKey' | 'numbers'>): Generator<Holder> {
  for (const { numberKey, e164, lineType, country } of numbers)
    yield { numberKey, contactKey, has: { e164, lineType, ...(country === undefined ? {} : { country }) } };
}
