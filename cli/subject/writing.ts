import { DateTime } from 'luxon';
import { escapeHtml } from '../report/html.ts';
import { type PageLanguage, WORDS, type Words } from './words.ts';

/** What the district's settings file adds, where it is at hand. */
export interface Names {
  readonly schools: ReadonlyMap<string, string>;
  /** Approved messages by name, and their text by language. */
  readonly messages: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

const NO_NAMES: Names = { schools: new Map(), messages: new Map() };

/** What every section needs: the words of the page's language, and how it writes moments and names. */
export interface Writing {
  readonly language: PageLanguage;
  readonly words: Words;
  /** `24 November 2026, 10:15`, in the district's zone and the page's language; Latin digits, as on the telephone. */
  moment(at: string): string;
  /** A language by its name in the page's language. */
  languageName(language: string): string;
  /** The name of a school where the settings were given, else its id. */
  schoolName(id: string): string;
  /** What a message says today, where the settings were given. */
  spoken(message: string): string | undefined;
  /** `24 November 2026`, from YYYY-MM-DD or a moment. */
  day(at: string): string;
}

export function writingIn(language: PageLanguage, timezone: string, names: Names = NO_NAMES): Writing {
  const local = (at: string, zone: string) =>
    DateTime.fromISO(at, { zone }).reconfigure({ locale: language, numberingSystem: 'latn' });
  const or = (at: string, date: DateTime, format: Intl.DateTimeFormatOptions) =>
    date.isValid ? date.toLocaleString(format) : at;
  return {
    language,
    words: WORDS[language],
    languageName: (code) => (code === 'und' ? WORDS[language].notSaid : nameOfLanguage(code, language)),
    schoolName: (id) => names.schools.get(id) ?? id,
    spoken: (message) => names.messages.get(message)?.[language],
    moment: (at) => or(at, local(at, timezone), DateTime.DATETIME_MED),
    day: (at) =>
      /^\d{4}-\d\d-\d\d$/.test(at)
        ? or(at, local(at, 'utc'), DateTime.DATE_FULL)
        : or(at, local(at, timezone), DateTime.DATE_FULL),
  };
}

function nameOfLanguage(code: string, language: PageLanguage): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code;
  } catch {
    // Not a language tag: shown as the school wrote it.
    return code;
  }
}

/** Text that keeps its own direction inside a line of the other: numbers, names, ids. */
export function isolated(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

/** Numbers, ids and file names run from left to right in every language. */
export function leftToRight(text: string): string {
  return `<bdi dir="ltr">${escapeHtml(text)}</bdi>`;
}

/** A sentence that exists in English only. */
export function english(text: string): string {
  return `<span lang="en" dir="ltr">${escapeHtml(text)}</span>`;
}

/** Cells are HTML already. A table of nothing is nothing. */
export function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  if (body.length === 0) return '';
  const heads = head.map((one) => `<th scope="col">${escapeHtml(one)}</th>`).join('');
  const lines = body.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  return `<table><thead><tr>${heads}</tr></thead><tbody>${lines}</tbody></table>`;
}

/** A name and its value, one a line. */
export function pairs(list: readonly (readonly [string, string])[]): string {
  return `<dl>${list.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

export function section(heading: string, ...parts: readonly string[]): string {
  return `<section><h2>${escapeHtml(heading)}</h2>${parts.join('')}</section>`;
}

export function paragraph(text: string, kind: '' | 'soft' | 'note' = ''): string {
  return `<p${kind === '' ? '' : ` class="${kind}"`}>${escapeHtml(text)}</p>`;
}

/** Fills `{…}` of a sentence with HTML of its own, and escapes the rest. */
export function filled(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence
    .split(/(\{\w+\})/)
    .map((part) => values[/^\{(\w+)\}$/.exec(part)?.[1] ?? ''] ?? escapeHtml(part))
    .join('');
}
