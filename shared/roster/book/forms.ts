/** What a person answered on the school's forms, as acts in their consent record. */
import { createHash } from 'node:crypto';
import { type ConsentRecord, grant, historyOf, revoke } from '../../consent/consent-record.ts';
import { CONSENT_COLUMNS } from '../maps/companion-contacts.ts';
import type { FormAnswer } from '../roster.ts';

const IMPORTER = 'import:roster';
const DAY_MS = 86_400_000;

export interface FormContext {
  readonly numberKeys: readonly string[];
  /** BCP 47 language of the contact, taken as the form's. */
  readonly language: string;
  /** RFC 3339: when the file came; stands for a no without a date. */
  readonly seenAt: string;
}

/**
 * Applies a person's form answers to all their numbers. The same answers again give back the very record: files repeat each
 * night what they said before. A yes never overrides what the person did after signing the form (R-09, promise P5).
 */
export function applyForms(record: ConsentRecord, answers: readonly FormAnswer[], context: FormContext): ConsentRecord {
  let now = record;
  for (const answer of answers) {
    for (const numberKey of context.numberKeys) now = applyAnswer(now, numberKey, answer, context);
  }
  return now;
}

/**
 * Notes that a number is this person's from now on, where it was somebody else's before: a fact, no agreement. A form of an
 * earlier day was about another phone, so it does not reach this one; a later one does.
 */
export function withNewNumbers(
  record: ConsentRecord,
  numberKeys: readonly string[],
  { language, seenAt }: Omit<FormContext, 'numberKeys'>,
): ConsentRecord {
  const given = {
    basis: 'number-given',
    at: seenAt,
    capturedBy: IMPORTER,
    wording: `given ${seenAt.slice(0, 10)}`,
    language,
  } as const;
  let now = record;
  for (const numberKey of numberKeys) {
    for (const [, purpose] of CONSENT_COLUMNS) {
      const change = grant(now, numberKey, purpose, given);
      if (change.kind === 'recorded') now = change.record;
    }
  }
  return now;
}

function isFromBefore(record: ConsentRecord, numberKey: string, { purpose, answer, date }: FormAnswer): boolean {
  if (answer === 'no' || date === undefined) return false;
  const given = historyOf(record, numberKey, purpose).filter(({ basis }) => basis === 'number-given');
  return given.some(({ at }) => date <= at.slice(0, 10));
}

/** Signed on a day that has not come when the file does: a slip, and no withdrawal of these years would end it. */
function isAhead({ answer, date = '' }: FormAnswer, seenAt: string): boolean {
  // The day is the district's, the moment is UTC.
  return answer === 'yes' && date > new Date(Date.parse(seenAt) + DAY_MS).toISOString().slice(0, 10);
}

function applyAnswer(
  record: ConsentRecord,
  numberKey: string,
  answer: FormAnswer,
  { language, seenAt }: FormContext,
): ConsentRecord {
  const evidence = evidenceOf(answer);
  const history = historyOf(record, numberKey, answer.purpose);
  const fromFiles = history.filter(({ capturedBy }) => capturedBy === IMPORTER);
  // Only what the last file said is no news: a no that comes back after a yes is said anew.
  const isSaid = fromFiles.findLast((entry) => entry.evidence !== undefined)?.evidence?.sha256 === evidence.sha256;
  if (isSaid || isFromBefore(record, numberKey, answer) || isAhead(answer, seenAt)) return record;
  const signed = answer.date === undefined ? seenAt : `${answer.date}T00:00:00.000Z`;
  // Whoever turns a yes into a no often leaves the date of the yes beside it. What has been agreed to since then ends tonight.
  const endsLater = answer.answer === 'no' && history.some(({ state, at }) => state === 'granted' && at >= signed);
  const at = endsLater ? seenAt : signed;
  const entry = { basis: 'written-form', at, capturedBy: IMPORTER, wording: answer.wording, language, evidence } as const;
  const act = answer.answer === 'yes' ? grant : revoke;
  const change = act(record, numberKey, answer.purpose, entry);
  return change.kind === 'recorded' ? change.record : record;
}

/** Points at the form in the school's own files; the hash covers what the export said it says. */
function evidenceOf({ purpose, answer, date, form, wording }: FormAnswer): { pointer: string; sha256: string } {
  const said = JSON.stringify([purpose, answer, date ?? '', form, wording]);
  return { pointer: `form:${form}`, sha256: createHash('sha256').update(said).digest('hex') };
}
