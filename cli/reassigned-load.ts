import { z } from 'zod';
import { queryIdOf, readAnswerFile, readQueryId } from '../shared/consent/reassigned-file.ts';
import { type Command, CommandRefused } from './command.ts';
import { readHashed } from './machine/private-file.ts';
import { keepAnswers } from './reassigned-answers.ts';

const args = z.object({
  answers: z.string().min(1, 'name the file that came back'),
  query: z.string().optional(),
  fileVersion: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'write the month as YYYY-MM')
    .optional(),
  part: z.boolean().optional(),
});
type Asked = z.infer<typeof args>;

function questionOf({ answers, query }: Asked) {
  const found = readQueryId(query ?? answers);
  if (found !== undefined) return found;
  throw new CommandRefused(
    'which question does this file answer?',
    'add --query <id>, as `reassigned ask` printed it: without the day it was asked, an answer proves nothing',
    2,
  );
}

export const reassignedLoad: Command = {
  name: 'reassigned load',
  summary: 'Take the file that came back from the Reassigned Numbers Database. Obeyed by calls that are queued already.',
  examples: [
    'ringfence reassigned load --answers answers.csv --query rnd-20261124T161500Z-1a2b3c4d',
    'ringfence reassigned load --answers rnd-20261124T161500Z-1a2b3c4d.csv --file-version 2026-11',
  ],
  options: [
    { flags: '--answers <file>', description: 'the file that came back: number, date, yes / no / no_data', required: true },
    { flags: '--query <id>', description: "the question's id; else it is looked for in the file's name" },
    {
      flags: '--file-version <month>',
      description: 'month of the database, YYYY-MM; default: that of the day it was asked (new on the 16th)',
    },
    { flags: '--part', description: 'the file holds a part of the lines asked; without it such a file is not taken' },
  ],
  async run(given, { terminal, district }) {
    const asked = args.parse(given);
    const question = questionOf(asked);
    const { text, sha256 } = readHashed(asked.answers);
    const lines = readAnswerFile(text);
    const same =
      queryIdOf(
        question,
        lines.map((line) => ({ ...line, numberKey: '', forConsent: true })),
      ) === question.queryId;
    if (!same && asked.part !== true)
      throw new CommandRefused(
        `${asked.answers} does not hold exactly the lines that ${question.queryId} asked`,
        'check that it is the answer to that question; add --part where the database answers in several files',
      );
    const code = await keepAnswers(
      lines,
      { ...question, fileVersion: asked.fileVersion, via: 'csv', sha256 },
      await district(),
      terminal,
    );
    terminal.line(
      '  Question and answer hold telephone numbers in the clear. Delete both files now; their hash is on the record.',
    );
    return code;
  },
};
