import { DOUBTS, type HeldNow } from '../shared/roster/attendance/absence-book.ts';
import { localDay } from '../shared/roster/dates.ts';
import type { Command } from './command.ts';
import type { District } from './machine/district.ts';

/** Of today, as the district's clocks have it: on another day nobody is called about it any more. */
export function heldToday({ absences, clock, outputs }: District): Promise<readonly HeldNow[]> {
  return absences.heldOn(localDay(clock.now(), outputs['Timezone'] ?? 'UTC'));
}

export const attendanceHeld: Command = {
  name: 'attendance held',
  summary: 'Schools of which nobody is called today until somebody has looked, because so many are absent at once.',
  examples: ['ringfence attendance held', 'ringfence attendance held --json'],
  options: [],
  async run(_given, { terminal, district }) {
    const open = (await heldToday(await district())).filter(({ approved, overtaken }) => !approved && !overtaken);
    terminal.heading(open.length === 0 ? 'No school is held today' : `${open.length} held`);
    for (const { schoolId, file, absent, outOf, why } of open) {
      terminal.line(`  ${schoolId}: ${absent} of ${outOf} newly absent without excuse, ${DOUBTS[why]} (${file})`);
      terminal.soft(
        `  right? ringfence attendance approve --file ${file} --school ${schoolId} --by NAME; wrong? send a corrected file`,
      );
    }
    terminal.result(open);
    return 0;
  },
};
