/** What `roster map` says of an export: questions about its flags, and its first rows with names and phones hidden. */
import type { ContactRow } from '../shared/roster/layouts/contact-row.ts';
import type { Candidate } from '../shared/roster/layouts/propose.ts';
import type { ContactRows } from '../shared/roster/layouts/read-contacts.ts';
import type { Terminal } from './machine/terminal.ts';

const ROWS_SHOWN = 5;

/** Letters and digits hidden, so that only the form shows. */
const hidden = (text: string): string => text.replace(/[\p{L}\p{N}]/gu, '•');

/** The last two digits stay: enough to find the row, too few to call anybody. Of a note, nothing does. */
function hiddenPhone(text: string): string {
  const end = /\p{L}/u.test(text) || text.replace(/\D/g, '').length < 7 ? '' : text.slice(-2);
  return `${hidden(text.slice(0, text.length - end.length))}${end}`;
}

/** The first rows, as they may be shown. */
export function firstOf(contacts: ContactRows | undefined): readonly ShownRow[] {
  const rows: ContactRow[] = [];
  contacts?.each((row) => {
    if (rows.length < ROWS_SHOWN) rows.push(row);
  });
  return rows.map(shown);
}

type ShownRow = ReturnType<typeof shown>;

function shown({ row, cells, phones }: ContactRow) {
  return {
    row,
    student: cells.studentId,
    contact: cells.contactId,
    name: [cells.givenName, cells.familyName].map(hidden).join(' ').trim(),
    relationship: cells.relationship,
    order: cells.priority,
    language: cells.language,
    phones: phones.map(({ text, label }) => `${label}: ${hiddenPhone(text)}`),
  };
}

export function sayQuestions(candidates: readonly Candidate[], terminal: Terminal): void {
  terminal.heading('What do these columns mean? Only the district can say');
  for (const { column, values, filled } of candidates) {
    const all = values?.map(([value, rows]) => `${JSON.stringify(value)} in ${rows}`).join(', ');
    terminal.line(`  ${column}: ${all ?? `text, in ${filled} rows; it is not shown`}`);
  }
  if (candidates.length === 0) terminal.line('  no column looks like a flag');
  terminal.soft('which of them says who must not be called? which value does, and which says that nothing stands against it?');
  terminal.soft('a value in neither list holds the contact about that student; an empty field is ""');
  terminal.soft('leave out the columns that say nothing about calling; effects and examples: docs/files.md');
}

export function sayRows(rows: readonly ShownRow[], terminal: Terminal): void {
  terminal.heading('The first rows, names and phones hidden');
  for (const { row, student, contact, name, relationship, order, language, phones } of rows)
    terminal.line(
      `  row ${row}: student ${student}, contact ${contact} ${name}; ${relationship || 'no relation'}, order ${order || 'none'}, ` +
        `language ${language || 'none'}; ${phones.join(', ') || 'no phone'}`,
    );
}

/** What stands in the settings once the district has answered; the flags are questions, so nothing of them is filled in. */
export function questionsFor(layout: string, candidates: readonly Candidate[]) {
  const flags = candidates.map(({ column }) => ({ column, effect: '', when: [], otherwise: [] }));
  return { roster: { contacts: { layout, flags, signedBy: '', signedOn: '' } } };
}

export function saySettings(settings: object, terminal: Terminal): void {
  terminal.heading('For the settings');
  for (const line of JSON.stringify(settings, null, 2).split('\n')) terminal.line(`  ${line}`);
}
