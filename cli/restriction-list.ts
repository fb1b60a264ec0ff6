import { z } from 'zod';
import type { ConsentRecord } from '../shared/consent/consent-record.ts';
import { isRestrictedFor, restrictedOnRecord } from '../shared/consent/restrictions.ts';
import { type Contact, isOrder } from '../shared/contacts/contact.ts';
import { type Command, CommandRefused } from './command.ts';
import { consentsOf } from './family-tie.ts';
import type { District } from './machine/district.ts';

const args = z.object({ contact: z.string().min(1, 'use the id of the export (guardianSourcedId)') });

/** Students are named by the id of the export: names of students are kept nowhere. */
async function tiesOf(contact: Contact, record: ConsentRecord, { book }: District) {
  const studentKeys = [...new Set([...contact.edges.map((edge) => edge.studentKey), ...Object.keys(record.restrictions ?? {})])];
  const students = await book.read('student', studentKeys);
  const onRecord = restrictedOnRecord(record);
  return studentKeys.map((studentKey) => {
    const edge = contact.edges.find((one) => one.studentKey === studentKey);
    return {
      student: students.get(studentKey)?.sisId ?? 'not in the book',
      restricted: onRecord.includes(studentKey) || (edge !== undefined && isRestrictedFor(record, edge)),
      byTheExport: edge !== undefined && isOrder(edge),
      unlisted: edge?.unlisted ?? false,
      acts: (record.restrictions?.[studentKey] ?? []).map(({ state, at, recordedBy, evidence }) => ({
        ...{ state, at, recordedBy },
        evidence: evidence.pointer,
        sha256: evidence.sha256,
      })),
    };
  });
}

export const restrictionList: Command = {
  name: 'restriction list',
  summary: 'For which students a contact is restricted, on whose word and which document.',
  examples: ['ringfence restriction list --contact g-1043', 'ringfence restriction list --contact g-1043 --json'],
  options: [{ flags: '--contact <id>', description: 'the contact, by the id of the export', required: true }],
  async run(given, { terminal, district }) {
    const { contact: id } = args.parse(given);
    const connected = await district();
    const contactKey = (await connected.pseudonyms()).contact(id);
    const contact = (await connected.book.read('contact', [contactKey])).get(contactKey);
    if (contact === undefined)
      throw new CommandRefused(`no contact ${id} is in the book`, 'use the id of the export (guardianSourcedId)');
    const ties = await tiesOf(contact, await consentsOf(contact, connected), connected);
    terminal.heading(`${contact.givenName} ${contact.familyName}`);
    for (const { student, restricted, byTheExport, unlisted, acts } of ties) {
      const silence = unlisted ? ', because the contacts say nothing about this person' : '';
      const source = byTheExport ? ', flagged in the export' : silence;
      terminal.line(`  student ${student}: ${restricted ? `RESTRICTED${source}` : `not restricted${source}`}`);
      for (const { state, at, recordedBy, evidence } of acts)
        terminal.soft(`  ${state} ${at.slice(0, 10)} by ${recordedBy}: ${evidence}`);
    }
    terminal.result(ties);
    return 0;
  },
};
