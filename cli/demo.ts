import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Command, ExitCode } from './command.ts';
import type { Stage } from './demo/stage.ts';
import { keepUp } from './local-up.ts';
import { OUTPUT_FOLDER } from './machine/local-cloud-note.ts';
import { stopwatch } from './machine/stopwatch.ts';
import type { Terminal } from './machine/terminal.ts';
import { allHeld, sayReport } from './report/terminal-report.ts';
import { minutes } from './report/words.ts';

const args = z.object({
  seed: z.coerce.number().int().default(1),
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  keep: z.boolean().optional(),
});

async function playAndReport(stage: Stage, terminal: Terminal, elapsed: () => number, keep: boolean): Promise<ExitCode> {
  const { playDay } = await import('./demo/school-day.ts');
  const { collectDay } = await import('./demo/collect-day.ts');
  const { reportPage } = await import('./report/page.ts');
  const log = await playDay(stage);
  const report = await collectDay(log, stage);
  sayReport(report, terminal);
  await mkdir(OUTPUT_FOLDER, { recursive: true });
  const path = join(OUTPUT_FOLDER, 'report.html');
  await writeFile(path, reportPage(report, new Map(stage.config.schools.map(({ id, name }) => [id, name]))));
  const { count: leaps, simulatedSeconds } = stage.cloud.clock.leaps;
  terminal.line(
    `\n  ${minutes(simulatedSeconds)} of the day were leapt over in ${leaps} leaps; this took ${minutes(elapsed())} of your time.`,
  );
  terminal.line(`  The report for the school board: ${path}`);
  terminal.result(report);
  const held = allHeld(report);
  if (!held) terminal.bad('something that is promised did not hold; see above');
  if (keep) await keepUp(stage, terminal);
  return held ? 0 : 1;
}

export const demo: Command = {
  name: 'demo',
  summary: 'One school day on the local cloud: export, absences, an evacuation, a concert, the proof.',
  examples: ['npm start', 'npm start -- --keep', 'ringfence demo --seed 7'],
  options: [
    { flags: '--seed <seed>', description: 'another district, other people, other chance' },
    { flags: '--port <port>', description: 'port of the local cloud; any free one by default' },
    { flags: '--keep', description: 'leave the local cloud up afterwards and print AWS CLI lines to try' },
  ],
  async run(given, { terminal }) {
    const { seed, port, keep } = args.parse(given);
    const elapsed = stopwatch();
    terminal.line('Ringfence: one school day on a local cloud. No phone rings but simulated ones.');
    // The CDK and the local cloud take a second to load; commands that need neither do not wait for them.
    const { setStage } = await import('./demo/stage.ts');
    const stage = await setStage(terminal, { seed, port });
    try {
      return await playAndReport(stage, terminal, elapsed, keep === true);
    } finally {
      await stage.cloud.stop();
    }
  },
};
