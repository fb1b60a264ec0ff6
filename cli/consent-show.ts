import { z } from 'zod';
import { type ConsentEntry, type ConsentRecord, historyOf, stateFor } from '../shared/consent/consent-record.ts';
import { type LedgerPage, type Reading, stopsOf } from '../shared/consent/ledger.ts';
import { isRestrictedFor, restrictedOnRecord } from '../shared/consent/restrictions.ts';
import { stopsAndComes } from '../shared/consent/what-stops.ts';
import type { Contact } from '../shared/contacts/contact.ts';
import { PURPOSES } from '../shared/notices/purpose.ts';
import type { Command } from './command.ts';
import { findSubject, SUBJECT_OPTIONS, type Subject, subjectArgs } from './consent-subject.ts';
import type { Terminal } from './machine/terminal.ts';
import { saidStops, sayStops } from './stop-words.ts';

const args = z.object(subjectArgs);

function consentsOf(page: LedgerPage, subject: Subject, at: string) {
  return subject.numbers.map(({ e164, numberKey }) => ({
    numberKey,
    number: e164,
    stops: stopsAndComes(stopsOf(page, numberKey)).standing,
    ...saidStops(stopsOf(page, numberKey)),
    people: subject.contacts
      .filter(({ numbers }) => numbers.some((one) => one.numberKey === numberKey))
      .map((contact) => {
        const reading = page.consents.get(contact.contactKey);
        return {
          name: `${contact.givenName} ${contact.familyName}`,
          language: contact.language,
          restricted: isKeptOut(contact, reading),
          purposes: PURPOSES.map((purpose) => ({
            purpose,
            state: reading?.kind === 'held' ? stateFor(reading.value, numberKey, purpose, at) : 'unreadable',
            last: reading?.kind === 'held' ? historyOf(reading.value, numberKey, purpose).at(-1) : undefined,
          })),
        };
      }),
  }));
}

/** By the export or a named person; a record that does not open may hold an order. */
function isKeptOut({ edges }: Contact, reading: Reading<ConsentRecord> | undefined): boolean {
  if (reading?.kind !== 'held') return true;
  return restrictedOnRecord(reading.value).length > 0 || edges.some((edge) => isRestrictedFor(reading.value, edge));
}

function say(shown: ReturnType<typeof consentsOf>, page: LedgerPage, terminal: Terminal): void {
  for (const { number, numberKey, stops, people } of shown) {
    terminal.heading(number);
    terminal.line(`  ${stops}`);
    sayStops(stopsOf(page, numberKey), terminal);
    for (const { name, language, restricted, purposes } of people) {
      terminal.line(`  ${name} (${language})${restricted ? ', RESTRICTED for at least one student' : ''}`);
      for (const { purpose, state, last } of purposes) {
        terminal.soft(`${purpose}: ${state}${last === undefined ? '' : lastWords(last)}`);
      }
    }
    if (people.length === 0) terminal.soft('nobody in the contact book has this number');
  }
  terminal.result(shown.map(({ numberKey: _numberKey, ...one }) => one));
}

function lastWords({ at, basis, capturedBy, wording, by, expiresAt }: ConsentEntry): string {
  const guardian = by === 'guardian' ? ', the guardian’s word' : '';
  const end = expiresAt === undefined ? '' : `, until ${expiresAt.slice(0, 10)}`;
  return `, since ${at.slice(0, 10)}, ${basis}, by ${capturedBy}, wording ${wording}${guardian}${end}`;
}

export const consentShow: Command = {
  name: 'consent show',
  summary: 'What was agreed to and what was stopped, for one phone or one person, with where it comes from.',
  examples: ['ringfence consent show --number +12174485512', 'ringfence consent show --contact g-1042 --json'],
  options: SUBJECT_OPTIONS,
  async run(given, { terminal, district }) {
    const connected = await district();
    const subject = await findSubject(args.parse(given), connected);
    const page = await connected.ledger.readMany({
      numberKeys: subject.numbers.map(({ numberKey }) => numberKey),
      contactKeys: subject.contacts.map(({ contactKey }) => contactKey),
    });
    say(consentsOf(page, subject, connected.clock.now().toISOString()), page, terminal);
    return 0;
  },
};
