import { z } from 'zod';
import type { AnswerLine, Asked, ReassignedNumbers, ReassignedQuery } from '../../shared/consent/reassigned.ts';
import { compactDate, tenDigits } from '../../shared/consent/reassigned-file.ts';
import { GiveUp, TryAgain } from '../../shared/faults/fault.ts';
import { CommandRefused } from '../command.ts';

/** The database did not answer, or asked to be left alone for a while. */
export class RndUnanswered extends TryAgain<{ status: number }> {
  readonly code = 'RND_UNANSWERED';
}

/** The database refused the question; asking the same again changes nothing. */
export class RndRefused extends GiveUp<{ status: number }> {
  readonly code = 'RND_REFUSED';
}

export interface RndApiOptions {
  /** Where the subscription's API lives, without a slash at the end. */
  readonly endpoint: string;
  readonly apiKey: string;
}

/** @throws CommandRefused: a key on the command line would stay in the shell's history */
export function rndApiKey(): string {
  const key = process.env['RND_API_KEY'];
  if (key !== undefined && key !== '') return key;
  throw new CommandRefused('the key of the subscription is missing', 'set RND_API_KEY in the environment', 2);
}

const reply = z.object({
  fileVersion: z
    .string()
    .regex(/^\d{4}-\d\d$/)
    .optional(),
  results: z.array(
    z.object({
      tn: z.string().regex(/^\d{10}$/),
      date: z.string().regex(/^\d{8}$/),
      disconnected: z.enum(['yes', 'no', 'no_data']),
    }),
  ),
});

const TOGETHER = 1_000;
const PATIENCE_MS = 30_000;

/**
 * Asks by the API form: a thousand lines a request, in order. Nothing is kept half: it has all answers, or it throws.
 * The wire form is that of the local simulator; docs/reassigned-numbers.md says what to hold against a subscription's own guide.
 */
export function rndApi(options: RndApiOptions): ReassignedNumbers {
  return {
    ask: async ({ queries }): Promise<Asked> => {
      const lines: AnswerLine[] = [];
      const versions: string[] = [];
      for (let from = 0; from < queries.length; from += TOGETHER) {
        const part = await askSome(options, queries.slice(from, from + TOGETHER));
        lines.push(...part.lines);
        if (part.fileVersion !== undefined) versions.push(part.fileVersion);
      }
      // Where a new file was loaded between two requests, the older one is what can be claimed of all.
      const [fileVersion] = versions.sort();
      return { kind: 'answered', lines, ...(fileVersion === undefined ? {} : { fileVersion }) };
    },
  };
}

async function askSome({ endpoint, apiKey }: RndApiOptions, queries: readonly ReassignedQuery[]) {
  const body = JSON.stringify({ queries: queries.map(({ e164, date }) => ({ tn: tenDigits(e164), date: compactDate(date) })) });
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(`${endpoint}/v1/queries`, { method: 'POST', headers, body, signal }).catch((error: unknown) => {
    throw new RndUnanswered('the Reassigned Numbers Database did not answer', { status: 0 }, 'Ask again later.', {
      cause: error,
    });
  });
  if (response.status === 429 || response.status >= 500)
    throw new RndUnanswered(`the Reassigned Numbers Database answered ${response.status}`, response, 'Ask again later.');
  if (!response.ok)
    throw new RndRefused(
      `the Reassigned Numbers Database refused the question with ${response.status}`,
      response,
      'Check the endpoint and the subscription’s key.',
    );
  const read = reply.safeParse(await response.json());
  if (!read.success)
    throw new RndRefused('the answer does not have the form that is read here', response, 'Use the file form meanwhile.');
  const { results, fileVersion } = read.data;
  const day = (date: string) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const lines = results.map(({ tn, date, disconnected }): AnswerLine => {
    return { e164: `+1${tn}`, date: day(date), answer: disconnected === 'no_data' ? 'no-data' : disconnected };
  });
  return { lines, fileVersion };
}
