import { BESIDE_DANGER } from './lint-danger.ts';
import { TELLING_WORDS, type TellingPurpose } from './lint-words.ts';
import type { Message } from './notice.ts';
import type { Purpose } from './purpose.ts';
import { baseOf } from './spoken-sentences.ts';

/**
 * What words give away before they are spoken: that a message is about more than it is declared to be (B-04), that a blank was
 * not filled, that a child is named. Pure and by word lists: it finds what usually goes wrong, and proves nothing. A recording
 * cannot be looked into at all.
 */

/** How strict the rules are that a purpose is held to; a mixed message is held to its strictest part (B-04). */
const STRICTNESS: readonly Purpose[] = ['emergency', 'closure', 'attendance', 'event', 'survey', 'fundraising'];

/** Where a message says more than it is declared for. */
export interface Telling {
  readonly purpose: TellingPurpose;
  /** BCP 47. */
  readonly language: string;
  /** The word of our list that gave it away, e.g. `concert*`; never the sender's own words. */
  readonly word: string;
}

/** A price in digits, in whatever language. */
const PRICE = /[$€£]\s?\d|\d\s?[$€£]/;
/** "$0" and "0.00 €" say that it costs nothing. */
const NO_PRICE = /[$€£]\s?0+(?:[.,]0+)?(?![.,]?\d)|(?<![\d.,])0+(?:[.,]0+)?\s?[$€£](?!\s?\d)/g;

/** Every word that says more than `declared`, the strictest first. */
export function tellingParts(declared: Purpose, message: Message): readonly Telling[] {
  const found = Object.entries(message).flatMap(([language, { text }]) =>
    text === undefined ? [] : tellingsIn(language, text, declared),
  );
  const stricter = found.filter(({ purpose }) => rank(purpose) > rank(declared));
  return stricter.sort((one, other) => rank(other.purpose) - rank(one.purpose));
}

/** The words of our lists that somebody has to answer for, so that an emergency goes out with them. */
export function wordsToAnswerFor(message: Message): readonly string[] {
  return [...new Set([...tellingParts('emergency', message), ...blanksIn(message)].map(({ word }) => word))];
}

function rank(purpose: Purpose): number {
  return STRICTNESS.indexOf(purpose);
}

function tellingsIn(language: string, text: string, declared: Purpose): Telling[] {
  const priced: Telling[] = PRICE.test(text.replaceAll(NO_PRICE, '')) ? [{ purpose: 'fundraising', language, word: '$' }] : [];
  const words = TELLING_WORDS[baseOf(language)];
  if (words === undefined) return priced;
  const said = sentencesOf(without(words.harmless, folded(text)));
  const sentences = declared === 'emergency' ? said.map((sentence) => withoutDanger(language, sentence)) : said;
  const taking = sentences.filter((sentence) => !words.called.some((word) => has(word, sentence)));
  const telling = (purpose: TellingPurpose, where: readonly string[]): Telling[] =>
    words[purpose].filter((word) => where.some((sentence) => has(word, sentence))).map((word) => ({ purpose, language, word }));
  return [...priced, ...telling('fundraising', sentences), ...telling('survey', sentences), ...telling('event', taking)];
}

/** What is left of a sentence of an emergency without the words that are about the danger. */
function withoutDanger(language: string, sentence: string): string {
  const rules = BESIDE_DANGER[baseOf(language)] ?? [];
  return rules
    .filter(({ beside }) => beside.some((word) => has(word, sentence)))
    .reduce((left, { words }) => without(words, left), sentence);
}

/** Something that stands for words which were never put in. What is left of `{school}` once it is taken out is none. */
const BLANKS: Readonly<Record<string, RegExp>> = {
  '{': /[{}]/,
  '[': /[[\]]/,
  '<<': /<<|>>/,
  __: /__/,
  '%': /%[\p{L}_]+%/u,
  TBD: /\bTBD\b/,
  TBA: /\bTBA\b/,
  xxx: /\bX{3,}\b/,
};

/** What looks like a blank that nobody filled. */
export interface Blank {
  /** BCP 47. */
  readonly language: string;
  /** The sign or the words of our list that it was known by; never what stands in it. */
  readonly word: string;
}

/** Every blank that nobody filled (FIELD A2, 18): it would be spoken as it stands. */
export function blanksIn(message: Message): readonly Blank[] {
  return Object.entries(message).flatMap(([language, { text }]) =>
    text === undefined ? [] : blanksOf(language, text.replaceAll('{school}', '')).map((word) => ({ language, word })),
  );
}

function blanksOf(language: string, text: string): readonly string[] {
  const plain = folded(text);
  const signs = Object.entries(BLANKS).flatMap(([sign, pattern]) => (pattern.test(text) ? [sign] : []));
  return [...signs, ...(TELLING_WORDS[baseOf(language)]?.placeholder ?? []).filter((word) => has(word, plain))];
}

/** Names of places begin like names of people. */
const PLACES = /\b(School|Elementary|Middle|High|District|Academy|Center|Bus|Street|Escuela|Distrito|Autobús)\b/;
const NAME = String.raw`\p{Lu}[\p{Ll}\p{M}'’-]+`;

/**
 * BCP 47 language of the first text in which a child seems to be named: "your child Maya", "Maya Garcia was absent". Whoever
 * picks up has shown nobody who they are (34 CFR 99.31(c), F-11), and the next family hears the same words. Only in languages
 * that have capital letters; a name alone looks like any other word.
 */
export function childNamedIn(message: Message): string | undefined {
  const found = Object.entries(message).find(([language, { text }]) => text !== undefined && namesChild(language, text));
  return found?.[0];
}

function namesChild(language: string, text: string): boolean {
  const words = TELLING_WORDS[baseOf(language)];
  if (words === undefined) return false;
  const before = new RegExp(String.raw`(?<!\p{L})(?:${anyOf(words.child)}),? (${NAME})`, 'gu');
  const behind = new RegExp(String.raw`((?:${NAME} ){2,3})(?:${anyOf(words.missed)})(?!\p{L})`, 'gu');
  const names = [...text.matchAll(before), ...text.matchAll(behind)].map((match) => match[1] ?? '');
  return names.some((name) => !PLACES.test(name));
}

/** Either case at the beginning, so that a sentence may begin with it; the name behind it keeps its capital. */
function anyOf(phrases: readonly string[]): string {
  return [...phrases]
    .sort((one, other) => other.length - one.length)
    .map((phrase) => `[${phrase[0]}${phrase[0]?.toUpperCase()}]${phrase.slice(1)}`)
    .join('|');
}

/** Lower case, composed letters, plain apostrophes, no vowel signs of Arabic, single spaces. */
function folded(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[\u064B-\u0652\u0640]/g, '')
    .replaceAll(/\s+/g, ' ');
}

function sentencesOf(text: string): readonly string[] {
  return text.split(/[.!?؟…;:]+/u);
}

function without(phrases: readonly string[], text: string): string {
  return phrases.reduce((left, phrase) => left.replaceAll(patternOf(phrase), ' '), text);
}

function has(word: string, text: string): boolean {
  return text.search(patternOf(word)) >= 0;
}

const patterns = new Map<string, RegExp>();

/** Whole words of any script; an Arabic word also behind its article and the prepositions that are written onto it. */
function patternOf(word: string): RegExp {
  const known = patterns.get(word);
  if (known !== undefined) return known;
  const open = word.endsWith('*');
  const core = folded(open ? word.slice(0, -1) : word).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const prefix = /\p{Script=Arabic}/u.test(core) ? '(?:[وفبلك]?(?:ال)?|لل)' : '';
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{M}])${prefix}${core}${open ? '' : String.raw`(?![\p{L}\p{M}])`}`, 'gu');
  patterns.set(word, pattern);
  return pattern;
}
