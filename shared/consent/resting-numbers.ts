import type { Contact } from '../contacts/contact.ts';
import { type ConsentRecord, stateFor } from './consent-record.ts';
import type { LedgerPage } from './ledger.ts';
import { stopsOf } from './ledger.ts';
import type { AnswerLine, ReassignedAnswer, RestingOn } from './reassigned.ts';
import { consentDateFor, consentDatesOf, dayOf } from './reassigned.ts';
import { isAskable } from './reassigned-file.ts';

/** The numbers on which consent rests, and why some are left out. */
export interface Resting {
  readonly numbers: readonly RestingOn[];
  /**
   * `abroad`: the database has no such numbers. `stopped`: nothing but emergencies rings there. `undated`: given for school
   * contact, and nobody named the day by which; `unreadable`: the consent record does not open. The last two may be asked about
   * for somebody else's consent all the same.
   */
  readonly left: Readonly<Record<'abroad' | 'stopped' | 'undated' | 'unreadable', number>>;
}

export interface AskedWhen {
  /** RFC 3339. */
  readonly at: string;
  /** YYYY-MM-DD: the day by which numbers were given for school contact, as the district says (B-02); for who has no other date. */
  readonly givenOn?: string | undefined;
}

/** Every number of these people with the dates their consent rests on. */
export function restingNumbers(contacts: readonly Contact[], page: LedgerPage, { at, givenOn }: AskedWhen): Resting {
  const byNumber = new Map<string, RestingOn>();
  const left = { abroad: 0, stopped: 0, undated: 0, unreadable: 0 };
  for (const contact of contacts) {
    const reading = page.consents.get(contact.contactKey);
    for (const { numberKey, e164 } of contact.numbers) {
      const out = leftOut(e164, page, numberKey);
      if (out !== undefined) left[out] += 1;
      if (out !== undefined) continue;
      if (reading?.kind !== 'held') left.unreadable += 1;
      else if (contact.givenForSchoolContact && givenOn === undefined && isUndated(reading.value, numberKey, at))
        left.undated += 1;
      const agreed = reading?.kind === 'held' ? consentDatesOf(reading.value, numberKey, at) : [];
      const given = contact.givenForSchoolContact && givenOn !== undefined ? [givenOn] : [];
      const before = byNumber.get(numberKey)?.dates ?? [];
      const dates = [...new Set([...before, ...agreed, ...given])].sort();
      const verifiedOn = verifiedDay(page, numberKey);
      byNumber.set(numberKey, { numberKey, e164, dates, ...(verifiedOn === undefined ? {} : { verifiedOn }) });
    }
  }
  return { numbers: [...byNumber.values()].filter(({ dates }) => dates.length > 0), left };
}

/** Attendance is what a number given for school contact is enough for under every profile (B-02). */
function isUndated(record: ConsentRecord, numberKey: string, at: string): boolean {
  return (
    consentDateFor(record, numberKey, 'attendance', at) === undefined &&
    stateFor(record, numberKey, 'attendance', at) !== 'revoked'
  );
}

function leftOut(e164: string, page: LedgerPage, numberKey: string): 'abroad' | 'stopped' | undefined {
  if (!isAskable(e164)) return 'abroad';
  const stops = stopsOf(page, numberKey);
  // A list that does not open is refused by the gate itself; asking about the number harms nobody.
  if (stops === 'unreadable') return undefined;
  return stops.notMyNumber || stops.allButEmergencies || stops.emergencies ? 'stopped' : undefined;
}

/** The day the office last made sure whose number it is: what ended a "not my number". */
function verifiedDay(page: LedgerPage, numberKey: string): string | undefined {
  const reading = page.stops.get(numberKey);
  if (reading?.kind !== 'held') return undefined;
  const days = reading.value.lifts.filter(({ lifted }) => lifted.kind === 'wrong-number').map((lift) => dayOf(lift.at));
  return days.sort().at(-1);
}

/** What a question was: see `queryIdOf`. */
export interface QuestionAsked {
  readonly queryId: string;
  readonly askedAt: string;
  readonly givenOn?: string;
  readonly fileVersion: string;
  readonly via: 'csv' | 'api';
}

/**
 * One line as it is kept. The safe harbour is for a `no` to the date on which consent was obtained, or an earlier one; where
 * nobody's consent on the number has a date, there is none (64.1200(m)(1)-(2), N-04).
 * @param consentDates YYYY-MM-DD of everybody on the number
 */
export function keptAnswer(line: AnswerLine, asked: QuestionAsked, consentDates: readonly string[]): ReassignedAnswer {
  const { queryId, askedAt, givenOn, fileVersion, via } = asked;
  const { date: consentDate, answer } = line;
  const safeHarbour = answer === 'no' && consentDates.length > 0 && consentDates.every((date) => consentDate <= date);
  const coversGiven = givenOn !== undefined && (answer === 'no' ? consentDate <= givenOn : consentDate === givenOn);
  return { consentDate, answer, askedAt, fileVersion, queryId, via, safeHarbour, coversGiven };
}
