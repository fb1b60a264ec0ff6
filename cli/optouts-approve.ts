import { createHash } from 'node:crypto';
import { z } from 'zod';
import { approveOptouts, heldFile } from './approve-export.ts';
import { type Command, CommandRefused } from './command.ts';

const args = z.object({
  file: z.string().startsWith('optouts/', 'write the key as it was dropped, e.g. optouts/2026-11-24.csv'),
  by: z.string().min(1, 'say who has looked').max(64),
});

export const optoutsApprove: Command = {
  name: 'optouts approve',
  summary:
    'Let the wrong numbers of a file of opt-outs stop emergencies too, where they are more than the district takes unseen. All else in it has stopped already. Your name goes on record.',
  examples: ['ringfence optouts approve --file optouts/2026-11-24.csv --by "Dana Ruiz"'],
  options: [
    { flags: '--file <key>', description: 'the file, as its report names it', required: true },
    { flags: '--by <name>', description: 'who has looked and answers for it; kept sealed', required: true },
  ],
  async run(given, { district: connect, terminal, operator, confirm }) {
    const { file, by } = args.parse(given);
    const district = await connect();
    const held = await heldFile(file, district);
    const drop = await district.intake.read(file);
    if (drop === undefined || createHash('sha256').update(drop.bytes).digest('hex') !== held.hash)
      throw new CommandRefused(
        `the file that was held does not lie under ${file} any more`,
        'drop it there again: a yes is to its very bytes, and what it held stays held until then',
      );
    terminal.line(`${held.file}, held at ${held.at}: ${held.summary}`);
    for (const [what, count] of Object.entries(held.counts)) terminal.soft(`${what}: ${count}`);
    if (!(await confirm('Are these wrong numbers, and shall nothing ring there any more: no fire, no lockdown, no gas leak?')))
      throw new CommandRefused('those phones still get emergencies, and nothing else', 'answer y, or add --yes');
    await approveOptouts(held, { name: by, login: operator }, district);
    terminal.good(`the wrong numbers of ${file} stop emergencies too; approved by ${by} (${operator})`);
    terminal.line('    It is taken up now; its report says when they stand.');
    terminal.result({ file, hash: held.hash, approvedBy: operator });
    return 0;
  },
};
