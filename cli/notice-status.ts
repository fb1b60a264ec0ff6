import { z } from 'zod';
import type { Command } from './command.ts';
import { followNotice, sayStatus, statusOf } from './notice-follow.ts';

const args = z.object({ id: z.string(), follow: z.boolean().optional() });

export const noticeStatus: Command = {
  name: 'notice status',
  summary: 'How many were planned, and where each of them stands.',
  examples: ['ringfence notice status --id 01JDF3…', 'ringfence notice status --id 01JDF3… --json'],
  options: [
    { flags: '--id <id>', description: 'the notice', required: true },
    { flags: '--follow', description: 'stay until it is closed' },
  ],
  async run(given, { terminal, district }) {
    const { id, follow } = args.parse(given);
    const connected = await district();
    if (follow === true) return followNotice(id, connected, terminal);
    sayStatus(await statusOf(id, connected), terminal);
    return 0;
  },
};
