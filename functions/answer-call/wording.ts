import type { DistrictSettings } from '../../shared/district/settings.ts';
import type { Message } from '../../shared/notices/notice.ts';
import { baseOf, ENGLISH_SENTENCES, type Sentences, sentencesIn } from '../../shared/notices/spoken-sentences.ts';

/** How a family is spoken to: `language` is that of the message, the voice and sentences that of what is said around it. */
export interface Chosen {
  readonly language: string;
  readonly words: { readonly text: string } | { readonly recording: string };
  readonly voice: string;
  readonly engine: string;
  readonly sentences: Sentences;
}

const ENGLISH_SPEAKER = { voice: 'Joanna', engine: 'neural', sentences: ENGLISH_SENTENCES } as const;

/**
 * The family's language where the notice has it: as text where a voice and sentences exist, else as a recording, with the
 * fall-back language around it. Otherwise the district's default.
 */
export function choose(message: Message, wanted: string | undefined, { languages }: DistrictSettings): Chosen | undefined {
  const order = [wanted, wanted === undefined ? undefined : baseOf(wanted), languages.default, ...Object.keys(message)];
  const found = order.flatMap((language) => chosenIn(message, language, languages));
  return found[0];
}

function chosenIn(message: Message, language: string | undefined, languages: DistrictSettings['languages']): readonly Chosen[] {
  const wording = language === undefined ? undefined : message[language];
  if (language === undefined || wording === undefined) return [];
  const fallback = speaker(languages.default, languages) ?? speaker('en', languages) ?? ENGLISH_SPEAKER;
  if (wording.recording !== undefined) {
    return [{ language, words: { recording: wording.recording }, ...fallback }];
  }
  const own = speaker(language, languages);
  if (own !== undefined) return [{ language, words: { text: wording.text }, ...own }];
  // No voice for it. The default language is spoken all the same: by the wrong voice rather than by none.
  return language === languages.default ? [{ language, words: { text: wording.text }, ...fallback }] : [];
}

type Speaker = Pick<Chosen, 'voice' | 'engine' | 'sentences'>;

function speaker(language: string, { voices }: DistrictSettings['languages']): Speaker | undefined {
  const sentences = sentencesIn(language);
  const set = voices[language] ?? voices[baseOf(language)];
  if (sentences === undefined || set?.voice === undefined) return undefined;
  return { voice: set.voice, engine: set.engine, sentences };
}
