import './machine/node-version.ts';
import { Command as Program } from 'commander';
import { systemClock } from '../shared/clock/clock.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { connectDistrict, operatorName } from './machine/district.ts';
import { explainFailure } from './machine/failure.ts';
import { askOnTerminal } from './machine/question.ts';
import { createTerminal } from './machine/terminal.ts';

const program = new Program('ringfence')
  .description('The calling system a school district owns itself: consent checked at the last moment, every call provable.')
  .showHelpAfterError('(add --help for what it takes, with examples)')
  .option('--json', 'print the result as JSON, for scripts')
  .option('--yes', 'do not ask before what cannot be undone')
  .option('--endpoint-url <url>', 'a local cloud instead of AWS (printed by "ringfence local up")')
  .option('--stack <name>', 'the CloudFormation stack of the district', 'Ringfence')
  .option('--region <region>', 'AWS region of the stack');

function add(command: Command): void {
  const words = command.name.split(' ');
  const parent = words
    .slice(0, -1)
    .reduce<Program>((group, word) => group.commands.find((known) => known.name() === word) ?? group.command(word), program);
  const entry = parent
    .command(words.at(-1) ?? command.name)
    .description(command.summary)
    .addHelpText('after', `\nExamples:\n${command.examples.map((example) => `  $ ${example}`).join('\n')}\n`);
  for (const option of command.options) {
    if (option.required === true) entry.requiredOption(option.flags, option.description);
    else entry.option(option.flags, option.description);
  }
  entry.action(async (options: Record<string, unknown>) => {
    const shared = program.opts<{ json?: boolean; yes?: boolean; endpointUrl?: string; stack: string; region?: string }>();
    const terminal = createTerminal(process.stdout, shared.json === true);
    try {
      process.exitCode = await command.run(options, {
        terminal,
        clock: systemClock,
        operator: operatorName(),
        district: () => connectDistrict(shared),
        confirm: (question) => (shared.yes === true ? Promise.resolve(true) : askOnTerminal(question)),
      });
    } catch (error) {
      process.exitCode = explainFailure(error, process.stderr, shared.json === true);
    }
  });
}

COMMANDS.forEach(add);
program.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
await program.parseAsync();
