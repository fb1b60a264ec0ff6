import { z } from 'zod';
import type { Command } from './command.ts';
import type { Stage } from './demo/stage.ts';
import { interrupted } from './machine/interrupt.ts';
import { forgetLocalCloud, noteLocalCloud } from './machine/local-cloud-note.ts';
import type { Terminal } from './machine/terminal.ts';
import { sayTryLines } from './try-lines.ts';

const args = z.object({
  seed: z.coerce.number().int().default(1),
  port: z.coerce.number().int().min(0).max(65_535).default(4566),
  coverage: z.boolean().optional(),
});

/** Nobody asks the clock to leap any more, so it runs at the pace of real time, until somebody presses Ctrl-C. */
export async function keepUp(stage: Stage, terminal: Terminal): Promise<void> {
  noteLocalCloud(stage.cloud.endpoint, stage.cloud.operatorEnv);
  sayTryLines(stage, terminal);
  terminal.line(`\n  The local cloud stays up at ${stage.cloud.endpoint}, at the pace of real time. Ctrl-C ends it.`);
  terminal.result({ endpoint: stage.cloud.endpoint, environment: stage.cloud.operatorEnv, outputs: stage.district.outputs });
  await interrupted();
  forgetLocalCloud();
}

/** An empty contact book has nobody to call: last night's export is in it when the cloud is handed over. */
async function fillBook(stage: Stage, terminal: Terminal): Promise<void> {
  const { importExport } = await import('./demo/intake.ts');
  const {
    report: { result, counts },
  } = await importExport(stage, 'whoever started the local cloud');
  terminal.good(`${result} the sample's export: ${counts['students'] ?? 0} students, ${counts['numbers'] ?? 0} numbers`);
}

export const localUp: Command = {
  name: 'local up',
  summary: 'Start the local cloud from the synthesized template and leave it up.',
  examples: ['ringfence local up', 'ringfence local up --port 4566 --seed 7', 'ringfence local up --coverage'],
  options: [
    { flags: '--port <port>', description: 'port of the endpoint, 4566 by default' },
    { flags: '--seed <seed>', description: 'whose people and whose chance' },
    {
      flags: '--coverage',
      description: 'print what of AWS is honoured and what is accepted without effect, field by field, and end',
    },
  ],
  async run(given, { terminal }) {
    const { seed, port, coverage } = args.parse(given);
    const { setStage } = await import('./demo/stage.ts');
    const stage = await setStage(terminal, { seed, port });
    if (coverage === true) {
      for (const row of stage.cloud.coverage()) {
        terminal.line(`${row.service} ${row.operation}`);
        terminal.soft(`honoured: ${row.honoured.join(', ') || '–'}`);
        if (row.inert.length > 0) terminal.soft(`inert: ${row.inert.join(', ')}`);
      }
      terminal.result(stage.cloud.coverage());
      await stage.cloud.stop();
      return 0;
    }
    const { startReassignedNumbers } = await import('../infra/local/reassigned-numbers/index.ts');
    const reassigned = await startReassignedNumbers({ seed, now: stage.cloud.clock.now });
    try {
      await fillBook(stage, terminal);
      terminal.soft(
        `RND_API_KEY=${reassigned.apiKey} ringfence reassigned ask --given-on 2025-08-01 --api ${reassigned.endpoint}`,
      );
      await keepUp(stage, terminal);
      return 0;
    } finally {
      await reassigned.stop();
      await stage.cloud.stop();
    }
  },
};
