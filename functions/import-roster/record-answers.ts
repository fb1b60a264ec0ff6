import type { ConsentRecord } from '../../shared/consent/consent-record.ts';
import type { Reading } from '../../shared/consent/ledger.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import { applyForms, type FormContext, hasWidened, withNewNumbers } from '../../shared/roster/book/forms.ts';
import { chunksOf, sideBySide } from '../../shared/roster/packed/chunks.ts';
import type { FormAnswer } from '../../shared/roster/roster.ts';
import type { RosterPorts } from './ports.ts';

/** A contact as it will be in the book, and what the forms say. */
export interface Answered {
  readonly contact: Contact;
  readonly answers: readonly FormAnswer[];
  /** Numbers of theirs that were somebody else's until now. */
  readonly newNumbers: readonly string[];
  /** Nobody has ever seen this contact, so nobody else can be changing the record. */
  readonly isNew: boolean;
}

export interface AnswerContext {
  /** RFC 3339: when the companion file came. */
  readonly seenAt: string;
  /** @param done people whose answers are on record */
  readonly progress: (done: number) => Promise<void>;
}

/** How many records were written, and how many could not be opened, hence were left alone. */
export interface RecordedAnswers {
  readonly written: number;
  /** People whose no to one kind of call takes back others that their form says nothing of. */
  readonly widened: number;
  readonly unreadable: number;
}

/** Conditional writes under way at a time. */
const SIDE_BY_SIDE = 24;
/** People whose records are read together: 5 requests of 100. */
const GROUP = 500;

/**
 * Each person's answers to their own record, on condition that nobody else changed it meanwhile (P5). What the record says
 * already costs no write. A record that does not open is left alone: the gate refuses on it, and overwriting it would lose a stop.
 */
export async function recordAnswers(
  ports: RosterPorts,
  people: Iterable<Answered>,
  { seenAt, progress }: AnswerContext,
): Promise<RecordedAnswers> {
  let [done, written, widened, unreadable] = [0, 0, 0, 0];
  // One group is read and sealed while the group before it is being written.
  await sideBySide(chunksOf(people, GROUP), 2, async (group) => {
    const recorded = await recordGroup(ports, group, seenAt);
    done += group.length;
    written += recorded.written;
    widened += recorded.widened;
    unreadable += recorded.unreadable;
    await progress(done);
  });
  return { written, widened, unreadable };
}

async function recordGroup(ports: RosterPorts, people: readonly Answered[], seenAt: string): Promise<RecordedAnswers> {
  const contactKeys = people.map(({ contact }) => contact.contactKey);
  const { consents } = await ports.consents.readMany({ numberKeys: [], contactKeys });
  const { revokeAllFrom } = ports.settings;
  const due = people.flatMap((one) => saying(one, consents.get(one.contact.contactKey), { seenAt, revokeAllFrom }) ?? []);
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

/** What the answers make of the person's record; `undefined` where they change nothing, or the record does not open. */
function saying(
  { contact, answers, newNumbers, isNew }: Answered,
  reading: Reading<ConsentRecord> | undefined,
  rules: Pick<FormContext, 'seenAt' | 'revokeAllFrom'>,
) {
  if (reading?.kind !== 'held') return undefined;
  const { contactKey, language } = contact;
  const context = { ...rules, language, numberKeys: contact.numbers.map((number) => number.numberKey) };
  const apply = (before: ConsentRecord) => applyForms(withNewNumbers(before, newNumbers, context), answers, context);
  const record = apply(reading.value);
  if (record === reading.value) return undefined;
  const isFirst = isNew && reading.version === 0;
  return { contactKey, record, apply, isFirst, widened: hasWidened(reading.value, record, answers, context) };
}
