import { z } from 'zod';
import type { Contact } from '../shared/contacts/contact.ts';
import { type Disclosure, disclosedTo, mergeDisclosures } from '../shared/subject/disclosure.ts';
import { identityOf, traceOf } from '../shared/subject/trace.ts';
import { type Command, CommandRefused } from './command.ts';
import type { District } from './machine/district.ts';

const args = z.object({ student: z.string().min(1) });

/** @throws CommandRefused when no such student is in the book */
export async function studentOf(sisId: string, { subjects, pseudonyms }: District) {
  const studentKey = (await pseudonyms()).student(sisId);
  const student = await subjects.student(studentKey);
  if (student === undefined)
    throw new CommandRefused(`no student ${sisId} is in the book`, 'use the id of the export (the student’s sourcedId)');
  return student;
}

/** Who is told about a student in an emergency only, and is no parent: theirs are the calls that need a line (34 CFR 99.36). */
function needsALine({ role, edges }: Contact, studentKey: string): boolean {
  return edges.some((edge) => edge.studentKey === studentKey && (edge.emergencyOnly || role === 'other'));
}

async function derived(contactKeys: readonly string[], studentKey: string, district: District): Promise<readonly Disclosure[]> {
  const contacts = [...(await district.subjects.contacts(contactKeys)).values()].filter((one) => needsALine(one, studentKey));
  const lines = [];
  for (const contact of contacts) {
    const numbers = await district.book.read(
      'number',
      contact.numbers.map(({ numberKey }) => numberKey),
    );
    const trace = await traceOf(district.trailSource(), identityOf(contact, numbers));
    lines.push(...disclosedTo(trace, contact));
  }
  return lines;
}

export const disclosureList: Command = {
  name: 'disclosure list',
  summary:
    'A student’s record of disclosures (34 CFR 99.32): what the audit trail shows and what was taken down by hand. A parent or eligible student may see it.',
  examples: ['ringfence disclosure list --student s-2017', 'ringfence disclosure list --student s-2017 --json'],
  options: [{ flags: '--student <id>', description: 'the student, by the id of the export', required: true }],
  async run(given, { terminal, district }) {
    const { student: sisId } = args.parse(given);
    const connected = await district();
    const { studentKey, contactKeys } = await studentOf(sisId, connected);
    const recorded = await connected.subjects.disclosures(studentKey);
    const lines = mergeDisclosures(recorded, await derived(contactKeys, studentKey, connected));
    terminal.heading(`Record of disclosures, student ${sisId}`);
    for (const { at, party, interest, what, threat, noticeId, recordedBy } of lines) {
      terminal.line(`  ${at} to ${party}: ${what}`);
      terminal.soft(`  interest: ${interest}${threat === undefined ? '' : `; threat: ${threat}`}`);
      terminal.soft(
        `  ${noticeId === undefined ? '' : `notice ${noticeId}; `}from ${recordedBy === 'trail' ? 'the audit trail' : recordedBy}`,
      );
    }
    if (lines.length === 0) terminal.good('nothing was disclosed that needs a line');
    terminal.soft(
      'not listed, because no line is due: parents, eligible students, school officials, those with their consent (99.32(d))',
    );
    terminal.result({ student: sisId, disclosures: lines });
    return 0;
  },
};
