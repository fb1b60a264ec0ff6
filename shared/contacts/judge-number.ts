import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { zonesOfAreaCode } from './area-code-zones.ts';
import type { ContactNumber } from './contact.ts';
import { type FieldProblem, noteIn, placeholderIn, plainDigits, splitField } from './phone-field.ts';

/** What a district's settings say about numbers. */
export interface NumberRules {
  /** Country of a number written without one; ISO 3166-1 alpha-2. */
  readonly country: 'US';
  readonly allowedCountries: readonly string[];
  /** The district's own zone or zones: always candidates, because phones move. */
  readonly districtZones: readonly string[];
  /** E.164: the district's own lines. A form that nobody filled in has one of them; who is called there answers for the school. */
  readonly ownLines?: readonly string[];
}

/** Why a number may be kept but never dialed (P9). Shown in reports; the gate only asks whether there is one. */
export type Undialable = 'country' | 'premium' | 'toll-free' | 'satellite' | 'short-code' | 'extension' | 'invalid';

export interface GoodNumber {
  readonly e164: string;
  readonly lineType: ContactNumber['lineType'];
  readonly country?: string;
  readonly zones: readonly string[];
  readonly undialable?: Undialable;
}

/** `do-not-call` is an opt-out note (ROSTER §9): block and ask the office, whatever else stands in the field. */
export type NumberProblem = FieldProblem | 'several' | 'not-a-number';

export type JudgedNumber = GoodNumber | { readonly problem: NumberProblem; readonly note?: string };

/** 500–599 personal and machine numbers, 700, 710, 900: no household's phone. */
const NOT_A_HOUSEHOLD = new Set(['PERSONAL_NUMBER', 'PAGER', 'UAN', 'VOICEMAIL', 'SHARED_COST']);
/** Inmarsat 870, Iridium and Globalstar 881, international networks 882 and 883: they pass as valid mobiles in the metadata. */
const SATELLITE = /^\+(870|878|881|882|883|888|979)/;
/** Gaps in the metadata that cost money: 976 is pay-per-call in every area code. */
const PAY_PER_CALL = /^\+1(\d{3}976|900)/;
/** What is dialed from most of the world instead of the plus, before a whole number. */
const DIALED_FROM_ABROAD = /^001(?=\D*\d{3}\D*\d{3}\D*\d{4}\b)/;
/** +1-710 government, 600/622 Canadian, N00/N11 service codes. */
const NO_GEOGRAPHIC_AREA = /^\+1(710|\d00|\d11)/;

/**
 * One number as an export writes it → the number, or why it is none. Never guesses: an area code is never added.
 * @param raw one field's text, e.g. `(312) 234-5678 x12`; several numbers in it are the problem `several` (see `judgeField`).
 */
export function judgeNumber(raw: string, rules: NumberRules): JudgedNumber {
  const text = raw.trim();
  const said = noteIn(text);
  if (said !== undefined) return { problem: said, note: text };
  if (splitField(text).length > 1) return { problem: 'several', note: text };
  const parsed = parsedNumber(text, rules);
  if (parsed === undefined) return { problem: 'not-a-number' };
  const placeholder = placeholderIn(parsed.e164);
  if (placeholder !== undefined) return { problem: placeholder };
  return judged(parsed, rules);
}

type Type = ReturnType<PhoneNumber['getType']>;

/** What the numbering plans say of a number. */
interface Parsed {
  readonly e164: string;
  readonly country: CountryCode | undefined;
  readonly type: Type;
  readonly hasExtension: boolean;
}

/** Types of the United States by area code and exchange: of its numbers, no plan looks at the last four digits (a test holds it). */
const exchanges = new Map<string, Type>();
/** More than a district and its neighbours have. */
const EXCHANGES_AT_MOST = 2 ** 16;

function parsedNumber(text: string, rules: NumberRules): Parsed | undefined {
  const digits = plainDigits(text);
  const exchange = digits?.slice(0, 6) ?? '';
  const known = exchanges.get(exchange);
  if (known !== undefined) return { e164: `+1${digits}`, country: 'US', type: known, hasExtension: false };
  const parsed = parsePhoneNumberFromString(text.replace(DIALED_FROM_ABROAD, '+1'), rules.country);
  if (parsed === undefined) return undefined;
  const { number: e164, country, ext } = parsed;
  const type = parsed.getType();
  if (exchanges.size >= EXCHANGES_AT_MOST) exchanges.clear();
  if (digits !== undefined && country === 'US' && e164 === `+1${digits}`) exchanges.set(exchange, type);
  return { e164, country, type, hasExtension: ext !== undefined };
}

/**
 * A field that may hold several numbers. They are split only when each part is a number by itself; otherwise the whole field
 * is the problem `several`, for the clerk. A do-not-call note anywhere in the field speaks for all of it.
 */
export function judgeField(raw: string, rules: NumberRules): readonly JudgedNumber[] {
  const said = noteIn(raw);
  if (said !== undefined) return [{ problem: said, note: raw.trim() }];
  const parts = splitField(raw);
  // Words without a digit: somebody is to look what they mean.
  if (parts.length === 0) return [judgeNumber(raw, rules)];
  const all = parts.map((part) => judgeNumber(part, rules));
  if (all.length > 1 && all.some((one) => 'problem' in one)) return [{ problem: 'several', note: raw.trim() }];
  return all;
}

/**
 * IANA zones a number may lie in, by its area code; the district's are added by `judgeNumber`.
 * @param e164 e.g. `+13122345678`. Empty where the area code says nothing: then only the district's zone counts.
 */
export function zonesOf(e164: string): readonly string[] {
  return e164.startsWith('+1') ? zonesOfAreaCode(e164.slice(2, 5)) : [];
}

function judged(parsed: Parsed, rules: NumberRules): JudgedNumber {
  const { e164, type, country } = parsed;
  const undialable = undialableOf(parsed, rules);
  if (undialable === 'invalid') return { problem: 'impossible' };
  return {
    e164,
    lineType: lineTypeOf(type),
    ...(country === undefined ? {} : { country }),
    zones: [...new Set([...rules.districtZones, ...zonesOf(e164)])],
    ...(undialable === undefined ? {} : { undialable }),
  };
}

/** Country first, then type, then the deny list, then the extension (P9). */
function undialableOf({ e164, type, country, hasExtension }: Parsed, rules: NumberRules): Undialable | undefined {
  if (SATELLITE.test(e164)) return 'satellite';
  if (type === 'TOLL_FREE') return 'toll-free';
  if (type === 'PREMIUM_RATE' || PAY_PER_CALL.test(e164)) return 'premium';
  // A number of a country that is not allowed is not judged further: +1-876 and +1-809 look domestic and are not.
  if (country !== undefined && !isAllowed(country, rules)) return 'country';
  // With all the metadata, a number is valid when it is of some type: `isValid()` would look for it once more.
  if (type === undefined) return 'invalid';
  if (country === undefined) return 'country';
  if (NOT_A_HOUSEHOLD.has(type) || NO_GEOGRAPHIC_AREA.test(e164)) return 'short-code';
  return hasExtension ? 'extension' : undefined;
}

const US_TERRITORIES = new Set(['PR', 'VI', 'GU', 'AS', 'MP']);

/** Where the United States are allowed, so are their territories: 340 670 671 684 787 939 (ROSTER §9). */
function isAllowed(country: string, rules: NumberRules): boolean {
  return rules.allowedCountries.includes(country) || (US_TERRITORIES.has(country) && rules.allowedCountries.includes('US'));
}

/** The North American plan does not tell mobiles from landlines, so most of its numbers are `unknown`, treated as wireless (T-02). */
function lineTypeOf(type: Type): ContactNumber['lineType'] {
  if (type === 'MOBILE') return 'mobile';
  return type === 'FIXED_LINE' ? 'landline' : 'unknown';
}
