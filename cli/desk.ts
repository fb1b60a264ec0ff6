import { createHash } from 'node:crypto';
import { z } from 'zod';
import { stopsOf } from '../shared/consent/ledger.ts';
import type { StopScope } from '../shared/consent/number-stops.ts';
import { KIND_WORDS, SCOPE_WORDS } from '../shared/consent/what-stops.ts';
import { judgeNumber } from '../shared/contacts/judge-number.ts';
import type { Purpose } from '../shared/notices/purpose.ts';
import { agreeOf } from './agree-at-number.ts';
import { type Command, CommandRefused, type ExitCode, type Ports } from './command.ts';
import { findSubject, onePerson, type Subject } from './consent-subject.ts';
import { BY_WORD, type ByWord, DESK_WORDING, deskSentence } from './desk-words.ts';
import type { District } from './machine/district.ts';
import { EMERGENCY_WARNING, stopNumber } from './stop-number.ts';
import { sayStops } from './stop-words.ts';

const args = z.object({ number: z.string().min(1).optional(), contact: z.string().min(1).optional() });

const KINDS: readonly Purpose[] = ['closure', 'attendance', 'event', 'survey', 'fundraising'];

const CHOICES = [
  ['1', SCOPE_WORDS['all-but-emergencies']],
  ['2', SCOPE_WORDS.purpose],
  ['3', SCOPE_WORDS['wrong-number']],
  ['4', SCOPE_WORDS.emergencies],
  ['5', 'agree again'],
] as const;

/** As people say it, or as +, country code and digits. */
function numberOf(text: string): string {
  const judged = judgeNumber(text, { country: 'US', allowedCountries: ['US'], districtZones: [] });
  if ('problem' in judged)
    throw new CommandRefused('that is no whole telephone number', 'give it with its area code, e.g. 217-448-5512', 2);
  return judged.e164;
}

function nobodyAsks(): CommandRefused {
  return new CommandRefused(
    'nothing was recorded: no answer, or another key',
    'run it again on a terminal, or use ringfence optout record and ringfence optin record',
  );
}

async function pressed(ports: Ports, lines: readonly (readonly [key: string, words: string])[], question: string) {
  for (const [key, words] of lines) ports.terminal.line(`    ${key}  ${words}`);
  const key = await ports.press(
    question,
    lines.map(([one]) => one),
  );
  if (key === undefined) throw nobodyAsks();
  return key;
}

/** What the desk can point to: who wrote it down, and when. */
function note({ operator }: Ports, district: District): string {
  return `told at the desk, ${operator}, ${district.clock.now().toISOString()}`;
}

async function askScope(choice: string, ports: Ports): Promise<StopScope> {
  if (choice === '3') return { kind: 'wrong-number' };
  if (choice === '1') return { kind: 'all-but-emergencies' };
  if (choice === '2') {
    const lines = KINDS.map((purpose, index) => [String(index + 1), KIND_WORDS[purpose]] as const);
    const purpose = KINDS[Number(await pressed(ports, lines, 'Which kind?')) - 1];
    if (purpose !== undefined) return { kind: 'purpose', purpose };
  }
  if (choice === '4' && (await ports.press(`${EMERGENCY_WARNING} [y]`, ['y'])) === 'y') return { kind: 'emergencies' };
  throw nobodyAsks();
}

async function askKinds(ports: Ports): Promise<readonly ByWord[]> {
  const lines = [
    ...BY_WORD.map((purpose, index) => [String(index + 1), KIND_WORDS[purpose]] as const),
    ['0', 'all of these'],
  ] as const;
  const key = await pressed(ports, lines, 'To which calls? (Surveys and fundraising: in writing, ringfence optin record.)');
  return key === '0' ? BY_WORD : BY_WORD.slice(Number(key) - 1, Number(key));
}

/** The words are read out before the yes is written down, and what was written down names them. */
async function agreeing(subject: Subject, ports: Ports, district: District): Promise<ExitCode> {
  const person = onePerson(subject);
  const [{ e164: number, numberKey } = { e164: '', numberKey: '' }] = subject.numbers;
  const chosen = await askKinds(ports);
  const stops = stopsOf(await district.ledger.readMany({ numberKeys: [numberKey], contactKeys: [] }), numberKey);
  const purposes = stops !== 'unreadable' && stops.emergencies ? (['emergency', ...chosen] as const) : chosen;
  const { words, language } = deskSentence(purposes, person.language);
  ports.terminal.line(`    Read out (${language}): “${words}”`);
  if ((await ports.press('Did they say yes? [y]', ['y'])) !== 'y') throw nobodyAsks();
  const sha256 = createHash('sha256').update(words, 'utf8').digest('hex');
  const evidence = { pointer: `${note(ports, district)}: yes to the words ${DESK_WORDING}`, sha256 };
  return agreeOf(person, { number, purposes, basis: 'desk', wording: DESK_WORDING, language, evidence }, ports, district);
}

export const desk: Command = {
  name: 'desk',
  summary:
    'Write down what somebody says at the desk: after the number, three keystrokes. Obeyed at once, by calls that are queued too.',
  examples: ['ringfence desk', 'ringfence desk --number 217-448-5512'],
  options: [
    { flags: '--number <number>', description: 'the phone; asked for where it is not given' },
    { flags: '--contact <id>', description: 'who agrees again, where several share the phone' },
  ],
  async run(given, ports): Promise<ExitCode> {
    const asked = args.parse(given);
    const line = asked.number ?? (await ports.ask('Which number?'));
    if (line === undefined) throw nobodyAsks();
    const number = numberOf(line);
    const district = await ports.district();
    const subject = await findSubject({ number, contact: asked.contact }, district);
    await sayWhoItIs(number, subject, ports, district);
    const choice = await pressed(ports, CHOICES, 'What did they say?');
    if (choice === '5') return agreeing(subject, ports, district);
    const requested = await askScope(choice, ports);
    // One key more, so that a slip records nothing; 4 has had its own.
    if (choice !== '4' && (await ports.press('Enter records it; any other key does not.', ['return'])) === undefined)
      throw nobodyAsks();
    return stopNumber({ number, requested, evidence: note(ports, district) }, ports, district);
  },
};

async function sayWhoItIs(number: string, { contacts, numbers }: Subject, { terminal }: Ports, district: District) {
  const numberKey = numbers[0]?.numberKey ?? '';
  const names = contacts.map(({ givenName, familyName }) => `${givenName} ${familyName}`);
  terminal.heading(`${number}: ${names.length === 0 ? 'nobody in the contact book' : names.join(', ')}`);
  sayStops(stopsOf(await district.ledger.readMany({ numberKeys: [numberKey], contactKeys: [] }), numberKey), terminal);
}
