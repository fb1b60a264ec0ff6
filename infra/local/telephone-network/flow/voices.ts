/**
 * Amazon Polly's voices that a flow may name: language and engines. Short on purpose: languages spoken in districts' homes.
 * https://docs.aws.amazon.com/polly/latest/dg/available-voices.html [as known on 2026-11-24; check there before relying on an engine]
 */
interface Voice {
  readonly language: string;
  readonly engines: readonly string[];
}

const all = ['standard', 'neural', 'generative'];
const classic = ['standard', 'neural'];

const voices: Readonly<Record<string, Voice>> = {
  Joanna: { language: 'en-US', engines: all },
  Matthew: { language: 'en-US', engines: all },
  Salli: { language: 'en-US', engines: all },
  Joey: { language: 'en-US', engines: classic },
  Kendra: { language: 'en-US', engines: classic },
  Kimberly: { language: 'en-US', engines: classic },
  Ivy: { language: 'en-US', engines: classic },
  Ruth: { language: 'en-US', engines: ['neural', 'generative'] },
  Stephen: { language: 'en-US', engines: ['neural', 'generative'] },
  Danielle: { language: 'en-US', engines: ['neural', 'generative'] },
  Gregory: { language: 'en-US', engines: ['neural'] },
  Lupe: { language: 'es-US', engines: all },
  Pedro: { language: 'es-US', engines: ['neural', 'generative'] },
  Penelope: { language: 'es-US', engines: ['standard'] },
  Mia: { language: 'es-MX', engines: all },
  Andres: { language: 'es-MX', engines: ['neural', 'generative'] },
  Zhiyu: { language: 'cmn-CN', engines: classic },
  Hiujin: { language: 'yue-CN', engines: ['neural'] },
  Seoyeon: { language: 'ko-KR', engines: all },
  Jihye: { language: 'ko-KR', engines: ['neural'] },
  Zeina: { language: 'arb', engines: ['standard'] },
  Hala: { language: 'ar-AE', engines: ['neural'] },
  Zayd: { language: 'ar-AE', engines: ['neural'] },
  Camila: { language: 'pt-BR', engines: all },
  Vitoria: { language: 'pt-BR', engines: classic },
  Thiago: { language: 'pt-BR', engines: ['neural', 'generative'] },
  Lea: { language: 'fr-FR', engines: all },
  Remi: { language: 'fr-FR', engines: ['neural', 'generative'] },
  Gabrielle: { language: 'fr-CA', engines: ['neural', 'generative'] },
  Vicki: { language: 'de-DE', engines: all },
  Daniel: { language: 'de-DE', engines: ['neural', 'generative'] },
  Kajal: { language: 'hi-IN', engines: ['neural', 'generative'] },
  Aditi: { language: 'hi-IN', engines: ['standard'] },
  Takumi: { language: 'ja-JP', engines: classic },
  Kazuha: { language: 'ja-JP', engines: ['neural'] },
  Tomoko: { language: 'ja-JP', engines: ['neural'] },
  Ola: { language: 'pl-PL', engines: ['neural', 'generative'] },
  Tatyana: { language: 'ru-RU', engines: ['standard'] },
};

/** The language a voice speaks, or nothing when there is no such voice or it lacks the engine. */
export function languageOf(voice: string, engine: string): string | undefined {
  const known = voices[voice];
  return known?.engines.includes(engine) ? known.language : undefined;
}
