import { z } from 'zod';
import { approveExport, heldExport } from './approve-export.ts';
import { type Command, CommandRefused } from './command.ts';

const args = z.object({ file: z.string().min(1), by: z.string().min(1).max(64) });

export const rosterApprove: Command = {
  name: 'roster approve',
  summary:
    'Let an export pass that is held because it is unlike the last one. Shows why first; your name goes on record. The first export of all always waits for this.',
  examples: ['ringfence roster approve --file roster/2026-11-24.zip --by "Dana Ruiz"'],
  options: [
    { flags: '--file <key>', description: 'the zip as it was dropped, e.g. roster/2026-11-24.zip', required: true },
    { flags: '--by <name>', description: 'who has looked and answers for it; kept sealed', required: true },
  ],
  async run(given, { district: connect, terminal, operator, confirm }) {
    const { file, by } = args.parse(given);
    const district = await connect();
    const held = await heldExport(file, district);
    terminal.line(`${held.file}, held at ${held.at}:`);
    for (const { level, words } of held.signals)
      terminal.line(`  ${level === 'hold' ? 'held for this' : 'worth knowing'}: ${words}`);
    for (const [what, count] of Object.entries(held.counts)) terminal.soft(`${what}: ${count}`);
    if (!(await confirm('Is it right all the same, and may it change whom the district calls?')))
      throw new CommandRefused('the export stays held', 'answer y, or add --yes; or drop a corrected export');
    await approveExport(held, { name: by, login: operator }, district);
    terminal.good(`${file} may pass; approved by ${by} (${operator})`);
    terminal.line('    It is taken up now; its report says when it is in the contact book.');
    terminal.result({ file, hash: held.hash, approvedBy: operator });
    return 0;
  },
};
