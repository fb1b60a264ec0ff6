import { z } from 'zod';
import type { ReassignedNumbers, ReassignedQuery } from '../shared/consent/reassigned.ts';
import { queriesFor } from '../shared/consent/reassigned.ts';
import { queryFile, queryIdOf } from '../shared/consent/reassigned-file.ts';
import { type Resting, restingNumbers } from '../shared/consent/resting-numbers.ts';
import { type Command, CommandRefused, type ExitCode, type Ports } from './command.ts';
import type { District } from './machine/district.ts';
import { writePrivately } from './machine/private-file.ts';
import { rndApi, rndApiKey } from './machine/reassigned-api.ts';
import type { Terminal } from './machine/terminal.ts';
import { keepAnswers } from './reassigned-answers.ts';

const day = z.iso.date('write the day as YYYY-MM-DD');
const args = z.object({
  givenOn: day.optional(),
  out: z.string().min(1).optional(),
  api: z.url('write the address of the API, e.g. https://rnd.example.com').optional(),
});

/** The file form of the port: the question lies on the operator's disk, for a person to upload. */
function csvForm(file: string | undefined): ReassignedNumbers {
  return {
    ask: async ({ queryId, queries }) => {
      const path = file ?? `${queryId}.csv`;
      writePrivately(path, queryFile(queries));
      return { kind: 'written', file: path };
    },
  };
}

/** Everybody's numbers with the dates their consent rests on, and what there is to ask about them now. */
export async function dueQueries(
  district: District,
  givenOn: string | undefined,
): Promise<{ readonly resting: Resting; readonly queries: readonly ReassignedQuery[] }> {
  const at = district.clock.now().toISOString();
  const contacts = await district.everybody();
  const numberKeys = [...new Set(contacts.flatMap(({ numbers }) => numbers.map(({ numberKey }) => numberKey)))];
  const contactKeys = contacts.map(({ contactKey }) => contactKey);
  const [page, answers] = await Promise.all([
    district.ledger.readMany({ numberKeys, contactKeys }),
    district.reassigned.read(numberKeys),
  ]);
  const resting = restingNumbers(contacts, page, { at, givenOn });
  return { resting, queries: resting.numbers.flatMap((number) => queriesFor(number, answers.get(number.numberKey), at)) };
}

export function sayLeft({ left }: Resting, terminal: Terminal): void {
  if (left.undated > 0)
    terminal.soft(
      `${left.undated} were only given for school contact, nobody wrote down when: add --given-on <day> to ask about them`,
    );
  if (left.abroad > 0) terminal.soft(`${left.abroad} are of no kind the database has`);
  if (left.stopped > 0) terminal.soft(`${left.stopped} are stopped for all but emergencies, so nothing rests on them`);
  if (left.unreadable > 0) terminal.bad(`${left.unreadable} consent records do not open: treat as tampering`);
}

async function ask(
  asked: z.infer<typeof args>,
  { terminal, confirm }: Ports,
): Promise<(district: District) => Promise<ExitCode>> {
  const port = asked.api === undefined ? csvForm(asked.out) : rndApi({ endpoint: asked.api, apiKey: rndApiKey() });
  return async (district) => {
    const { resting, queries } = await dueQueries(district, asked.givenOn);
    sayLeft(resting, terminal);
    if (queries.length === 0) {
      terminal.good(`nothing to ask: ${resting.numbers.length} numbers rest on consent, each has a fresh answer`);
      terminal.result({ asked: 0 });
      return 0;
    }
    const where =
      asked.api === undefined ? 'writes plain numbers to this disk' : `sends plain numbers to ${asked.api}, and is paid for`;
    if (!(await confirm(`Ask about ${queries.length} numbers? This ${where}.`)))
      throw new CommandRefused('nothing was asked', 'answer y, or add --yes');
    const askedAt = `${district.clock.now().toISOString().slice(0, 19)}.000Z`;
    const name = { askedAt, ...(asked.givenOn === undefined ? {} : { givenOn: asked.givenOn }) };
    const queryId = queryIdOf(name, queries);
    const answer = await port.ask({ queryId, queries });
    if (answer.kind === 'written') return sayWritten(answer.file, queryId, queries, terminal);
    return keepAnswers(answer.lines, { ...name, queryId, fileVersion: answer.fileVersion, via: 'api' }, district, terminal);
  };
}

function sayWritten(file: string, queryId: string, queries: readonly ReassignedQuery[], terminal: Terminal): ExitCode {
  terminal.good(`${queries.length} questions written to ${file}; only you may read it`);
  terminal.line('  It holds telephone numbers in the clear. Upload it to the Reassigned Numbers Database today, then delete it.');
  terminal.soft(`then: ringfence reassigned load --answers <the file you get back> --query ${queryId}`);
  terminal.result({ asked: queries.length, queryId, file });
  return 0;
}

export const reassignedAsk: Command = {
  name: 'reassigned ask',
  summary: 'Ask the Reassigned Numbers Database about every number that consent rests on and that has no fresh answer.',
  examples: [
    'ringfence reassigned ask',
    'ringfence reassigned ask --given-on 2026-08-01 --out /media/vault/question.csv',
    'RND_API_KEY=… ringfence reassigned ask --api https://rnd.example.com',
  ],
  options: [
    {
      flags: '--given-on <day>',
      description: 'the day by which numbers were given for school contact, for those without a date',
    },
    { flags: '--out <file>', description: 'where the file of questions goes; default: <id of the question>.csv, here' },
    { flags: '--api <url>', description: 'ask by the API of your subscription instead; its key is read from RND_API_KEY' },
  ],
  async run(given, ports) {
    const asking = await ask(args.parse(given), ports);
    return asking(await ports.district());
  },
};
