/** What a person answered on the school's forms, as acts in their consent record. */
import { hash } from 'node:crypto';
import {
  type ConsentChange,
  type ConsentRecord,
  type Evidence,
  grant,
  historyOf,
  revoke,
  stateFor,
} from '../../consent/consent-record.ts';
import { takenBack } from '../../consent/number-stops.ts';
import { PURPOSES, type Purpose } from '../../notices/purpose.ts';
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
  /** YYYY-MM-DD, the district's. */
  readonly revokeAllFrom: string;
}

/**
 * Applies a person's form answers to all their numbers. The same answers again give back the very record: files repeat each
 * night what they said before. A yes never overrides what the person did after signing the form (R-09, promise P5).
 * A no takes back the other kinds too, from the day the rule begins, but for what the same form agrees to: asked kind by
 * kind, a person says how far the no goes, and a kind left blank is no answer (47 CFR 64.1200(a)(12)). Closings, which come
 * without a form and whose forms say so, go only where somebody agreed to them: where there was an agreement to take back.
 */
export function applyForms(record: ConsentRecord, answers: readonly FormAnswer[], context: FormContext): ConsentRecord {
  const refused = answers.flatMap(({ answer, purpose }) => (answer === 'no' ? [purpose] : []));
  let now = record;
  for (const answer of answers) {
    const said = { ...answer, refused, evidence: evidenceOf(answer) };
    for (const numberKey of context.numberKeys) now = applyAnswer(now, numberKey, said, context);
  }
  return now;
}

/** Whether a no to one kind has taken back another that the form says nothing of. */
export function hasWidened(
  before: ConsentRecord,
  after: ConsentRecord,
  answers: readonly FormAnswer[],
  { numberKeys, seenAt }: FormContext,
): boolean {
  if (answers.every(({ answer }) => answer === 'yes')) return false;
  const silent = PURPOSES.filter((purpose) => answers.every((one) => one.answer === 'yes' || one.purpose !== purpose));
  const refused = (record: ConsentRecord) =>
    numberKeys.flatMap((key) => silent.filter((purpose) => stateFor(record, key, purpose, seenAt) === 'revoked')).length;
  return refused(after) > refused(before);
}

/**
 * Notes that a number is this person's from now on, where it was somebody else's before: a fact, no agreement. A form of an
 * earlier day was about another phone, so it does not reach this one; a later one does.
 */
export function withNewNumbers(
  record: ConsentRecord,
  numberKeys: readonly string[],
  { language, seenAt }: Pick<FormContext, 'language' | 'seenAt'>,
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
      now = recorded(now, grant(now, numberKey, purpose, given));
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
  answer: FormAnswer & { readonly refused: readonly Purpose[]; readonly evidence: Evidence },
  { language, seenAt, revokeAllFrom }: FormContext,
): ConsentRecord {
  const { evidence } = answer;
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
  if (answer.answer === 'yes') return recorded(record, grant(record, numberKey, answer.purpose, entry));
  // Each further no is an act of its own; to be widened by another's would make it news every night.
  const spokenFor = new Set([...answer.refused, ...(answer.agreedBeside ?? [])]);
  const others = takenBack(answer.purpose, at, revokeAllFrom).filter(
    (purpose) => !spokenFor.has(purpose) && (purpose !== 'closure' || wasAgreedTo(record, numberKey, purpose)),
  );
  return [answer.purpose, ...others].reduce((so, purpose) => recorded(so, revoke(so, numberKey, purpose, entry)), record);
}

function wasAgreedTo(record: ConsentRecord, numberKey: string, purpose: Purpose): boolean {
  return historyOf(record, numberKey, purpose).some(({ state }) => state === 'granted');
}

function recorded(before: ConsentRecord, change: ConsentChange): ConsentRecord {
  return change.kind === 'recorded' ? change.record : before;
}

/** Points at the form in the school's own files; the hash covers what the export said it says. */
function evidenceOf({ purpose, answer, date, form, wording }: FormAnswer): Evidence {
  const said = JSON.stringify([purpose, answer, date ?? '', form, wording]);
  return { pointer: `form:${form}`, sha256: hash('sha256', said, 'hex') };
}
