import type { DistrictSettings } from '../district/settings.ts';
import { type Frame, frameKindOf } from './choose-wording.ts';
import type { Purpose } from './purpose.ts';
import { aroundRecording } from './speech.ts';
import { READ_OUT_LANGUAGES, sentencesIn } from './spoken-sentences.ts';

/** What somebody reads out for the recordings that go around recorded messages of one kind. */
export interface FrameScript extends Frame {
  readonly kind: ReturnType<typeof frameKindOf>;
}

/**
 * The words of a language's frames. The district alone is named, which binds all its schools ((d)(5)); key 8 is left out, and
 * nobody is named who calls: where the law asks for a name, the fall-back language is spoken. `undefined`: we have no such words.
 */
export function frameScripts(
  language: string,
  settings: Pick<DistrictSettings, 'district' | 'callBackNumber' | 'tollFreeNumber'>,
): readonly FrameScript[] | undefined {
  const sentences = READ_OUT_LANGUAGES[language] ?? sentencesIn(language);
  if (sentences === undefined) return undefined;
  const { district, callBackNumber, tollFreeNumber } = settings;
  const caller = { schools: [], district: district.name };
  return (['emergency', 'attendance', 'closure'] satisfies Purpose[]).map((purpose) => {
    const around = aroundRecording({ sentences, purpose, caller, callBackNumber, tollFreeNumber, offer8: false });
    return { kind: frameKindOf(purpose), before: readOut(around.before), after: readOut(around.after) };
  });
}

function readOut(ssml: string): string {
  const text = ssml.replace(/<[^>]*>/g, '');
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
