/**
 * What a voice says, and when each word of it is heard. 150 words a minute; a digit read out alone takes as long as a word.
 *
 * SSML as Amazon Connect supports it: speak, break, lang, mark, p, phoneme, prosody, s, say-as, sub, w; other tags are ignored in
 * silence, as there. https://docs.aws.amazon.com/connect/latest/adminguide/supported-ssml-tags.html
 */
export interface SpokenWord {
  readonly text: string;
  /** Milliseconds from the start of the utterance. */
  readonly from: number;
  readonly until: number;
}

export interface Speech {
  readonly words: readonly SpokenWord[];
  readonly durationMs: number;
  /** Characters that are billed: the text without the tags. */
  readonly billedCharacters: number;
}

export const WORD_MS = 400;
const CJK = /[\u3040-\u30ff\u3400-\u9fff]/;
const breakStrengths: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 0,
  weak: 100,
  medium: 250,
  strong: 500,
  'x-strong': 1000,
};
const rates: Readonly<Record<string, number>> = { 'x-slow': 0.5, slow: 0.75, medium: 1, fast: 1.25, 'x-fast': 1.5 };

export function speechOfText(text: string): Speech {
  const mouth = new Mouth();
  mouth.say(text, { digits: false, rate: 1 });
  return mouth.speech();
}

/** @throws Error when it is not well-formed or not wrapped in `<speak>` */
export function speechOfSsml(ssml: string): Speech {
  const mouth = new Mouth();
  const open: { name: string; voice: Manner; alias: string | undefined }[] = [];
  let manner: Manner = { digits: false, rate: 1 };
  for (const [token = ''] of ssml.trim().matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<')) {
      if (open.length === 0 && token.trim() !== '') throw new Error('SSML must be wrapped in <speak>');
      if (open.every((tag) => tag.alias === undefined)) mouth.say(decode(token), manner);
      continue;
    }
    const tag = /^<(\/?)([A-Za-z:-]+)([^>]*?)(\/?)>$/.exec(token);
    if (tag === null) throw new Error(`SSML tag ${token} is not well-formed`);
    const [, closing, name = '', attributes = '', empty] = tag;
    if (closing === '/') {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`SSML closes ${name} where ${last?.name ?? 'nothing'} is open`);
      if (last.alias !== undefined) mouth.say(decode(last.alias), manner);
      manner = last.voice;
      continue;
    }
    if (open.length === 0 && name !== 'speak') throw new Error('SSML must be wrapped in <speak>');
    if (name === 'break') mouth.pause(breakMs(attributes));
    if (empty === '/') continue;
    open.push({ name, voice: manner, alias: name === 'sub' ? attributeOf(attributes, 'alias') : undefined });
    manner = mannerIn(name, attributes, manner);
  }
  if (open.length > 0) throw new Error(`SSML leaves ${open.map((tag) => tag.name).join(', ')} open`);
  return mouth.speech();
}

interface Manner {
  readonly digits: boolean;
  readonly rate: number;
}

class Mouth {
  #words: SpokenWord[] = [];
  #at = 0;
  #billed = 0;

  say(text: string, manner: Manner): void {
    this.#billed += text.length;
    for (const token of text.split(/\s+/)) {
      if (token === '') continue;
      const last = this.#words.at(-1);
      if (last !== undefined && /^[\p{P}\p{S}]+$/u.test(token) && !/[*#&]/.test(token)) {
        // Punctuation left over beside a tag belongs to the word before it.
        this.#words[this.#words.length - 1] = { ...last, text: last.text + token };
        continue;
      }
      const units = unitsOf(token, manner.digits);
      const until = this.#at + (units * WORD_MS) / manner.rate;
      this.#words.push({ text: token, from: this.#at, until });
      this.#at = until;
    }
  }

  pause(ms: number): void {
    this.#at += ms;
  }

  speech(): Speech {
    return { words: this.#words, durationMs: this.#at, billedCharacters: this.#billed };
  }
}

/** How many words' time a token takes: telephone numbers digit by digit, Chinese and Japanese two characters a word. */
function unitsOf(token: string, digits: boolean): number {
  if (CJK.test(token)) return Math.max(1, Math.ceil([...token].filter((c) => /[\p{L}\p{N}]/u.test(c)).length / 2));
  const count = (token.match(/\d/g) ?? []).length;
  if (count > 0 && (digits || count >= 5 || /\d-\d/.test(token))) return count;
  return /[\p{L}\p{N}*#]/u.test(token) ? 1 : 0;
}

function mannerIn(name: string, attributes: string, outside: Manner): Manner {
  if (name === 'say-as') {
    const as = attributeOf(attributes, 'interpret-as') ?? '';
    return { ...outside, digits: ['digits', 'characters', 'spell-out', 'telephone'].includes(as) };
  }
  if (name === 'prosody') {
    const rate = attributeOf(attributes, 'rate') ?? 'medium';
    return { ...outside, rate: outside.rate * (rates[rate] ?? (rate.endsWith('%') ? Number.parseFloat(rate) / 100 : 1)) };
  }
  return outside;
}

function breakMs(attributes: string): number {
  const time = attributeOf(attributes, 'time');
  if (time === undefined) return breakStrengths[attributeOf(attributes, 'strength') ?? 'medium'] ?? 250;
  const ms = time.endsWith('ms') ? Number.parseFloat(time) : Number.parseFloat(time) * 1000;
  if (!(ms >= 0 && ms <= 10_000)) throw new Error(`SSML break of ${time}: at most 10 s`);
  return ms;
}

function attributeOf(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found?.[1] ?? found?.[2];
}

function decode(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)/.test(text)) throw new Error('SSML holds a bare &');
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-fA-F]+);/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&amp;', '&');
}
