import { z } from 'zod';
import type { Contact } from '../shared/contacts/contact.ts';
import { CommandRefused } from './command.ts';
import type { District } from './machine/district.ts';

/** How a person is named on the command line: by the number, or by the id the student information system has for the contact. */
export const subjectArgs = {
  number: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'write the number as +, country code and digits, e.g. +12174485512')
    .optional(),
  contact: z.string().min(1).optional(),
};

export const SUBJECT_OPTIONS = [
  { flags: '--number <number>', description: 'the phone, e.g. +12174485512' },
  { flags: '--contact <id>', description: 'the contact, by the id of the export' },
] as const;

export interface Subject {
  /** The numbers concerned: the one named, or all of the contact named. */
  readonly numbers: readonly { readonly e164: string; readonly numberKey: string }[];
  /** The people concerned: the one named, or all who share the number. */
  readonly contacts: readonly Contact[];
}

/** @throws CommandRefused where nobody, or several, could be meant: an agreement belongs to a person */
export function onePerson({ contacts }: Subject): Contact {
  const [contact, ...others] = contacts;
  if (contact === undefined)
    throw new CommandRefused(
      'nobody in the contact book has this number',
      'consent belongs to a person: name one with --contact',
    );
  if (others.length > 0)
    throw new CommandRefused(`${contacts.length} people share this number`, 'say who agreed: add --contact <id>');
  return contact;
}

/** @throws CommandRefused when nobody of that name is in the book */
export async function findSubject(
  { number, contact }: { number?: string | undefined; contact?: string | undefined },
  { book, pseudonyms }: District,
): Promise<Subject> {
  const keys = await pseudonyms();
  if (contact !== undefined) {
    const contactKey = keys.contact(contact);
    const found = (await book.read('contact', [contactKey])).get(contactKey);
    if (found === undefined)
      throw new CommandRefused(`no contact ${contact} is in the book`, 'use the id of the export (guardianSourcedId)');
    const numbers = found.numbers.filter(({ e164 }) => number === undefined || e164 === number);
    if (numbers.length === 0)
      throw new CommandRefused(`contact ${contact} does not have that number`, 'leave --number out to see which ones');
    return { numbers, contacts: [found] };
  }
  if (number === undefined) throw new CommandRefused('whose consent?', 'add --number or --contact', 2);
  const numberKey = keys.number(number);
  const entry = (await book.read('number', [numberKey])).get(numberKey);
  const people = entry === undefined ? new Map<string, Contact>() : await book.read('contact', entry.contactKeys);
  // A number nobody in the book has can still carry opt-outs: they outlive people.
  return { numbers: [{ e164: number, numberKey }], contacts: [...people.values()] };
}
