import { createHash } from 'node:crypto';
import { z } from 'zod';
import { heldToday } from './attendance-held.ts';
import { type Command, CommandRefused } from './command.ts';
import type { District } from './machine/district.ts';

const args = z.object({
  file: z.string().min(1),
  school: z.string().min(1),
  by: z.string().min(1, 'say who has looked').max(128),
});

export const attendanceApprove: Command = {
  name: 'attendance approve',
  summary: 'Let the absences of a held school pass: the same file is taken again, and its families are called.',
  examples: ['ringfence attendance approve --file attendance/2026-11-24-0940.csv --school plsd-lincoln --by "Dana Ruiz"'],
  options: [
    { flags: '--file <key>', description: 'the file, as its report names it', required: true },
    { flags: '--school <id>', description: 'the school, by the id of the export', required: true },
    { flags: '--by <name>', description: 'who has looked and answers for it; kept sealed', required: true },
  ],
  async run(given, { terminal, operator, district, confirm }) {
    const asked = args.parse(given);
    const connected = await district();
    const school = await heldSchool(asked, connected);
    const { absent, outOf, day, fileHash } = school;
    if (!(await confirm(`Call the families of ${asked.school} about absences of ${day}? It is held for ${absent} of ${outOf}.`)))
      throw new CommandRefused('nothing was approved', 'answer y, or add --yes');
    const at = connected.clock.now().toISOString();
    const kind = 'attendance.approved';
    const note = createHash('sha256').update(asked.by, 'utf8').digest('hex');
    const facts = { day, school: asked.school, file: asked.file, hash: fileHash, absent, outOf, by: operator, note };
    const [receipt] = await connected.trail.write(at.slice(0, 10), [{ kind, at, facts: { ...facts, phase: 'asked' } }]);
    if ((await connected.absences.approve(school, { by: asked.by, at })) === 'changed')
      throw new CommandRefused('another file has come meanwhile: nothing was approved', 'look again: ringfence attendance held');
    // If we die here: it is approved, and the file lies there; approving it once more has it taken.
    const refs = receipt === undefined ? [] : [receipt.leafHash];
    await connected.trail.write(at.slice(0, 10), [{ kind, at, refs, facts: { ...facts, phase: 'stands' } }]);
    await connected.tell('Attendance Approved', { file: asked.file });
    terminal.good(`${asked.school} may be called about ${day}; recorded ${at} by ${asked.by}`);
    terminal.soft(`the file is taken again now: look at reports/${asked.file}.html`);
    terminal.result({ file: asked.file, school: asked.school, day, approvedAt: at });
    return 0;
  },
};

async function heldSchool({ file, school }: z.infer<typeof args>, district: District) {
  const held = (await heldToday(district)).find((one) => one.file === file && one.schoolId === school);
  if (held === undefined)
    throw new CommandRefused(`${school} is not held today because of ${file}`, 'what is held: ringfence attendance held');
  if (held.overtaken)
    throw new CommandRefused(
      'a later file of the day has come, and it counts',
      `look at its report, or: ringfence attendance held`,
    );
  return held;
}
