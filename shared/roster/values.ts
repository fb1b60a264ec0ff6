/** Small vocabularies of exports, each with its own idea of "unknown": never a guess. */
import { FLAG_VALUES } from './maps/companion-contacts.ts';

export type Flag = 'yes' | 'no' | 'blank' | 'unknown';

export function readFlag(text: string): Flag {
  const value = text.toLowerCase();
  if (value === '') return 'blank';
  if (FLAG_VALUES.yes.some((yes) => yes === value)) return 'yes';
  return FLAG_VALUES.no.some((no) => no === value) ? 'no' : 'unknown';
}

/** CEDS grade (`PK`, `KG`, `01` … `13`), from the spellings seen; empty when unknown. Of a list, the first. */
export function readGrade(text: string): string {
  const first = (readList(text)[0] ?? '').toUpperCase();
  if (/^\d{1,2}$/.test(first)) return Number(first) === 0 ? 'KG' : Number(first) <= 13 ? first.padStart(2, '0') : '';
  return (
    { PK: 'PK', PREK: 'PK', TK: 'TK', PR: 'PR', IT: 'IT', K: 'KG', KG: 'KG', KINDERGARTEN: 'KG', UG: 'UG', PS: 'PS' }[first] ?? ''
  );
}

export function readPhoneLabel(text: string): 'home' | 'cell' | 'work' | 'other' | 'unknown' {
  const value = text.toLowerCase();
  if (/cell|mobil/.test(value)) return 'cell';
  if (/home|house|primary/.test(value)) return 'home';
  if (/work|business|office/.test(value)) return 'work';
  return value === '' ? 'unknown' : 'other';
}

/**
 * Members of a list in one field: separated by comma, semicolon or bar, quoted once too often or not; or a JSON array of texts.
 * Words for nothing are no members.
 */
export function readList(text: string): string[] {
  return text
    .replace(/^\s*"*\[(.*)\]"*\s*$/, '$1')
    .split(/[,;|]/)
    .map((member) => member.replace(/\\*"/g, '').trim())
    .filter((member) => member !== '' && !isWordForNothing(member));
}

/** What databases and people write where there is nothing (ROSTER §1.1, "blank vs null"); `\N` is MySQL's. */
export function isWordForNothing(value: string): boolean {
  return value.length < 5 && /^(null|\\n|n\/a|#n\/a|none|[-–—]{1,3}|\.{1,3})$/i.test(value);
}

/** A word of a vocabulary, however it is cased or joined: `To_Be_Deleted` → `tobedeleted`. */
export function readWord(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Text that a spreadsheet would run (ROSTER §11). Before a digit or a bracket, + and - start phone numbers too. */
export function isFormula(text: string): boolean {
  return /^[=@]|^[+-]\s*\p{L}/u.test(text);
}
