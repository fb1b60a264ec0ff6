import type { DistrictSettings } from '../district/settings.ts';
import { type Chosen, choose } from './choose-wording.ts';
import type { Message } from './notice.ts';
import type { Purpose } from './purpose.ts';

/** Language → how a family of that language hears a notice, e.g. `spoken`, `recorded, in en around it`, `in en`. */
export type HeardIn = Readonly<Record<string, string>>;

/**
 * How families hear a message, for every language that it or the district's settings name: worked out by what answers the
 * call. A call that rests on no agreement says by name who calls, and does so in the fall-back language around a recording.
 */
export function heardIn(message: Message, purpose: Purpose, settings: Pick<DistrictSettings, 'languages'>): HeardIn {
  const languages = [...new Set([...Object.keys(settings.languages.voices), ...Object.keys(message)])].sort();
  const kind = { purpose, named: purpose === 'fundraising' };
  return Object.fromEntries(
    languages.map((language) => [language, wordsFor(language, choose(message, language, settings, kind))]),
  );
}

function wordsFor(language: string, chosen: Chosen | undefined): string {
  if (chosen === undefined) return 'not at all';
  if (chosen.language !== language) return `in ${chosen.language}`;
  if (!('recording' in chosen.words)) return chosen.around === language ? 'spoken' : `spoken, in ${chosen.around} around it`;
  if (chosen.words.frame !== undefined) return 'recorded, what is around it too';
  return chosen.around === language ? 'recorded' : `recorded, in ${chosen.around} around it`;
}
