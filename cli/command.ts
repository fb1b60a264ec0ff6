import type { Clock } from '../shared/clock/clock.ts';
import type { District } from './machine/district.ts';
import type { Terminal } from './machine/terminal.ts';

/** 0 done · 1 refused or convicted · 2 wrong usage · 3 the state is unknown, look before you repeat. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface OptionSpec {
  /** As commander reads it, e.g. `--school <id...>`. */
  readonly flags: string;
  readonly description: string;
  readonly required?: boolean;
}

/** What a command gets from the machine it runs on. */
export interface Ports {
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** The operator's name for the record, e.g. `cli:jane`. */
  readonly operator: string;
  /** Connects on first use: a command that needs no cloud never asks for one. */
  readonly district: () => Promise<District>;
  /** Asks a person before what cannot be undone; `true` with `--yes`. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Asks a person for one line; `undefined` where nobody can answer. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Asks a person for one keystroke, one of `keys`; `undefined` for any other, and where nobody can answer. */
  readonly press: (question: string, keys: readonly string[]) => Promise<string | undefined>;
}

/** One command of the operator's program; `ringfence.ts` turns it into help, parsing and an exit code. */
export interface Command {
  /** Noun and verb, e.g. `notice raise`. */
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly options: readonly OptionSpec[];
  /** @param args as commander parsed them; each command checks its own with zod */
  run(args: Readonly<Record<string, unknown>>, ports: Ports): Promise<ExitCode>;
}

/** A refusal that a person can act on; printed as `problem` and `Try: …`. */
export class CommandRefused extends Error {
  readonly attempt: string;
  readonly exitCode: ExitCode;

  constructor(problem: string, attempt: string, exitCode: ExitCode = 1) {
    super(problem);
    this.name = 'CommandRefused';
    this.attempt = attempt;
    this.exitCode = exitCode;
  }
}
