import { z } from 'zod';
import type { Call } from '../shared/calls/call.ts';
import { callIdOf, noticeIdOf } from '../shared/calls/call-id.ts';
import { versionSum } from '../shared/consent/ledger.ts';
import type { Contact } from '../shared/contacts/contact.ts';
import { type BookSays, type Explanation, explanationOf, NOTHING_KNOWN } from '../shared/subject/explain.ts';
import { traceOfCall } from '../shared/subject/trace.ts';
import { type Command, CommandRefused } from './command.ts';
import type { District } from './machine/district.ts';
import type { Terminal } from './machine/terminal.ts';

const args = z.object({
  call: z.string().regex(/^.+\.[A-Za-z0-9_-]{16}$/, 'write the id of a call: a notice, a dot, 16 characters'),
  contact: z.string().optional(),
});

/** From the list of calls while it has it, else from the person who is named. */
async function whatTheBookSays(callId: string, named: string | undefined, district: District): Promise<BookSays> {
  const call = (await district.calls.get([callId])).get(callId);
  const contacts = named === undefined ? await recipientsOf(call, district) : [await namedFor(callId, named, district)];
  const numbers = contacts.flatMap((contact) => contact.numbers);
  const number = numbers.find(({ numberKey }) => callIdOf(noticeIdOf(callId), numberKey) === callId);
  const numberKey = number?.numberKey ?? call?.numberKey;
  if (numberKey === undefined) return NOTHING_KNOWN;
  const keys = { numberKeys: [numberKey], contactKeys: contacts.map(({ contactKey }) => contactKey) };
  const page = await district.ledger.readMany(keys);
  const stops = page.stops.get(numberKey);
  return {
    recipients: contacts.map((contact) => {
      const reading = page.consents.get(contact.contactKey);
      return { contact, consents: reading?.kind === 'held' ? reading.value : 'unreadable' };
    }),
    numberKey,
    e164: number?.e164,
    stops: stops?.kind === 'held' ? stops.value : undefined,
    // Of one person named by hand nothing can be summed up: the gate read everybody's.
    consentVersion: named === undefined ? versionSum(page, keys) : undefined,
  };
}

async function recipientsOf(call: Call | undefined, { book }: District): Promise<readonly Contact[]> {
  const keys = call?.recipients.map(({ contactKey }) => contactKey) ?? [];
  return keys.length === 0 ? [] : [...(await book.read('contact', keys)).values()];
}

async function namedFor(callId: string, named: string, { book, pseudonyms }: District): Promise<Contact> {
  const contactKey = (await pseudonyms()).contact(named);
  const contact = (await book.read('contact', [contactKey])).get(contactKey);
  if (contact === undefined) throw new CommandRefused(`no contact ${named} is in the book`, 'use the id of the export');
  const own = contact.numbers.some(({ numberKey }) => callIdOf(noticeIdOf(callId), numberKey) === callId);
  if (own) return contact;
  throw new CommandRefused(`this call went to no number that contact ${named} has now`, 'leave --contact out, or name another');
}

function say(told: Explanation, terminal: Terminal): void {
  const { message, purpose, raisedBy, raisedAt, cancelledAt, number, people } = told;
  terminal.heading(`Call ${told.callId}`);
  terminal.line(`  ${purpose} "${message}", raised by ${raisedBy} at ${raisedAt}`);
  if (cancelledAt !== undefined) terminal.line(`  withdrawn at ${cancelledAt}`);
  if (number !== undefined) terminal.line(`  to ${number}`);
  for (const { name, role } of people) terminal.line(`  for ${name} (${role})`);
  terminal.heading('Why');
  for (const { at, attempt, kind, ruling, basis, consentVersion, until, proof } of told.decisions) {
    terminal.line(
      `  ${at} ${kind}${attempt === undefined ? '' : `, attempt ${attempt}`}${until === '' ? '' : `, until ${until}`}`,
    );
    if (ruling !== undefined) {
      terminal.line(`    ${ruling.words}`);
      terminal.soft(
        `  rule ${ruling.rule}: ${ruling.citation}; policy ${ruling.policy}; rests on ${basis}; consent version ${consentVersion}`,
      );
    }
    terminal.soft(`  proof: ${proof.object} line ${proof.line}, leaf ${proof.leaf}`);
  }
  sayWhatFollowed(told, terminal);
}

function sayWhatFollowed({ restedOn, events, stopsAfter, unknown }: Explanation, terminal: Terminal): void {
  terminal.heading('What had been agreed to by then');
  for (const { name, entry } of restedOn) {
    const { state, at, basis, capturedBy, wording, language, evidence } = entry;
    terminal.line(`  ${name} ${state} at ${at} by ${basis}, taken by ${capturedBy}, wording ${wording} (${language})`);
    terminal.soft(`  evidence: ${evidence === undefined ? 'none' : `${evidence.pointer}, SHA-256 ${evidence.sha256}`}`);
  }
  if (restedOn.length === 0) terminal.line('  nothing on record for this kind of call and this number');
  terminal.heading('What happened');
  for (const { at, kind, attempt, says } of events)
    terminal.line(`  ${at} ${kind}${attempt === undefined ? '' : `, attempt ${attempt}`}${says === '' ? '' : `: ${says}`}`);
  for (const { at, source, requested, effective } of stopsAfter)
    terminal.line(`  ${at} stop on the number (${source}): asked ${requested}, stops ${effective}`);
  if (unknown.length > 0) terminal.heading('What cannot be said');
  for (const one of unknown) terminal.line(`  ${one}`);
}

export const subjectExplain: Command = {
  name: 'subject explain',
  summary:
    'Why one call was made, or was not: notice, rule, citation, what it rested on, what followed, and where the proof lies. For the office: it may speak of several people on a number.',
  examples: [
    'ringfence subject explain --call 01JDF3….Qm9yZGVyIGNvbGxp',
    'ringfence subject explain --call evac-7.Qm9yZGVyIGNvbGxp --contact g-1042 --json',
  ],
  options: [
    { flags: '--call <id>', description: 'the call; "subject export" and "notice status" show ids', required: true },
    { flags: '--contact <id>', description: 'whom it was for, where the list of calls has forgotten it (30 days)' },
  ],
  async run(given, { terminal, district }) {
    const { call, contact } = args.parse(given);
    const connected = await district();
    const trace = await traceOfCall(connected.trailSource(), call);
    const told = explanationOf(call, trace, await whatTheBookSays(call, contact, connected));
    if (told === undefined)
      throw new CommandRefused(
        `the audit trail has nothing about call ${call}`,
        'check the id; a call that was never planned has no record',
      );
    say(told, terminal);
    terminal.result(told);
    return 0;
  },
};
