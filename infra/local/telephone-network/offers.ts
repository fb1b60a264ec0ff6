/**
 * What a listener gathers from the words alone: which keys are offered, for what, when the offer has been heard,
 * and what the call is about. Knows nothing of who says it.
 */
import type { Topic } from './profile.ts';
import type { Utterance } from './utterance.ts';

export type Meaning = 'confirm' | 'repeat' | 'stop everything' | 'stop these' | 'wrong number';

export interface Offer {
  readonly key: string;
  readonly meaning: Meaning;
  /** Milliseconds into the utterance at which the sentence with the offer has been said. */
  readonly heardAtMs: number;
}

/** "press" in the languages a district's families speak. */
const latinPress = [
  'press(?:ing)?|push|hit|dial',
  'oprim[ae]|presion[ae]|marque|puls[ae]',
  'appuyez|tapez|composez',
  'pression[ae]|apert[ae]|tecle|digite',
  'drücken|wählen|naciśnij|wciśnij|premere|prema',
  'peze|pindutin|pumindot|bấm|nhấn|ấn|riix|taabo|nias|нажмите|натисніть',
].join('|');
const press = `(?<!\\p{L})(?:${latinPress})|按|撥|拨|押|누르|눌러|اضغط|दबा|ይጫኑ`;
const keyWords: Readonly<Record<string, string>> = {
  star: '*',
  asterisk: '*',
  asterisco: '*',
  estrella: '*',
  étoile: '*',
  asterisque: '*',
  pound: '#',
  hash: '#',
  one: '1',
  seven: '7',
  eight: '8',
  nine: '9',
  uno: '1',
  siete: '7',
  ocho: '8',
  nueve: '9',
};
const key = `(?<![\\d\\-.,])[0-9*#](?![\\d\\-])|\\b(?:${Object.keys(keyWords).join('|')})\\b`;
/** The key follows the verb (English, Spanish …) or comes just before it (Korean, Japanese, Hindi, German). */
const keyAfter = new RegExp(`(?:${press})\\P{N}{0,18}?(${key})`, 'giu');
const keyBefore = new RegExp(`(${key})\\P{N}{0,8}?(?:누르|눌러|押|दबा|drücken|wählen|ይጫኑ)`, 'giu');

const meanings: readonly (readonly [Meaning, RegExp])[] = [
  [
    'wrong number',
    /wrong number|not your number|number is wrong|no child here|equivocado|no es su número|mauvais numéro|número errado|号码错误|打错|打錯/iu,
  ],
  [
    'stop these',
    /only these|these calls|this kind|calls like this|solo estas|sólo estas|este tipo|uniquement ces|só estas|só este tipo/iu,
  ],
  [
    'stop everything',
    /\bstop|opt out|no more|unsubscribe|do not call|cancel|no recibir|terminan|dejar de|arrêter|ne plus|parar|停止|取消|중지|إيقاف|ngừng|itigil|sispann/iu,
  ],
  ['repeat', /\brepeat|again|replay|repetir|otra vez|de nuevo|escuchar|réécouter|répéter|重复|重複|다시|nghe lại|ulitin/iu],
  [
    'confirm',
    /understood|understand|confirm|received|heard|parent|guardian|yes|start|entendid|confirm|recib|madre|padre|tutor|compris|confirmer/iu,
  ],
];
/** Where the language is not one of the above: what these keys mean on every school line here. */
const customary: Readonly<Record<string, Meaning>> = {
  '9': 'stop everything',
  '8': 'stop these',
  '7': 'wrong number',
  '*': 'repeat',
  '1': 'confirm',
};

export function offersIn(utterance: Utterance): Offer[] {
  const offers: Offer[] = [];
  let wordIndex = 0;
  for (const sentence of sentences(utterance)) {
    wordIndex += sentence.words;
    const heardAtMs = utterance.words[wordIndex - 1]?.until ?? utterance.durationMs;
    const keys = keysIn(sentence.text);
    for (const found of keys) {
      if (offers.some((offer) => offer.key === found)) continue;
      // Two keys in one breath: the words around cannot be told apart, the custom can.
      const meaning = meaningOf(keys.length > 1 ? '' : sentence.text, found);
      offers.push({ key: found, meaning, heardAtMs });
    }
  }
  return offers;
}

/** Words up to one that ends in a full stop, a question or an exclamation mark. */
function* sentences(utterance: Utterance): Generator<{ readonly text: string; readonly words: number }> {
  let words: string[] = [];
  for (const { text } of utterance.words) {
    words.push(text);
    if (!/[.!?。！？؟።]["”»]?$/u.test(text)) continue;
    yield { text: words.join(' '), words: words.length };
    words = [];
  }
  if (words.length > 0) yield { text: words.join(' '), words: words.length };
}

function keysIn(sentence: string): string[] {
  const found = [...sentence.matchAll(keyAfter), ...sentence.matchAll(keyBefore)];
  const keys = found.map((match) => match[1]?.toLowerCase() ?? '').map((word) => keyWords[word] ?? word);
  return [...new Set(keys)];
}

/** A question like "Wrong number? Press 7." is split at the question mark: then the key's customary meaning holds. */
function meaningOf(sentence: string, offered: string): Meaning {
  const said = meanings.find(([, words]) => words.test(sentence))?.[0];
  return said ?? customary[offered] ?? 'confirm';
}

const topics: readonly (readonly [Topic, RegExp])[] = [
  ['emergency', /emergenc|evacuat|lockdown|gas leak|urgen|طوارئ|طارئ|إخلاء|evacua|fuga|紧急|緊急|비상|khẩn cấp/iu],
  ['closure', /closed|closure|delayed|no school|cerrad|clases canceladas|fermée?s|关闭|關閉|휴교|đóng cửa/iu],
  ['attendance', /absen|attendance|falt[óa]|asistencia|inasistencia|缺席|缺勤|결석|vắng/iu],
];

/** "All calls except emergencies" does not make the call one. */
const exceptions =
  /(?:except|but|other than|menos|salvo|excepto|sauf|ما عدا|除了)[^.!?]{0,20}(?:emerg\p{L}*|urgenc\p{L}*|طوارئ|紧急|緊急)/giu;

export function topicOf(text: string): Topic {
  const plain = text.replace(exceptions, '');
  return topics.find(([, words]) => words.test(plain))?.[0] ?? 'event';
}
