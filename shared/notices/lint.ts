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

/** The strictest that any language of it gives away; `undefined` when none says more than `declared`. */
export function tellingPart(declared: Purpose, message: Message): Telling | undefined {
  const found = Object.entries(message).flatMap(([language, { text }]) => (text === undefined ? [] : tellingsIn(language, text)));
  const stricter = found.filter(({ purpose }) => rank(purpose) > rank(declared));
  return stricter.sort((one, other) => rank(other.purpose) - rank(one.purpose))[0];
}

/** The purpose that a message is held to. */
export function purposeHeldTo(declared: Purpose, message: Message): Purpose {
  return tellingPart(declared, message)?.purpose ?? declared;
}

function rank(purpose: Purpose): number {
  return STRICTNESS.indexOf(purpose);
}

function tellingsIn(language: string, text: string): Telling[] {
  const priced: Telling[] = PRICE.test(text) ? [{ purpose: 'fundraising', language, word: '$' }] : [];
  const words = TELLING_WORDS[baseOf(language)];
  if (words === undefined) return priced;
  const plain = without(words.harmless, folded(text));
  const sentences = sentencesOf(plain);
  const taking = sentences.filter((sentence) => first(words.called, sentence) === undefined).join(' ');
  const telling = (purpose: TellingPurpose, where: string): Telling[] => {
    const word = first(words[purpose], where);
    return word === undefined ? [] : [{ purpose, language, word }];
  };
  return [...priced, ...telling('fundraising', plain), ...telling('survey', plain), ...telling('event', taking)];
}

/** Something that stands for words which were never put in. What is left of `{school}` once it is taken out is none. */
const BLANK = /[{}[\]]|<<|>>|__|%[\p{L}_]+%|\b(TBD|TBA|X{3,})\b/u;

/** BCP 47 language of the first text with a blank that nobody filled (FIELD A2, 18): it would be spoken as it stands. */
export function blankIn(message: Message): string | undefined {
  const found = Object.entries(message).find(
    ([language, { text }]) => text !== undefined && hasBlank(language, text.replaceAll('{school}', '')),
  );
  return found?.[0];
}

function hasBlank(language: string, text: string): boolean {
  if (BLANK.test(text)) return true;
  return first(TELLING_WORDS[baseOf(language)]?.placeholder ?? [], folded(text)) !== undefined;
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

function first(list: readonly string[], text: string): string | undefined {
  return list.find((word) => text.search(patternOf(word)) >= 0);
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
