import {
  type JudgedNumber,
  judgeField,
  type NumberProblem,
  type NumberRules,
  type Undialable,
} from '../contacts/judge-number.ts';
import type { Place, ProblemLog } from './report/problem.ts';
import type { ProblemCode } from './report/problem-words.ts';
import type { RosterNumber } from './roster.ts';
import { readPhoneLabel } from './values.ts';

/** What a phone field gives: numbers for the book, and numbers that it asks never to call. */
export interface PhoneField {
  readonly numbers: readonly RosterNumber[];
  readonly doNotCall: readonly string[];
}

const CODE_OF_PROBLEM: Readonly<Record<NumberProblem, ProblemCode | undefined>> = {
  empty: undefined,
  'do-not-call': 'do-not-call',
  'wrong-number': 'phone-wrong-number',
  none: 'phone-none',
  placeholder: 'phone-placeholder',
  short: 'phone-short',
  excel: 'phone-spreadsheet',
  impossible: 'phone-impossible',
  several: 'phone-several',
  'not-a-number': 'phone-not-a-number',
};

const CODE_OF_UNDIALABLE: Readonly<Record<Undialable, ProblemCode>> = {
  country: 'phone-country',
  extension: 'phone-extension',
  invalid: 'phone-impossible',
  premium: 'phone-undialable',
  'toll-free': 'phone-undialable',
  satellite: 'phone-undialable',
  'short-code': 'phone-undialable',
};

/** What one phone field says, whoever's it is and wherever it stands. */
export interface PhoneReading extends PhoneField {
  /** What is wrong with it. */
  readonly codes: readonly ProblemCode[];
}

/** What cannot be dialed stays out of the book; what says "do not call" is kept for the stop. @param label as typed, or as the column is named */
export function phoneReading(raw: string, label: string, rules: NumberRules): PhoneReading {
  const numbers: RosterNumber[] = [];
  const doNotCall: string[] = [];
  const codes: ProblemCode[] = [];
  const all = judgeField(raw, rules);
  if (all.length > 1) codes.push('phone-split');
  for (const judged of all) {
    const code = codeOf(judged);
    if (code !== undefined) codes.push(code);
    if ('problem' in judged) {
      if (judged.problem === 'do-not-call') doNotCall.push(...numbersIn(raw, rules));
    } else if (rules.ownLines?.includes(judged.e164) === true) codes.push('phone-own-line');
    else if (judged.undialable === undefined) {
      const { e164, lineType, country } = judged;
      numbers.push({ e164, lineType, label: readPhoneLabel(label), ...(country === undefined ? {} : { country }) });
    }
  }
  return { numbers, doNotCall, codes };
}

/** Reads one phone field, and reports what cannot be dialed. */
export function readPhoneField(raw: string, label: string, rules: NumberRules, place: Place, problems: ProblemLog): PhoneField {
  const reading = phoneReading(raw, label, rules);
  for (const code of reading.codes) problems.add(code, place, raw);
  return reading;
}

function codeOf(judged: JudgedNumber): ProblemCode | undefined {
  if ('problem' in judged) return CODE_OF_PROBLEM[judged.problem];
  return judged.undialable === undefined ? undefined : CODE_OF_UNDIALABLE[judged.undialable];
}

/** The phone numbers inside a note such as `217-448-2096 DO NOT CALL before 5`. */
export function numbersIn(note: string, rules: NumberRules): string[] {
  const runs = note.match(/\+?\d[\d\s().-]{8,}\d/g) ?? [];
  return runs.flatMap((run) => judgeField(run, rules)).flatMap((judged) => ('problem' in judged ? [] : [judged.e164]));
}
