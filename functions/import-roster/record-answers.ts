import { type ConsentRecord, NO_CONSENTS } from '../../shared/consent/consent-record.ts';
import type { Reading } from '../../shared/consent/ledger.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import { sideBySide } from '../../shared/packed/chunks.ts';
import { applyForms, type FormContext, hasWidened, withNewNumbers } from '../../shared/roster/book/forms.ts';
import type { FormAnswer } from '../../shared/roster/roster.ts';
import type { RosterPorts } from './ports.ts';

/** A contact as it will be in the book, and what the forms say. */
export interface Answered {
  readonly contact: Contact;
  readonly answers: readonly FormAnswer[];
  /** Numbers of theirs that were somebody else's until now. */
  readonly newNumbers: readonly string[];
  /** Nobody has ever seen this contact, and they have no record: so nobody else can be making one. */
  readonly isFirst: boolean;
}

/** How many records were written, and how many could not be opened, hence were left alone. */
export interface RecordedAnswers {
  readonly written: number;
  /** People whose no to one kind of call takes back others that their form says nothing of. */
  readonly widened: number;
  readonly unreadable: number;
}

/** People whose records are read and written together: 5 requests of 100, and 20 of 25. */
export const TOGETHER = 500;
/** Conditional writes under way at a time. */
const SIDE_BY_SIDE = 24;

export const NOTHING_RECORDED: RecordedAnswers = { written: 0, widened: 0, unreadable: 0 };

export function inAll(one: RecordedAnswers, other: RecordedAnswers): RecordedAnswers {
  return {
    written: one.written + other.written,
    widened: one.widened + other.widened,
    unreadable: one.unreadable + other.unreadable,
  };
}

/**
 * Each person's answers to their own record, on condition that nobody else changed it meanwhile (P5). What the record says
 * already costs no write. A record that does not open is left alone: the gate refuses on it, and overwriting it would lose a stop.
 * Durable when it resolves; any part may be durable before.
 * @param people `TOGETHER` at most
 * @param seenAt RFC 3339: when the companion file came
 */
export async function recordAnswers(
  ports: Pick<RosterPorts, 'consents' | 'firstConsents' | 'settings'>,
  people: readonly Answered[],
  seenAt: string,
): Promise<RecordedAnswers> {
  const contactKeys = people.flatMap(({ contact, isFirst }) => (isFirst ? [] : [contact.contactKey]));
  const { consents } = await ports.consents.readMany({ numberKeys: [], contactKeys });
  const { revokeAllFrom } = ports.settings;
  const due = people.flatMap((one) => {
    const reading = one.isFirst ? NO_RECORD : consents.get(one.contact.contactKey);
    return saying(one, reading, { seenAt, revokeAllFrom }) ?? [];
  });
  const first = due.filter(({ isFirst }) => isFirst);
  await ports.firstConsents(first);
  let written = first.length;
  const others = due.filter(({ isFirst }) => !isFirst);
  await sideBySide(others, SIDE_BY_SIDE, async ({ contactKey, apply }) => {
    if ((await ports.consents.changeConsents(contactKey, apply)) === 'written') written += 1;
  });
  const widened = due.filter((one) => one.widened).length;
  return { written, widened, unreadable: [...consents.values()].filter(({ kind }) => kind === 'unreadable').length };
}

const NO_RECORD: Reading<ConsentRecord> = { kind: 'held', value: NO_CONSENTS, version: 0 };

/** What the answers make of the person's record; `undefined` where they change nothing, or the record does not open. */
function saying(
  { contact, answers, newNumbers, isFirst }: Answered,
  reading: Reading<ConsentRecord> | undefined,
  rules: Pick<FormContext, 'seenAt' | 'revokeAllFrom'>,
) {
  if (reading?.kind !== 'held') return undefined;
  const { contactKey, language } = contact;
  const context = { ...rules, language, numberKeys: contact.numbers.map((number) => number.numberKey) };
  const apply = (before: ConsentRecord) => applyForms(withNewNumbers(before, newNumbers, context), answers, context);
  const record = apply(reading.value);
  if (record === reading.value) return undefined;
  return { contactKey, record, apply, isFirst, widened: hasWidened(reading.value, record, answers, context) };
}
