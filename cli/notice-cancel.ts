import { z } from 'zod';
import { pause } from '../shared/aws/pause.ts';
import { type Command, CommandRefused } from './command.ts';
import type { District } from './machine/district.ts';

const args = z.object({ id: z.string() });
const EVERY_MS = 500;
const PATIENCE_TURNS = 60;

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
    if (notice.state === 'cancelled' || notice.state === 'closed')
      throw new CommandRefused(`notice ${id} is ${notice.state} already`, `look how it ended: notice status --id ${id}`);
    if (!(await confirm(`Stop ${notice.purpose} notice ${id}, raised ${notice.raisedAt}?`)))
      throw new CommandRefused('nothing was stopped', 'answer y, or add --yes');
    await connected.tell('Notice Cancelled', { noticeId: id, cancelledBy: operator });
    if (!(await cancelled(id, connected))) {
      terminal.bad('asked to stop it, but it is not stopped yet; look again with notice status');
      terminal.result({ noticeId: id, cancelled: false });
      return 3;
    }
    terminal.good(`cancelled: ${id}`);
    terminal.soft('nobody new rings; whoever is on the phone hears it to the end');
    terminal.result({ noticeId: id, cancelled: true });
    return 0;
  },
};

/** Waits until the cancellation has arrived where the gate reads it. */
async function cancelled(noticeId: string, { notices }: Pick<District, 'notices'>): Promise<boolean> {
  for (let turn = 0; turn < PATIENCE_TURNS; turn += 1) {
    const state = (await notices.get(noticeId))?.state;
    if (state === 'cancelled' || state === 'closed') return true;
    await pause(EVERY_MS);
  }
  return false;
}
