import { z } from 'zod';
import { type Command, CommandRefused } from './command.ts';

const args = z.object({ id: z.string() });

export const noticeCancel: Command = {
  name: 'notice cancel',
  summary: 'Stop a notice: nobody new rings. Who is already on the phone hears it to the end.',
  examples: ['ringfence notice cancel --id 01JDF3…'],
  options: [{ flags: '--id <id>', description: 'the notice', required: true }],
  async run(given, { terminal, district, confirm, operator }) {
    const { id } = args.parse(given);
    const connected = await district();
    const notice = await connected.notices.get(id);
    if (notice === undefined) throw new CommandRefused(`there is no notice ${id}`, 'check the id');
    if (!(await confirm(`Stop ${notice.purpose} notice ${id}, raised ${notice.raisedAt}?`)))
      throw new CommandRefused('nothing was stopped', 'answer y, or add --yes');
    await connected.tell('Notice Cancelled', { noticeId: id, cancelledBy: operator });
    terminal.good(`cancelled: ${id}`);
    terminal.result({ noticeId: id, cancelled: true });
    return 0;
  },
};
