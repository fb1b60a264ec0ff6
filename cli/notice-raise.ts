import { createHash } from 'node:crypto';
import { z } from 'zod';
import { tellingParts, wordsToAnswerFor } from '../shared/notices/lint.ts';
import type { Audience, Message } from '../shared/notices/notice.ts';
import { PURPOSES } from '../shared/notices/purpose.ts';
import { SEND_ANYWAY } from '../shared/notices/rejection.ts';
import { type Command, CommandRefused, type ExitCode, type Ports } from './command.ts';
import { moment } from './moment.ts';
import { followNotice } from './notice-follow.ts';
import { awaitTaken } from './notice-taken.ts';

const args = z.object({
  purpose: z.enum(PURPOSES, `write one of ${PURPOSES.join(', ')}`),
  school: z.array(z.string()).optional(),
  grade: z.array(z.string()).optional(),
  district: z.boolean().optional(),
  staff: z.boolean().optional(),
  message: z.string().optional(),
  text: z
    .array(z.string().regex(/^[a-z]{2,3}=.+/s, 'write a language, =, and the words, e.g. en="School is closed."'))
    .optional(),
  id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'letters, digits, ".", "-", "_"; at most 64')
    .optional(),
  expires: moment.optional(),
  wordsChecked: z.string().trim().min(1, 'write your name').max(64).optional(),
  follow: z.boolean().optional(),
});

function audienceOf({ school, grade, district, staff }: z.infer<typeof args>): Audience {
  if (staff === true) {
    if (grade !== undefined) throw new CommandRefused('staff are in no grade', 'leave --grade out', 2);
    if ((school === undefined) === (district === undefined))
      throw new CommandRefused('which staff?', 'add --school <id>, or --district for everybody who works here', 2);
    return { kind: 'staff', ...(school === undefined ? {} : { schools: school }) };
  }
  if (district === true) {
    if (school === undefined && grade === undefined) return { kind: 'district' };
    throw new CommandRefused('--district is everybody; with --school or --grade it is not', 'leave one of them out', 2);
  }
  if (school === undefined) throw new CommandRefused('nobody was named', 'add --school <id>, or --district for everybody', 2);
  return grade === undefined ? { kind: 'schools', schools: school } : { kind: 'grades', schools: school, grades: grade };
}

function wordsOf(text: readonly string[]): Message {
  return Object.fromEntries(text.map((one) => [one.slice(0, one.indexOf('=')), { text: one.slice(one.indexOf('=') + 1) }]));
}

function describe(audience: Audience): string {
  if (audience.kind === 'district') return 'every family of the district';
  if (audience.kind === 'staff') return `everybody who works at ${audience.schools?.join(', ') ?? 'the district'}`;
  if (audience.kind === 'grades') return `families of grade ${audience.grades.join(', ')} at ${audience.schools.join(', ')}`;
  return audience.kind === 'schools' ? `every family of ${audience.schools.join(', ')}` : 'the families of the listed students';
}

/** Said before anything is raised: a mixed message is held to its strictest part (B-04). */
function purposeWords({ purpose, text, wordsChecked }: z.infer<typeof args>): string {
  const part = text === undefined || wordsChecked !== undefined ? undefined : tellingParts(purpose, wordsOf(text))[0];
  if (part === undefined) return purpose.toUpperCase();
  return `raised as ${purpose.toUpperCase()}, but held to the rules for ${part.purpose.toUpperCase()} ("${part.word}")`;
}

/** Whoever raises an emergency hears which word keeps it back, and how to send it anyway, while nothing is lost yet. */
function sayWords({ purpose, text, wordsChecked }: z.infer<typeof args>, { terminal }: Ports): void {
  if (wordsChecked !== undefined && purpose !== 'emergency')
    throw new CommandRefused('--words-checked is for an emergency alone', `leave it out: a ${purpose} is what its words say`, 2);
  const words = purpose === 'emergency' && text !== undefined ? wordsToAnswerFor(wordsOf(text)) : [];
  if (words.length === 0) return;
  const found = words.map((word) => `"${word}"`).join(', ');
  if (wordsChecked === undefined) terminal.bad(`these words keep it from going out as an emergency: ${found}. ${SEND_ANYWAY}`);
  else terminal.line(`${wordsChecked} answers for it that these words are about the emergency alone: ${found}`);
}

export const noticeRaise: Command = {
  name: 'notice raise',
  summary: 'Tell many people one thing. Calls start at once, each after the gate has asked its consent.',
  examples: [
    'ringfence notice raise --purpose emergency --school plsd-lincoln --message evacuate-gas-leak',
    'ringfence notice raise --purpose emergency --staff --school plsd-lincoln --message evacuate-gas-leak',
    'ringfence notice raise --purpose emergency --district --text en="Do not drink from the tap, buy water." --words-checked "Dana Ruiz"',
    'ringfence notice raise --purpose event --school plsd-high --message winter-concert --follow',
    'ringfence notice raise --purpose closure --district --text en="All schools are closed today." --text es="Hoy no hay clases."',
  ],
  options: [
    { flags: '--purpose <purpose>', description: `why: ${PURPOSES.join(', ')}`, required: true },
    { flags: '--school <id...>', description: 'for the families of these schools (ids of the export)' },
    { flags: '--grade <grade...>', description: 'only these grades' },
    { flags: '--district', description: 'for every family of the district' },
    { flags: '--staff', description: 'for whoever works there, instead of the families' },
    { flags: '--message <name>', description: 'an approved message of the settings' },
    {
      flags: '--text <language=words...>',
      description: 'your own words, per language; encrypted before they leave this machine',
    },
    { flags: '--id <id>', description: 'an id of your own: the same id twice is the same notice' },
    { flags: '--expires <moment>', description: 'nobody new rings after this moment (RFC 3339)' },
    {
      flags: '--words-checked <name>',
      description:
        'an emergency that our word lists keep back goes out as it is: you say, under your name, that every word is about the emergency alone; on record',
    },
    { flags: '--follow', description: 'stay and show how it goes' },
  ],
  async run(given, ports) {
    const asked = args.parse(given);
    const audience = audienceOf(asked);
    if ((asked.message === undefined) === (asked.text === undefined))
      throw new CommandRefused('what shall be said?', 'give either --message <name> or --text en="…"', 2);
    sayWords(asked, ports);
    const question = `Call ${describe(audience)}: ${purposeWords(asked)}, ${asked.message ?? 'your own words'}?`;
    if (!(await ports.confirm(question))) throw new CommandRefused('nothing was raised', 'answer y, or add --yes');
    return raise(asked, audience, ports);
  },
};

const sha256 = (name: string): string => createHash('sha256').update(name, 'utf8').digest('hex');

/** The event is durable on the bus when EventBridge has answered; what follows only looks what became of it. */
async function raise(asked: z.infer<typeof args>, audience: Audience, ports: Ports): Promise<ExitCode> {
  const { terminal, operator } = ports;
  const district = await ports.district();
  const noticeId = asked.id ?? district.ids.next();
  const before = await district.notices.get(noticeId);
  if (before !== undefined)
    throw new CommandRefused(
      `there is a notice ${noticeId} already, ${before.state}, raised ${before.raisedAt}; nothing was raised again`,
      `look it up with notice status --id ${noticeId}, or raise a new one under another id`,
    );
  const message =
    asked.text === undefined ? { name: asked.message } : { sealed: await district.sealMessage(noticeId, wordsOf(asked.text)) };
  const expiry = asked.expires === undefined ? {} : { expiresAt: asked.expires };
  const checked = asked.wordsChecked === undefined ? {} : { wordsChecked: { by: operator, note: sha256(asked.wordsChecked) } };
  const detail = { noticeId, purpose: asked.purpose, audience, message, raisedBy: operator, ...expiry, ...checked };
  const eventId = await district.tell('Notice Raised', detail);
  terminal.good(`raised: ${noticeId}`);
  terminal.soft(`ringfence notice status --id ${noticeId} --follow`);
  const beginning = await awaitTaken(noticeId, eventId, district);
  if (beginning.kind === 'silence') {
    terminal.bad('raised, but not taken yet; look again with notice status, do not raise it twice under another id');
    terminal.result({ noticeId, taken: false });
    return 3;
  }
  const { planned, heldTo, weekSpent } = beginning;
  if (heldTo !== undefined)
    terminal.bad(
      `its words hold it to the rules for ${heldTo}: whoever did not agree to that is not called. Is it ${asked.purpose} alone? ` +
        `Cancel it (ringfence notice cancel --id ${noticeId}), and raise it without the rest. ${asked.purpose === 'emergency' ? SEND_ANYWAY : ''}`,
    );
  terminal.good(planned === undefined ? 'taken; numbers are still being looked up' : `taken: ${planned} numbers planned`);
  if (weekSpent !== undefined)
    terminal.soft(
      `${weekSpent} people have had their routine calls of this week and are left out (weeklyRoutineCalls in the settings)`,
    );
  if (asked.follow === true) return followNotice(noticeId, district, terminal);
  terminal.result({
    noticeId,
    taken: true,
    planned,
    ...(heldTo === undefined ? {} : { heldTo }),
    ...(weekSpent === undefined ? {} : { weekSpent }),
  });
  return 0;
}
