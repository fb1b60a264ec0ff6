import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { type ConsentBasis, type ConsentRecord, historyOf, stateFor } from './consent-record.ts';
import type { GateRecipient } from './gate-input.ts';

/**
 * The Reassigned Numbers Database (47 CFR 64.1200(l), (m); FCC 18-177): which numbers to ask about, with which date, and what
 * an answer means for whom. Ids N-01 to N-05 are those of the project's reference of the law.
 */

/** `yes`: permanently disconnected on or after the date asked with. `no`: not since. `no-data`: nothing reported (N-02). */
export type RndAnswer = 'yes' | 'no' | 'no-data';

/** One answer about one number; kept with what the safe harbour must be able to show (N-04). Never changed afterwards. */
export interface ReassignedAnswer {
  /** YYYY-MM-DD: the date the question carried. */
  readonly consentDate: string;
  readonly answer: RndAnswer;
  /** RFC 3339 UTC: when it was asked. */
  readonly askedAt: string;
  /** YYYY-MM: the month whose reports the database held; carriers report by the 15th. */
  readonly fileVersion: string;
  readonly queryId: string;
  readonly via: 'csv' | 'api';
  /** A `no` to a question that carried the consent date, not a later one (64.1200(m)(1)-(2)). */
  readonly safeHarbour: boolean;
  /** It answers, too, for people of whom only the day is known by which the district had their number. */
  readonly coversGiven: boolean;
}

/** All answers about one number: pseudonym and dates only. */
export interface ReassignedItem {
  readonly answers: readonly ReassignedAnswer[];
}

export const NO_ANSWERS: ReassignedItem = { answers: [] };

/** One line of a question. */
export interface ReassignedQuery {
  readonly numberKey: string;
  readonly e164: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Whether its `no` can be a safe harbour. */
  readonly forConsent: boolean;
}

/** A number and the dates that consent on it rests on. */
export interface RestingOn {
  readonly numberKey: string;
  readonly e164: string;
  /** YYYY-MM-DD of each agreement that stands, of everybody on the number. */
  readonly dates: readonly string[];
  /** YYYY-MM-DD: when the office last verified whose number it is; asked as well, for information (N-04). */
  readonly verifiedOn?: string;
}

/** Puts questions to the database: the CSV form writes a file for a person to upload, the API form has the answers at once. */
export interface ReassignedNumbers {
  /** @throws TryAgain when it did not answer; GiveUp when it refused the question */
  ask(question: ReassignedQuestion): Promise<Asked>;
}

export interface ReassignedQuestion {
  readonly queryId: string;
  readonly queries: readonly ReassignedQuery[];
}

export type Asked =
  | { readonly kind: 'written'; readonly file: string }
  /** `fileVersion`: as the database said it; absent where it did not. */
  | { readonly kind: 'answered'; readonly lines: readonly AnswerLine[]; readonly fileVersion?: string };

/** What came back about one line. */
export interface AnswerLine {
  readonly e164: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly answer: RndAnswer;
}

/** A `no` older than this is stale, whatever the month (N-05). */
const STALE_AFTER_MS = 30 * 86_400_000;
/** Carriers report on the 15th, so a new month's file is there on the 16th (N-05, LAW-CORRECTIONS §1). */
const LOADED_ON_DAY = 16;
const DAY_MS = 86_400_000;
/** The last zone of the United States to begin a day: a moment's date there is the earliest it can have been (N-01). */
const EARLIEST_ZONE_MS = 10 * 3_600_000;
/** Acts in which the person was known to whoever took it; a key is pressed by whoever holds the phone, its new owner too. */
const RENEWS: readonly ConsentBasis[] = ['written-form', 'web', 'desk'];
/** Kept for as long as the do-not-call list must be, 64.1200(d)(6); a `yes` for good. */
const KEPT_MS = 5 * 366 * DAY_MS;

/** `2026-11`: the month whose reports the database holds at that moment. @param at RFC 3339 */
export function fileVersionAt(at: string): string {
  const moment = new Date(at);
  const months = moment.getUTCFullYear() * 12 + moment.getUTCMonth() - (moment.getUTCDate() < LOADED_ON_DAY ? 1 : 0);
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/**
 * What the database says of a number, for a person whose consent has that date; for the gate.
 *
 * A `yes` to a question dated on or after the consent ends that consent, and does not age: only a new agreement does away with
 * it. A `no` answers for its own date and every later one, while it is fresh. Answers to later dates than the consent say
 * nothing about it, unless they are `yes`.
 * @param consentDate YYYY-MM-DD; absent: only the number was given, and nobody wrote down when
 * @param at RFC 3339: the moment of the decision
 */
export function reassignedFor(
  item: ReassignedItem | undefined,
  consentDate: string | undefined,
  at: string,
): GateRecipient['reassigned'] {
  const answers = item?.answers ?? [];
  if (answers.some((one) => one.answer === 'yes' && (consentDate === undefined || one.consentDate >= consentDate))) return 'yes';
  const latest = latestOf(answers.filter((one) => speaksFor(one, consentDate)));
  if (latest === undefined) return 'never-asked';
  if (isStale(latest, at)) return 'stale';
  return latest.answer;
}

/** Whether a dial at that moment could rely on the safe harbour (N-04): a fresh `no` to the consent date or an earlier one. */
export function hasSafeHarbour(item: ReassignedItem | undefined, consentDate: string, at: string): boolean {
  const proof = (item?.answers ?? []).some((one) => one.safeHarbour && speaksFor(one, consentDate) && !isStale(one, at));
  return proof && reassignedFor(item, consentDate, at) === 'no';
}

/**
 * YYYY-MM-DD: when the agreement that stands for one purpose was obtained: the person's last own act in which they were known,
 * else the earliest of all: the earlier, the stricter (N-01). Where none stands, the day on which the number was given, if that
 * is on record; `undefined` where it is not, or where the agreement was withdrawn.
 * @param at RFC 3339
 */
export function consentDateFor(record: ConsentRecord, numberKey: string, purpose: Purpose, at: string): string | undefined {
  const state = stateFor(record, numberKey, purpose, at);
  if (state === 'revoked') return undefined;
  const grants = historyOf(record, numberKey, purpose).filter(({ state, by }) => state === 'granted' && by !== 'guardian');
  const lasting = grants.filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > Date.parse(at));
  const daysOf = (entries: typeof grants) => entries.map((entry) => dayOf(entry.at)).sort();
  if (state === 'none') return daysOf(lasting.filter(({ basis }) => basis === 'number-given')).at(-1);
  return daysOf(lasting.filter(({ basis }) => RENEWS.includes(basis))).at(-1) ?? daysOf(lasting)[0];
}

/** Dates of everything a person agreed to on a number at that moment, each once, oldest first. */
export function consentDatesOf(record: ConsentRecord, numberKey: string, at: string): readonly string[] {
  const dates = PURPOSES.flatMap((purpose) => consentDateFor(record, numberKey, purpose, at) ?? []);
  return [...new Set(dates)].sort();
}

/**
 * What to ask about one number now: the earliest consent date that has no fresh answer, because its `no` answers for all the
 * later ones (N-01); after a `yes` or `no-data`, the next. A later verified date is a second question, without safe harbour.
 * The database takes no date of today or later: such a consent is asked about tomorrow.
 */
export function queriesFor(number: RestingOn, item: ReassignedItem | undefined, at: string): readonly ReassignedQuery[] {
  const today = at.slice(0, 10);
  const due = (date: string): boolean => date < today && ['never-asked', 'stale'].includes(reassignedFor(item, date, at));
  const { numberKey, e164, dates, verifiedOn } = number;
  const first = [...dates].sort().find(due);
  const consent = first === undefined ? [] : [{ numberKey, e164, date: first, forConsent: true }];
  const later = verifiedOn !== undefined && dates.every((date) => date < verifiedOn);
  if (!later || !due(verifiedOn) || answeredFresh(item, verifiedOn, at)) return consent;
  return [...consent, { numberKey, e164, date: verifiedOn, forConsent: false }];
}

/** What of a question's answer is kept; idempotent on (queryId, date). @param now RFC 3339: answers past their time are let go */
export function withAnswer(item: ReassignedItem, answer: ReassignedAnswer, now: string): ReassignedItem {
  const same = (one: ReassignedAnswer) => one.queryId === answer.queryId && one.consentDate === answer.consentDate;
  if (item.answers.some(same)) return item;
  const from = Date.parse(now) - KEPT_MS;
  const kept = item.answers.filter((one) => one.answer === 'yes' || Date.parse(one.askedAt) > from);
  return { ...item, answers: [...kept, answer] };
}

/** The day of a moment: a form's own date as it stands, else the earliest it can have been anywhere in the country. */
export function dayOf(at: string): string {
  if (/^\d{4}-\d\d-\d\d(T00:00:00(\.000)?Z)?$/.test(at)) return at.slice(0, 10);
  return new Date(Date.parse(at) - EARLIEST_ZONE_MS).toISOString().slice(0, 10);
}

function speaksFor(one: ReassignedAnswer, consentDate: string | undefined): boolean {
  if (one.answer === 'yes') return false;
  if (consentDate === undefined) return one.coversGiven;
  return one.answer === 'no' ? one.consentDate <= consentDate : one.consentDate === consentDate;
}

function latestOf(answers: readonly ReassignedAnswer[]): ReassignedAnswer | undefined {
  return [...answers].sort((one, other) => Date.parse(one.askedAt) - Date.parse(other.askedAt)).at(-1);
}

/** Dates that cannot be read are stale: written so that a NaN is. */
function isStale({ askedAt, fileVersion }: ReassignedAnswer, at: string): boolean {
  const young = Date.parse(at) - Date.parse(askedAt) <= STALE_AFTER_MS;
  return !young || fileVersion < fileVersionAt(at);
}

function answeredFresh(item: ReassignedItem | undefined, date: string, at: string): boolean {
  return (item?.answers ?? []).some((one) => one.consentDate === date && !isStale(one, at));
}
