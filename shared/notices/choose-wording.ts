import type { DistrictSettings } from '../district/settings.ts';
import type { Message } from './notice.ts';
import type { Purpose } from './purpose.ts';
import { baseOf, ENGLISH_SENTENCES, type Sentences, sentencesIn } from './spoken-sentences.ts';

/** Two recordings in the language of the message: who calls and how to stop it; and what to do with it, and whom to ring. */
export interface Frame {
  readonly before: string;
  readonly after: string;
}

/** How a family is spoken to: `language` is that of the message, the voice and sentences that of what is said around it. */
export interface Chosen {
  readonly language: string;
  /** Of the sentences, which a frame takes the place of. */
  readonly around: string;
  readonly words: { readonly text: string } | { readonly recording: string; readonly frame?: Frame };
  readonly voice: string;
  readonly engine: string;
  readonly sentences: Sentences;
}

/** What a call is, as far as it bears on the words around its message. */
export interface CallKind {
  readonly purpose: Purpose;
  /** Somebody must be named who calls, and a recorded frame names nobody ((d)(4)). */
  readonly named: boolean;
}

const ENGLISH_SPEAKER = { around: 'en', voice: 'Joanna', engine: 'neural', sentences: ENGLISH_SENTENCES } as const;

/**
 * The family's language where the notice has it: as text where a voice and sentences exist, else as a recording. Around a
 * recording is what the district has recorded in that language for calls of this kind, else the fall-back language. Otherwise the
 * district's default.
 */
export function choose(
  message: Message,
  wanted: string | undefined,
  { languages }: Pick<DistrictSettings, 'languages'>,
  kind: CallKind,
): Chosen | undefined {
  const order = [wanted, wanted === undefined ? undefined : baseOf(wanted), languages.default, ...Object.keys(message)];
  const found = order.flatMap((language) => chosenIn(message, language, languages, kind));
  return found[0];
}

/** Of which frame a call needs: an emergency offers another opt-out, and about an absence the parent is asked for. */
export function frameKindOf(purpose: Purpose): 'emergency' | 'attendance' | 'other' {
  return purpose === 'emergency' || purpose === 'attendance' ? purpose : 'other';
}

function chosenIn(
  message: Message,
  language: string | undefined,
  languages: DistrictSettings['languages'],
  { purpose, named }: CallKind,
): readonly Chosen[] {
  const wording = language === undefined ? undefined : message[language];
  if (language === undefined || wording === undefined) return [];
  const fallback = speaker(languages.default, languages) ?? speaker('en', languages) ?? ENGLISH_SPEAKER;
  if (wording.recording !== undefined) {
    const frames = (languages.voices[language] ?? languages.voices[baseOf(language)])?.frames;
    const frame = named ? undefined : frames?.[frameKindOf(purpose)];
    const words = { recording: wording.recording, ...(frame === undefined ? {} : { frame }) };
    return [{ language, words, ...fallback }];
  }
  const own = speaker(language, languages);
  if (own !== undefined) return [{ language, words: { text: wording.text }, ...own }];
  // No voice for it. The default language is spoken all the same: by the wrong voice rather than by none.
  return language === languages.default ? [{ language, words: { text: wording.text }, ...fallback }] : [];
}

type Speaker = Pick<Chosen, 'around' | 'voice' | 'engine' | 'sentences'>;

function speaker(language: string, { voices }: DistrictSettings['languages']): Speaker | undefined {
  const sentences = sentencesIn(language);
  const set = voices[language] ?? voices[baseOf(language)];
  if (sentences === undefined || set?.voice === undefined) return undefined;
  return { around: language, voice: set.voice, engine: set.engine, sentences };
}
