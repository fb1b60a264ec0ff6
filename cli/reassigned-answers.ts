import { createHash } from 'node:crypto';
import type { AuditDraft } from '../shared/audit/trail.ts';
import { rootOfSorted } from '../shared/audit/tree.ts';
import type { LedgerPage } from '../shared/consent/ledger.ts';
import {
  type AnswerLine,
  consentDatesOf,
  fileVersionAt,
  type ReassignedAnswer,
  withAnswer,
} from '../shared/consent/reassigned.ts';
import { keptAnswer, type QuestionAsked } from '../shared/consent/resting-numbers.ts';
import type { Contact } from '../shared/contacts/contact.ts';
import { type NumberTrouble, openForNumbers } from '../shared/office/number-trouble.ts';
import type { ExitCode } from './command.ts';
import type { District } from './machine/district.ts';
import type { Terminal } from './machine/terminal.ts';

/** What was asked; `fileVersion` absent: what the database held on that day. `sha256`: of the file the answers came in. */
export type Asking = Omit<QuestionAsked, 'fileVersion'> & {
  readonly fileVersion: string | undefined;
  readonly sha256?: string;
};

interface Kept {
  readonly numberKey: string;
  readonly contacts: readonly Contact[];
  readonly answer: ReassignedAnswer;
}

const RECORDS_TOGETHER = 500;
const WRITES_TOGETHER = 20;

/**
 * Keeps the answers: first on the record what came back, and each number that is somebody else's by now; then with the numbers,
 * where the gate finds it at the next dial. If it dies between, loading the same answers again finishes it.
 */
export async function keepAnswers(
  lines: readonly AnswerLine[],
  asking: Asking,
  district: District,
  terminal: Terminal,
): Promise<ExitCode> {
  const asked: QuestionAsked = { ...asking, fileVersion: asking.fileVersion ?? fileVersionAt(asking.askedAt) };
  const { kept, gone } = await withPeople(lines, asked, district);
  const now = district.clock.now().toISOString();
  const group = now.slice(0, 10);
  const [receipt] = await district.trail.write(group, [loadRecord(kept, asked, asking.sha256, now)]);
  const refs = receipt === undefined ? [] : [receipt.leafHash];
  const moved = kept.filter(({ answer }) => answer.answer === 'yes');
  for (let from = 0; from < moved.length; from += RECORDS_TOGETHER)
    await district.trail.write(
      group,
      moved.slice(from, from + RECORDS_TOGETHER).map((one) => reassignedRecord(one, refs, now)),
    );
  // If we die here: the record says what the database said, and the gate does not know it yet; load the same file again.
  for (let from = 0; from < kept.length; from += WRITES_TOGETHER)
    await Promise.all(
      kept
        .slice(from, from + WRITES_TOGETHER)
        .map(({ numberKey, answer }) => district.reassigned.change(numberKey, (item) => withAnswer(item, answer, now))),
    );
  // If we die here: the gate refuses, and the next notice that would ring the number tells the office.
  const troubles = moved.map((one) => troubleOf(one, refs));
  const tasks = await openForNumbers(district, troubles);
  return say({ kept, gone, tasks: tasks.length }, asked, terminal);
}

function troubleOf({ numberKey, answer: { queryId, askedAt } }: Kept, refs: readonly string[]): NumberTrouble {
  return { kind: 'reassigned', numberKey, cause: { id: `${queryId}.reassigned`, at: new Date(askedAt).toISOString(), refs } };
}

/** Each line with whoever has the number now; lines about numbers that nobody has any more are counted. */
async function withPeople(lines: readonly AnswerLine[], asked: QuestionAsked, { book, ledger, pseudonyms }: District) {
  const keys = await pseudonyms();
  const keyed = lines.map((line) => ({ line, numberKey: keys.number(line.e164) }));
  const numberKeys = keyed.map(({ numberKey }) => numberKey);
  const numbers = await book.read('number', numberKeys);
  const contactKeys = [...new Set([...numbers.values()].flatMap((entry) => entry.contactKeys))];
  const contacts = await book.read('contact', contactKeys);
  const page = await ledger.readMany({ numberKeys: [], contactKeys });
  const kept = keyed.flatMap(({ line, numberKey }): Kept[] => {
    const entry = numbers.get(numberKey);
    if (entry === undefined) return [];
    const people = entry.contactKeys.flatMap((contactKey) => contacts.get(contactKey) ?? []);
    return [{ numberKey, contacts: people, answer: keptAnswer(line, asked, datesOn(people, page, numberKey, asked.askedAt)) }];
  });
  return { kept, gone: lines.length - kept.length };
}

function datesOn(people: readonly Contact[], page: LedgerPage, numberKey: string, at: string): readonly string[] {
  return people.flatMap(({ contactKey }) => {
    const reading = page.consents.get(contactKey);
    return reading?.kind === 'held' ? consentDatesOf(reading.value, numberKey, at) : [];
  });
}

/** `root` binds every single answer, so that none kept with a number can be changed later without it showing. */
function loadRecord(kept: readonly Kept[], asked: QuestionAsked, sha256: string | undefined, at: string): AuditDraft {
  const { queryId, askedAt, fileVersion, via } = asked;
  const count = (answer: ReassignedAnswer['answer']) => kept.filter((one) => one.answer.answer === answer).length;
  const root = rootOfSorted(
    kept.map(({ numberKey, answer: { consentDate, answer } }) => `${numberKey} ${consentDate} ${answer}`),
  );
  const counts = { yes: count('yes'), no: count('no'), noData: count('no-data') };
  const safeHarbour = kept.filter(({ answer }) => answer.safeHarbour).length;
  const facts = {
    query: queryId,
    askedAt,
    fileVersion,
    via,
    ...counts,
    safeHarbour,
    root,
    ...(sha256 === undefined ? {} : { sha256 }),
  };
  return { kind: 'numbers.asked', id: `${queryId}.answers.${digestOf(facts)}`, at, facts };
}

/** Consent on the number ends by the gate's rule; the people behind it are named as the trail names people. */
function reassignedRecord({ numberKey, contacts, answer }: Kept, refs: readonly string[], at: string): AuditDraft {
  const { queryId, consentDate, askedAt, fileVersion, via } = answer;
  const subjects = contacts.map(({ auditSubject }) => auditSubject).sort();
  const facts = { numberKey, query: queryId, consentDate, askedAt, fileVersion, via, subjects };
  return { kind: 'number.reassigned', id: `${queryId}.${numberKey}.${digestOf(facts)}`, at, refs, facts };
}

/** The same answers loaded again are the same event; where the book has changed meanwhile, another. */
function digestOf(facts: object): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}

interface Taken {
  readonly kept: readonly Kept[];
  readonly gone: number;
  readonly tasks: number;
}

function say({ kept, gone, tasks }: Taken, { queryId, fileVersion }: QuestionAsked, terminal: Terminal): ExitCode {
  const of = (answer: ReassignedAnswer['answer']) => kept.filter((one) => one.answer.answer === answer);
  const [yes, no, noData] = [of('yes'), of('no'), of('no-data')];
  terminal.good(`${kept.length} answers kept, of the file of ${fileVersion}`);
  terminal.line(`  no: ${no.length} · yes: ${yes.length} · no data: ${noData.length}`);
  if (yes.length > 0)
    terminal.bad(
      `${yes.length} numbers belong to somebody else by now: consent on them counts no more; ask the families for a new number`,
    );
  if (tasks > 0) terminal.line(`  ${tasks} more tasks are on the office's list`);
  if (gone > 0) terminal.soft(`${gone} answers are about numbers that nobody in the contact book has; left out`);
  const counts = { yes: yes.length, no: no.length, noData: noData.length, gone, tasks };
  const reassigned = yes.map(({ numberKey, contacts }) => ({ numberKey, people: contacts.length }));
  terminal.result({ queryId, fileVersion, ...counts, reassigned });
  return 0;
}
