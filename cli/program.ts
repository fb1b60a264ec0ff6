import { CommanderError, Command as Program } from 'commander';
import { systemClock } from '../shared/clock/clock.ts';
import { type Command, CommandRefused, type ExitCode } from './command.ts';
import { COMMANDS, GROUPS } from './commands.ts';
import { connectDistrict, operatorName } from './machine/district.ts';
import { explainFailure } from './machine/failure.ts';
import { askKey, askLine, askOnTerminal } from './machine/question.ts';
import { createTerminal } from './machine/terminal.ts';

interface SharedOptions {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly endpointUrl?: string;
  readonly stack?: string;
  readonly region?: string;
}

// Set before any command is added: commands inherit how their parent ends and complains.
const program = new Program('ringfence')
  .description('The calling system a school district owns itself: consent checked at the last moment, every call provable.')
  .exitOverride()
  .configureOutput({ outputError: () => undefined })
  .option('--json', 'print the result as JSON, for scripts')
  .option('--yes', 'do not ask before what cannot be undone')
  .option('--endpoint-url <url>', 'a local cloud instead of AWS (printed by "ringfence local up")')
  .option('--stack <name>', 'the CloudFormation stack of the district; needed only where an account has several')
  .option('--region <region>', 'AWS region of the stack')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 refused, 2 wrong usage, 3 the state is unknown: look before you repeat.\nEach command has examples: ringfence notice raise --help\n',
  );

function groupOf(parent: Program, word: string): Program {
  const known = parent.commands.find((command) => command.name() === word);
  return known ?? parent.command(word).description(GROUPS[word] ?? '');
}

function add(command: Command): void {
  const words = command.name.split(' ');
  const entry = words
    .slice(0, -1)
    .reduce(groupOf, program)
    .command(words.at(-1) ?? command.name)
    .description(command.summary)
    .addHelpText('after', `\nExamples:\n${command.examples.map((example) => `  $ ${example}`).join('\n')}\n`);
  for (const option of command.options) {
    if (option.required === true) entry.requiredOption(option.flags, option.description);
    else entry.option(option.flags, option.description);
  }
  entry.action(async (options: Record<string, unknown>) => {
    process.exitCode = await perform(command, options, program.opts<SharedOptions>());
  });
}

async function perform(command: Command, options: Record<string, unknown>, shared: SharedOptions): Promise<ExitCode> {
  return command.run(options, {
    terminal: createTerminal(process.stdout, shared.json === true),
    clock: systemClock,
    operator: operatorName(),
    district: () => connectDistrict(shared),
    ask: askLine,
    press: askKey,
    confirm: (question) => (shared.yes === true ? Promise.resolve(true) : askOnTerminal(question)),
  });
}

/** Commander throws for help, too: that one is what was asked for, unless a group was called without its verb. */
function usageOf(error: CommanderError): CommandRefused | undefined {
  if (error.exitCode === 0) return undefined;
  const problem =
    error.code === 'commander.help' ? 'a verb is missing' : error.message.replace(/^error: /, '').replace('\n', ' ');
  return new CommandRefused(problem, 'add --help for what it takes, with examples', 2);
}

/** Runs the command that the arguments name; what it ends with is the exit code. */
export async function runProgram(): Promise<void> {
  COMMANDS.forEach(add);
  try {
    await program.parseAsync();
  } catch (error) {
    const explained = error instanceof CommanderError ? usageOf(error) : error;
    const json = process.argv.includes('--json');
    process.exitCode = explained === undefined ? 0 : explainFailure(explained, process.stderr, json);
  }
}
