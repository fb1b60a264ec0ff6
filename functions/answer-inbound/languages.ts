import type { DistrictSettings } from '../../shared/district/settings.ts';
import type { Message, Wording } from '../../shared/notices/notice.ts';
import { baseOf, sentencesIn } from '../../shared/notices/spoken-sentences.ts';

/** A language the line speaks: it has sentences of its own and a voice. */
export interface Spoken {
  /** BCP 47. */
  readonly language: string;
  readonly voice: string;
  readonly engine: string;
}

const ENGLISH: Spoken = { language: 'en', voice: 'Joanna', engine: 'neural' };

/** All that the line speaks, the district's default first. */
export function spokenLanguages({ languages }: DistrictSettings): readonly Spoken[] {
  const rank = ({ language }: Spoken) => (baseOf(language) === baseOf(languages.default) ? 0 : 1);
  const spoken = Object.entries(languages.voices)
    .flatMap(([language, { voice, engine }]) =>
      voice === undefined || !sentencesIn(language) ? [] : [{ language, voice, engine }],
    )
    .sort((a, b) => rank(a) - rank(b));
  return spoken.length === 0 ? [ENGLISH] : spoken;
}

/** The first wish the line can speak; else the district's own. @param wishes BCP 47; asked for by key first, then what the book knows */
export function speakerFor(wishes: readonly string[], settings: DistrictSettings): Spoken {
  const spoken = spokenLanguages(settings);
  const found = wishes.flatMap((wish) => spoken.filter(({ language }) => baseOf(language) === baseOf(wish)));
  return found[0] ?? spoken[0] ?? ENGLISH;
}

/**
 * An announcement as the caller is to hear it: a recording in a language that has no voice, else text in the language that is
 * spoken, else whatever wording there is. @param wishes as above
 */
export function wordingFor(
  message: Message,
  wishes: readonly string[],
  spoken: Spoken,
  settings: DistrictSettings,
): Wording | undefined {
  const recorded = wishes.find((wish) => message[wish]?.recording !== undefined && !sentencesIn(wish));
  const order = [spoken.language, baseOf(spoken.language), settings.languages.default, ...Object.keys(message)];
  return (recorded === undefined ? undefined : message[recorded]) ?? order.flatMap((language) => message[language] ?? [])[0];
}
