import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Disclosure } from '../shared/subject/disclosure.ts';
import { type Command, CommandRefused } from './command.ts';
import { studentOf } from './disclosure-list.ts';
import { moment } from './moment.ts';

const args = z.object({
  student: z.string().min(1),
  to: z.string().min(1).max(200),
  interest: z.string().min(1).max(500),
  what: z.string().min(1).max(500),
  threat: z.string().min(1).max(500).optional(),
  notice: z.string().min(1).max(64).optional(),
  call: z.string().min(1).max(200).optional(),
  dated: moment.optional(),
});

/** The same disclosure told twice is one: its id is what was said. With `--call` it takes the place of the derived line. */
function lineOf(asked: z.infer<typeof args>, now: string, operator: string): Disclosure {
  const { to, interest, what, threat, notice, call, dated } = asked;
  const at = dated === undefined ? now : new Date(dated).toISOString();
  const digest = createHash('sha256')
    .update(JSON.stringify([to, interest, what, threat, notice, dated]))
    .digest('base64url');
  return {
    id: call === undefined ? `desk:${digest.slice(0, 22)}` : `call:${call}`,
    at,
    party: to,
    interest,
    what,
    ...(threat === undefined ? {} : { threat }),
    ...(notice === undefined ? {} : { noticeId: notice }),
    recordedBy: operator,
  };
}

export const disclosureRecord: Command = {
  name: 'disclosure record',
  summary:
    'Take down that somebody was told something from a student’s record outside this system, or add the threat to what the trail shows (34 CFR 99.32(a)).',
  examples: [
    'ringfence disclosure record --student s-2017 --to "Officer J. Marsh, county sheriff" --interest "search for the student" --what "address and photograph" --threat "student missing from the bus since 15:40"',
  ],
  options: [
    { flags: '--student <id>', description: 'the student, by the id of the export', required: true },
    { flags: '--to <party>', description: 'who received it', required: true },
    { flags: '--interest <words>', description: 'why they may have it', required: true },
    { flags: '--what <words>', description: 'which facts', required: true },
    {
      flags: '--threat <words>',
      description: 'of an emergency: the articulable and significant threat (99.36); then it must be there',
    },
    { flags: '--notice <id>', description: 'the notice it belongs to' },
    { flags: '--call <id>', description: 'the call whose line this replaces' },
    { flags: '--dated <moment>', description: 'when it was told (RFC 3339), where that was not now' },
  ],
  async run(given, { terminal, operator, district }) {
    const asked = args.parse(given);
    if ((asked.notice !== undefined || asked.call !== undefined) && asked.threat === undefined)
      throw new CommandRefused('a disclosure in an emergency needs the threat (34 CFR 99.32(a)(5))', 'add --threat', 2);
    const connected = await district();
    const { subjects, trail, clock } = connected;
    const { studentKey } = await studentOf(asked.student, connected);
    const at = clock.now().toISOString();
    const line = lineOf(asked, at, operator);
    const sha256 = createHash('sha256').update(JSON.stringify(line)).digest('hex');
    // The record first; the words are sealed with the student. If we die between the two, the hash says that a line is missing.
    const facts = { by: operator, line: line.id, sha256, emergency: asked.threat !== undefined };
    await trail.write(at.slice(0, 10), [{ kind: 'disclosure.recorded', at, facts }]);
    await subjects.addDisclosures(studentKey, [line]);
    terminal.good('taken down; it is kept as long as the student’s record');
    terminal.result(line);
    return 0;
  },
};
