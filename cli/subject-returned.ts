import type { Command } from './command.ts';

export const subjectReturned: Command = {
  name: 'subject returned',
  summary: 'Who was erased and is in the book again, because an export or a restored copy brought them back.',
  examples: ['ringfence subject returned', 'ringfence subject returned --json'],
  options: [],
  async run(_given, { terminal, district }) {
    const { subjects } = await district();
    const erased = await subjects.tombstones();
    const back = erased.flatMap(({ contactKey, erasedAt, back: contact }) =>
      contact === undefined
        ? []
        : [
            {
              contactKey,
              erasedAt,
              name: `${contact.givenName} ${contact.familyName}`,
              schools: [...new Set(contact.edges.flatMap(({ schoolIds }) => schoolIds))],
            },
          ],
    );
    for (const { name, erasedAt, schools } of back)
      terminal.bad(
        `${name} (${schools.join(', ')}): erased on ${erasedAt.slice(0, 10)}, and in the book again, without agreements`,
      );
    if (back.length > 0)
      terminal.soft('take them out of the student information system, or out of the export; then erase them here once more');
    else terminal.good(`${erased.length} people were erased, and none of them is back`);
    terminal.result({ erased: erased.length, back });
    return back.length === 0 ? 0 : 1;
  },
};
