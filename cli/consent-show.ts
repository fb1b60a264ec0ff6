import { z } from 'zod';
import { historyOf, stateFor } from '../shared/consent/consent-record.ts';
import { type LedgerPage, stopsOf } from '../shared/consent/ledger.ts';
import { PURPOSES } from '../shared/notices/purpose.ts';
import type { Command } from './command.ts';
import { findSubject, SUBJECT_OPTIONS, type Subject, subjectArgs } from './consent-subject.ts';
import type { Terminal } from './machine/terminal.ts';
import { stopWords } from './stop-words.ts';

const args = z.object(subjectArgs);

function consentsOf(page: LedgerPage, subject: Subject, at: string) {
  return subject.numbers.map(({ e164, numberKey }) => ({
    number: e164,
    stops: stopWords(stopsOf(page, numberKey)),
    people: subject.contacts
      .filter(({ numbers }) => numbers.some((one) => one.numberKey === numberKey))
      .map((contact) => {
        const reading = page.consents.get(contact.contactKey);
        return {
          name: `${contact.givenName} ${contact.familyName}`,
          language: contact.language,
          restricted: contact.edges.some(({ restricted }) => restricted),
          purposes: PURPOSES.map((purpose) => ({
            purpose,
            state: reading?.kind === 'held' ? stateFor(reading.value, numberKey, purpose, at) : 'unreadable',
            last: reading?.kind === 'held' ? historyOf(reading.value, numberKey, purpose).at(-1) : undefined,
          })),
        };
      }),
  }));
}

function say(shown: ReturnType<typeof consentsOf>, terminal: Terminal): void {
  for (const { number, stops, people } of shown) {
    terminal.heading(number);
    terminal.line(`  ${stops}`);
    for (const { name, language, restricted, purposes } of people) {
      terminal.line(`  ${name} (${language})${restricted ? ', RESTRICTED for at least one student' : ''}`);
      for (const { purpose, state, last } of purposes) {
        terminal.soft(
          `${purpose}: ${state}${last === undefined ? '' : `, since ${last.at.slice(0, 10)}, ${last.basis}, by ${last.capturedBy}, wording ${last.wording}`}`,
        );
      }
    }
    if (people.length === 0) terminal.soft('nobody in the contact book has this number');
  }
  terminal.result(shown);
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
    say(consentsOf(page, subject, connected.clock.now().toISOString()), terminal);
    return 0;
  },
};
