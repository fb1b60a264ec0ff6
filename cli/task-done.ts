import { createHash } from 'node:crypto';
import { z } from 'zod';
import { closeTasks } from '../shared/office/keep-tasks.ts';
import type { OfficeTask } from '../shared/office/task.ts';
import { type Command, CommandRefused } from './command.ts';
import type { Terminal } from './machine/terminal.ts';

const args = z.object({
  task: z.string().regex(/^[0-9a-f]{6,20}$/, 'write the id of the task as "tasks list" prints it, or its first six characters'),
  by: z.string().min(1, 'say who did it').max(128),
  note: z.string().min(1, 'say what was found out').max(1_024),
});

export const taskDone: Command = {
  name: 'task done',
  summary: 'Take a task off the office’s list, with who did it and what was found out. It comes back if it happens again.',
  examples: [
    'ringfence task done --task 3f9a0c --by "Dana Ruiz" --note "spoke to the mother at 9:50, dentist"',
    'ringfence task done --task 3f9a0c11d2e84b570a6c --by "Dana Ruiz" --note "new number asked for, in the system tonight"',
  ],
  options: [
    { flags: '--task <id>', description: 'the task, by its id or the first six characters of it', required: true },
    { flags: '--by <name>', description: 'who did it; kept sealed', required: true },
    { flags: '--note <words>', description: 'what was done and found out; kept sealed', required: true },
  ],
  async run(given, { terminal, operator, district }) {
    const { task: id, by, note } = args.parse(given);
    const connected = await district();
    const task = theOne(await connected.office.listOpen(), id);
    const at = connected.clock.now().toISOString();
    const noteSha256 = createHash('sha256').update(`${by}\n${note}`, 'utf8').digest('hex');
    const sealed = await connected.sealNote(task, { by, note });
    const closing = { task, why: 'done', at, by: operator, note: sealed, noteSha256 } as const;
    const closed = await closeTasks(connected, [closing], at.slice(0, 10));
    sayClosed(task, closed.length > 0, at, terminal);
    return 0;
  },
};

function theOne(open: readonly OfficeTask[], id: string): OfficeTask {
  const [task, ...others] = [...new Map(open.map((one) => [one.taskId, one])).values()].filter(({ taskId }) =>
    taskId.startsWith(id),
  );
  if (task === undefined)
    throw new CommandRefused(`no open task begins with ${id}`, 'ringfence tasks list shows those that are open');
  if (others.length > 0) throw new CommandRefused(`${others.length + 1} open tasks begin with ${id}`, 'write more of the id');
  return task;
}

function sayClosed({ taskId, duty }: OfficeTask, isOurs: boolean, at: string, terminal: Terminal): void {
  const inTime = duty === undefined ? undefined : at <= duty.due;
  terminal.good(isOurs ? `${taskId} is done` : `${taskId} was closed by somebody else a moment ago`);
  if (inTime === true) terminal.soft(`in time: it was due ${duty?.dueLocal}`);
  if (inTime === false) terminal.bad(`late: it was due ${duty?.dueLocal}; the report of the notice says so`);
  terminal.result({
    task: taskId,
    outcome: isOurs ? 'closed' : 'already-closed',
    at,
    ...(inTime === undefined ? {} : { inTime }),
  });
}
