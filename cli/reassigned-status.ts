import { z } from 'zod';
import { fileVersionAt, hasSafeHarbour, reassignedFor } from '../shared/consent/reassigned.ts';
import type { Command } from './command.ts';
import { dueQueries, sayLeft } from './reassigned-ask.ts';

const args = z.object({ givenOn: z.iso.date('write the day as YYYY-MM-DD').optional() });

export const reassignedStatus: Command = {
  name: 'reassigned status',
  summary: 'What is known of the numbers that consent rests on: asked and fresh, stale, never asked, somebody else’s by now.',
  examples: ['ringfence reassigned status', 'ringfence reassigned status --given-on 2026-08-01 --json'],
  options: [{ flags: '--given-on <day>', description: 'the day by which numbers were given for school contact' }],
  async run(given, { terminal, district }) {
    const connected = await district();
    const { resting, queries } = await dueQueries(connected, args.parse(given).givenOn);
    const at = connected.clock.now().toISOString();
    const answers = await connected.reassigned.read(resting.numbers.map(({ numberKey }) => numberKey));
    const counts = { no: 0, yes: 0, 'no-data': 0, stale: 0, 'never-asked': 0 };
    // Of each number the oldest consent speaks: its answer is the one that all the others need.
    for (const { numberKey, dates } of resting.numbers) counts[reassignedFor(answers.get(numberKey), dates[0], at)] += 1;
    const safe = resting.numbers.filter(
      ({ numberKey, dates: [oldest] }) => oldest !== undefined && hasSafeHarbour(answers.get(numberKey), oldest, at),
    ).length;
    terminal.heading(`${resting.numbers.length} numbers that consent rests on; the database is that of ${fileVersionAt(at)}`);
    for (const [state, count] of Object.entries(counts)) terminal.line(`  ${state.replace('-', ' ')}: ${count}`);
    terminal.line(`  safe harbour (47 CFR 64.1200(m)): ${safe}`);
    sayLeft(resting, terminal);
    terminal.soft(queries.length === 0 ? 'nothing to ask' : `${queries.length} to ask: ringfence reassigned ask`);
    terminal.result({
      fileVersion: fileVersionAt(at),
      numbers: resting.numbers.length,
      ...counts,
      safeHarbour: safe,
      toAsk: queries.length,
      left: resting.left,
    });
    return 0;
  },
};
