import type { ConsentRecord } from '../../shared/consent/consent-record.ts';
import type { Reading } from '../../shared/consent/ledger.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import { applyForms } from '../../shared/roster/forms.ts';
import type { FormAnswer } from '../../shared/roster/roster.ts';
import type { RosterPorts } from './ports.ts';

/** A contact as it will be in the book, and what the forms say. */
export interface Answered {
  readonly contact: Contact;
  readonly answers: readonly FormAnswer[];
}

export interface AnswerContext {
  /** RFC 3339: when the companion file came. */
  readonly seenAt: string;
  readonly progress: (done: number, of: number) => Promise<void>;
}

/** How many records were written, and how many could not be opened, hence were left alone. */
export interface RecordedAnswers {
  readonly written: number;
  readonly unreadable: number;
}

/** Conditional writes under way at a time. */
const SIDE_BY_SIDE = 24;
const BETWEEN_PROGRESS = SIDE_BY_SIDE * 20;

/**
 * Each person's answers to their own record, on condition that nobody else changed it meanwhile (P5). What the record says
 * already costs no write. A record that does not open is left alone: the gate refuses on it, and overwriting it would lose a stop.
 */
export async function recordAnswers(
  ports: RosterPorts,
  people: readonly Answered[],
  { seenAt, progress }: AnswerContext,
): Promise<RecordedAnswers> {
  const contactKeys = people.map(({ contact }) => contact.contactKey);
  const { consents } = await ports.consents.readMany({ numberKeys: [], contactKeys });
  let written = 0;
  for (let from = 0; from < people.length; from += SIDE_BY_SIDE) {
    const group = people.slice(from, from + SIDE_BY_SIDE);
    const results = await Promise.all(group.map((one) => recordOne(ports, one, consents.get(one.contact.contactKey), seenAt)));
    written += results.filter((result) => result === 'written').length;
    if (from % BETWEEN_PROGRESS === 0) await progress(from + group.length, people.length);
  }
  return { written, unreadable: [...consents.values()].filter(({ kind }) => kind === 'unreadable').length };
}

async function recordOne(
  ports: RosterPorts,
  { contact, answers }: Answered,
  reading: Reading<ConsentRecord> | undefined,
  seenAt: string,
): Promise<'written' | 'unchanged'> {
  const { contactKey, language } = contact;
  if (reading?.kind !== 'held') return 'unchanged';
  const numberKeys = contact.numbers.map((number) => number.numberKey);
  const apply = (record: ConsentRecord) => applyForms(record, answers, { numberKeys, language, seenAt });
  const after = apply(reading.value);
  if (after === reading.value) return 'unchanged';
  if (reading.version === 0 && (await ports.firstConsents(contactKey, after)) === 'written') return 'written';
  return ports.consents.changeConsents(contactKey, apply);
}
