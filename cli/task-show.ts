import { z } from 'zod';
import { CLOSED_WORDS, taskWords } from '../shared/office/task-words.ts';
import { type Command, CommandRefused } from './command.ts';

const args = z.object({
  task: z.string().regex(/^[0-9a-f]{20}$/, 'write the whole id of the task, as "tasks list" prints it'),
  school: z.string().min(1),
});

export const taskShow: Command = {
  name: 'task show',
  summary: 'One task, open or closed, with who closed it and what they noted.',
  examples: ['ringfence task show --task 3f9a0c11d2e84b570a6c --school plsd-lincoln'],
  options: [
    { flags: '--task <id>', description: 'the task, by its whole id', required: true },
    { flags: '--school <id>', description: 'the school under which it is kept, as in the record task.opened', required: true },
  ],
  async run(given, { terminal, district }) {
    const { task: taskId, school: schoolId } = args.parse(given);
    const connected = await district();
    const task = (await connected.office.find([{ taskId, schoolId }])).get(taskId);
    if (task === undefined)
      throw new CommandRefused(
        `there is no task ${taskId} at ${schoolId}`,
        'closed tasks are kept for 400 days; the trail has them all',
      );
    const said = task.note === undefined ? undefined : await connected.openNote(task);
    const { state, openedAt, closedAt, closedWhy, duty } = task;
    terminal.heading(taskWords(task).what);
    terminal.line(`  ${state}, opened ${openedAt}${duty === undefined ? '' : `, due ${duty.dueLocal}`}`);
    if (closedAt !== undefined && closedWhy !== undefined) terminal.line(`  closed ${closedAt}: ${CLOSED_WORDS[closedWhy]}`);
    if (said !== undefined) terminal.line(`  ${said.by}: ${said.note}`);
    terminal.result({
      task: taskId,
      school: schoolId,
      state,
      openedAt,
      ...(duty === undefined ? {} : { due: duty.due }),
      closedAt,
      closedWhy,
      ...said,
    });
    return 0;
  },
};
