import { z } from 'zod';
import { type Fault, GiveUp, StateUnknown, TryAgain } from '../../shared/faults/fault.ts';
import { CommandRefused, type ExitCode } from '../command.ts';

interface Explanation {
  readonly code: string;
  readonly problem: string;
  readonly attempt: string;
  readonly exitCode: ExitCode;
}

const fromFault = (fault: Fault, exitCode: ExitCode): Explanation => ({
  code: fault.code,
  problem: fault.message,
  attempt: fault.suggestion,
  exitCode,
});

function explanationOf(error: unknown): Explanation {
  if (error instanceof CommandRefused)
    return { code: 'REFUSED', problem: error.message, attempt: error.attempt, exitCode: error.exitCode };
  if (error instanceof z.ZodError) {
    const problem = error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('; ');
    return { code: 'USAGE', problem, attempt: 'add --help for what the command takes', exitCode: 2 };
  }
  if (error instanceof StateUnknown) return fromFault(error, 3);
  if (error instanceof TryAgain || error instanceof GiveUp) return fromFault(error, 1);
  if (error instanceof Error && error.name === 'CredentialsProviderError') {
    return {
      code: 'NO_CREDENTIALS',
      problem: 'AWS credentials are missing',
      attempt: 'sign in with the AWS CLI, or start a local cloud: ringfence local up',
      exitCode: 1,
    };
  }
  const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: 'UNEXPECTED', problem, attempt: 'look whether it happened before you repeat it', exitCode: 3 };
}

/** Prints what went wrong and what to try; returns the exit code. */
export function explainFailure(error: unknown, err: NodeJS.WriteStream, json: boolean): ExitCode {
  const explanation = explanationOf(error);
  err.write(
    json
      ? `${JSON.stringify({ error: explanation })}\n`
      : `${explanation.problem}\n${explanation.attempt === '' ? '' : `Try: ${explanation.attempt}\n`}`,
  );
  return explanation.exitCode;
}
