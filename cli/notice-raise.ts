import { z } from 'zod';
import type { Audience, Message } from '../shared/notices/notice.ts';
import { PURPOSES } from '../shared/notices/purpose.ts';
import { type Command, CommandRefused } from './command.ts';
import { followNotice } from './notice-follow.ts';

const args = z.object({
  purpose: z.enum(PURPOSES),
  school: z.array(z.string()).optional(),
  grade: z.array(z.string()).optional(),
  district: z.boolean().optional(),
  message: z.string().optional(),
  text: z
    .array(z.string().regex(/^[a-z]{2,3}=.+/s, 'write a language, =, and the words, e.g. en="School is closed."'))
    .optional(),
  id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'letters, digits, ".", "-", "_"; at most 64')
    .optional(),
  expires: z.iso.datetime({ offset: true, message: 'write a moment as RFC 3339, e.g. 2026-11-24T18:00:00Z' }).optional(),
  follow: z.boolean().optional(),
});

function audienceOf({ school, grade, district }: z.infer<typeof args>): Audience {
  if (district === true) return { kind: 'district' };
  if (school === undefined) throw new CommandRefused('nobody was named', 'add --school <id>, or --district for everybody', 2);
  return grade === undefined ? { kind: 'schools', schools: school } : { kind: 'grades', schools: school, grades: grade };
}

function wordsOf(text: readonly string[]): Message {
  return Object.fromEntries(text.map((one) => [one.slice(0, one.indexOf('=')), { text: one.slice(one.indexOf('=') + 1) }]));
}

function describe(audience: Audience): string {
  if (audience.kind === 'district') return 'every family of the district';
  if (audience.kind === 'grades') return `families of grade ${audience.grades.join(', ')} at ${audience.schools.join(', ')}`;
  return audience.kind === 'schools' ? `every family of ${audience.schools.join(', ')}` : 'the families of the listed students';
}

export const noticeRaise: Command = {
  name: 'notice raise',
  summary: 'Tell many people one thing. Calls start at once, each after the gate has asked its consent.',
  examples: [
    'ringfence notice raise --purpose emergency --school plsd-lincoln --message evacuate-gas-leak',
    'ringfence notice raise --purpose event --school plsd-high --message winter-concert --follow',
    'ringfence notice raise --purpose closure --district --text en="All schools are closed today." --text es="Hoy no hay clases."',
  ],
  options: [
    { flags: '--purpose <purpose>', description: `why: ${PURPOSES.join(', ')}`, required: true },
    { flags: '--school <id...>', description: 'for the families of these schools (ids of the export)' },
    { flags: '--grade <grade...>', description: 'only these grades' },
    { flags: '--district', description: 'for every family of the district' },
    { flags: '--message <name>', description: 'an approved message of the settings' },
    {
      flags: '--text <language=words...>',
      description: 'your own words, per language; encrypted before they leave this machine',
    },
    { flags: '--id <id>', description: 'an id of your own: the same id twice is the same notice' },
    { flags: '--expires <moment>', description: 'nobody new rings after this moment (RFC 3339)' },
    { flags: '--follow', description: 'stay and show how it goes' },
  ],
  async run(given, { terminal, district, confirm, operator, clock }) {
    const asked = args.parse(given);
    const audience = audienceOf(asked);
    if ((asked.message === undefined) === (asked.text === undefined))
      throw new CommandRefused('what shall be said?', 'give either --message <name> or --text en="…"', 2);
    const question = `Call ${describe(audience)}: ${asked.purpose.toUpperCase()}, ${asked.message ?? 'your own words'}?`;
    if (!(await confirm(question))) throw new CommandRefused('nothing was raised', 'answer y, or add --yes');
    const connected = await district();
    const noticeId = asked.id ?? connected.ids.next();
    const message =
      asked.text === undefined ? { name: asked.message } : { sealed: await connected.sealMessage(noticeId, wordsOf(asked.text)) };
    const expiry = asked.expires === undefined ? {} : { expiresAt: asked.expires };
    await connected.tell('Notice Raised', { noticeId, purpose: asked.purpose, audience, message, raisedBy: operator, ...expiry });
    terminal.good(`raised: ${noticeId}`);
    terminal.soft(`ringfence notice status --id ${noticeId}`);
    if (asked.follow === true) return followNotice(noticeId, connected, terminal, clock);
    terminal.result({ noticeId });
    return 0;
  },
};
