import { z } from 'zod';
import type { Command } from './command.ts';
import { type Stage, setStage } from './demo/stage.ts';
import { interrupted } from './machine/interrupt.ts';
import type { Terminal } from './machine/terminal.ts';

const args = z.object({
  seed: z.coerce.number().int().default(1),
  port: z.coerce.number().int().min(0).max(65_535).default(4566),
  coverage: z.boolean().optional(),
});

/** Lines for the unmodified AWS CLI; Debian's 2.9 does not know AWS_ENDPOINT_URL, so each carries the endpoint. */
export function sayAwsLines({ cloud, district, sample }: Stage, terminal: Terminal): void {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = cloud.operatorEnv;
  const outputs = district.outputs;
  const aws = `aws --endpoint-url ${cloud.endpoint}`;
  const detail = JSON.stringify({
    purpose: 'emergency',
    audience: { kind: 'schools', schools: ['plsd-maple'] },
    message: { name: 'evacuate-gas-leak' },
    raisedBy: 'me',
  });
  const entries = JSON.stringify([
    { EventBusName: outputs['BusName'], Source: 'ringfence.emergency', DetailType: 'Notice Raised', Detail: detail },
  ]);
  terminal.heading('Try it with the unmodified AWS CLI, in another terminal');
  terminal.line(
    `  export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY} AWS_DEFAULT_REGION=us-east-1`,
  );
  terminal.line(
    `  ${aws} s3 cp my-export.zip s3://${outputs['IntakeBucketName']}/${sample.roster.key.replace('.zip', '-mine.zip')}`,
  );
  terminal.line(`  ${aws} events put-events --entries '${entries}'`);
  terminal.line(`  ${aws} sqs get-queue-attributes --queue-url ${outputs['UrgentQueueUrl']} --attribute-names All`);
  terminal.line(`  npm run ringfence -- --endpoint-url ${cloud.endpoint} notice status --id gas-leak-lincoln`);
}

/** Nobody asks the clock to leap any more, so it runs at the pace of real time, until somebody presses Ctrl-C. */
export async function keepUp(stage: Stage, terminal: Terminal): Promise<void> {
  sayAwsLines(stage, terminal);
  terminal.line(`\n  The local cloud stays up at ${stage.cloud.endpoint}, at the pace of real time. Ctrl-C ends it.`);
  await interrupted();
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
    await keepUp(stage, terminal);
    await stage.cloud.stop();
    return 0;
  },
};
