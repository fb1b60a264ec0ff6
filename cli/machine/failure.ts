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

function fromUsage(error: z.ZodError): Explanation {
  const problem = error.issues.map(({ path, message }) => `--${String(path[0] ?? '')}: ${message}`).join('; ');
  return { code: 'USAGE', problem, attempt: 'add --help for what the command takes', exitCode: 2 };
}

/** What the machine or AWS says before anything has happened: by name or code of the error, what to call it and what to try. */
const NOTHING_HAPPENED: readonly (readonly [RegExp, string, string | undefined, string])[] = [
  [
    /^(CredentialsProviderError|UnrecognizedClientException|InvalidClientTokenId|ExpiredToken(Exception)?)$/,
    'NO_CREDENTIALS',
    'AWS credentials are missing or no longer valid',
    'sign in with the AWS CLI (aws sts get-caller-identity must work), or start a local cloud: ringfence local up',
  ],
  [
    /^AccessDenied(Exception)?$/,
    'NO_ACCESS',
    undefined,
    'for AWS: ask for the permission it names; for a local cloud: export the keys it printed, and look whether it is still up',
  ],
  [
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/,
    'NO_ANSWER',
    undefined,
    'check --endpoint-url; is "ringfence local up" still running?',
  ],
  [/^EADDRINUSE$/, 'PORT_TAKEN', undefined, 'name another with --port, or let it choose: --port 0'],
];

function namesOf(error: Error): string[] {
  const { code } = error as Error & { code?: unknown }; // Node's own errors carry a code beside their name
  return typeof code === 'string' ? [error.name, code] : [error.name];
}

function fromError(error: Error): Explanation | undefined {
  const names = namesOf(error);
  const known = NOTHING_HAPPENED.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (known !== undefined) {
    const [, code, problem, attempt] = known;
    return { code, problem: problem ?? error.message, attempt, exitCode: 1 };
  }
  if (!/region is missing/i.test(error.message)) return undefined;
  return {
    code: 'NO_REGION',
    problem: 'no AWS region was named',
    attempt: 'add --region us-east-1, or set AWS_REGION',
    exitCode: 1,
  };
}

function explanationOf(error: unknown): Explanation {
  if (error instanceof CommandRefused)
    return {
      code: error.exitCode === 2 ? 'USAGE' : 'REFUSED',
      problem: error.message,
      attempt: error.attempt,
      exitCode: error.exitCode,
    };
  if (error instanceof z.ZodError) return fromUsage(error);
  if (error instanceof StateUnknown) return fromFault(error, 3);
  if (error instanceof TryAgain || error instanceof GiveUp) return fromFault(error, 1);
  const known = error instanceof Error ? fromError(error) : undefined;
  if (known !== undefined) return known;
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
