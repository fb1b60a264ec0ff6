import { z } from 'zod';
import type { ConsentRecord } from '../shared/consent/consent-record.ts';
import type { Contact, Edge } from '../shared/contacts/contact.ts';
import { CommandRefused } from './command.ts';
import { EVIDENCE_OPTIONS, evidenceArgs } from './evidence.ts';
import type { District } from './machine/district.ts';

/** What stands between one contact and one student, by the ids of the export; and which person takes it down. */
export const tieArgs = {
  contact: z.string().min(1, 'use the id of the export (guardianSourcedId)'),
  student: z.string().min(1, 'use the id of the export (studentSourcedId)'),
  recordedBy: z.string().min(2, 'name the person who decided this, e.g. "Dana Ruiz"').max(80),
  ...evidenceArgs,
};

export const TIE_OPTIONS = [
  { flags: '--contact <id>', description: 'whom it is about, by the id of the export', required: true },
  { flags: '--student <id>', description: 'about which student, by the id of the export', required: true },
  { flags: '--recorded-by <name>', description: 'the named person who has seen the document', required: true },
  ...EVIDENCE_OPTIONS,
] as const;

export interface Tie {
  readonly contact: Contact;
  readonly studentKey: string;
  /** Absent where the book does not list the contact for the student. */
  readonly edge: Edge | undefined;
}

/** @throws CommandRefused where the contact is not in the book */
export async function findTie(
  { contact, student }: { readonly contact: string; readonly student: string },
  { book, pseudonyms }: District,
): Promise<Tie> {
  const keys = await pseudonyms();
  const contactKey = keys.contact(contact);
  const studentKey = keys.student(student);
  const found = (await book.read('contact', [contactKey])).get(contactKey);
  if (found === undefined)
    throw new CommandRefused(`no contact ${contact} is in the book`, 'use the id of the export (guardianSourcedId)');
  return { contact: found, studentKey, edge: found.edges.find((edge) => edge.studentKey === studentKey) };
}

/** @throws CommandRefused where the book does not list this contact for this student: an id is easily mistyped */
export function mustBeListed({ edge, contact }: Tie, student: string): void {
  if (edge === undefined)
    throw new CommandRefused(
      `${contact.givenName} ${contact.familyName} is not listed for student ${student}`,
      'check both ids; to have it stand before the export lists them, add --not-listed',
    );
}

/** @throws CommandRefused where the record does not open */
export async function consentsOf({ contactKey }: Contact, { ledger }: District): Promise<ConsentRecord> {
  const reading = (await ledger.readMany({ numberKeys: [], contactKeys: [contactKey] })).consents.get(contactKey);
  if (reading?.kind === 'held') return reading.value;
  throw new CommandRefused('the consent record of this contact does not open', 'treat it as tampering: docs/ways-out.md');
}

/** The named person, and the login they used. */
export function namedPerson(name: string, operator: string): string {
  return `${name} (${operator})`;
}
