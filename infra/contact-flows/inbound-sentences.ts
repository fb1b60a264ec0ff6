import { digits, type StaticWords, spoken } from './static-sentences.ts';

type Words = Pick<StaticWords, 'district' | 'callBackNumber'>;

/** What somebody who calls back hears where the flow can ask nobody what to say. */
interface Alone {
  /** Who this is and the office's number; 9 and 7 are taken all the same. */
  readonly line: (words: Words) => string;
  /** A key could not be recorded: nothing else may be believed. */
  readonly notKept: (words: Words) => string;
}

const SENTENCES: Readonly<Record<string, Alone>> = {
  en: {
    line: ({ district, callBackNumber }) =>
      `This is the automated line of ${spoken(district)}. To stop automated calls except emergencies, press 9. ` +
      `We cannot look anything up right now. Please call our office: ${digits(callBackNumber)}. Wrong number? Press 7.`,
    notKept: ({ callBackNumber }) =>
      `We could not record this, and nothing has changed. Please call our office: ${digits(callBackNumber)}.`,
  },
  es: {
    line: ({ district, callBackNumber }) =>
      `Línea automática de ${spoken(district)}. Para cancelar las llamadas automáticas, menos las emergencias, oprima 9. ` +
      `En este momento no podemos consultar nada. Por favor, llame a la oficina: ${digits(callBackNumber)}. ¿Número equivocado? Oprima 7.`,
    notKept: ({ callBackNumber }) =>
      `No pudimos anotarlo y nada ha cambiado. Por favor, llame a la oficina: ${digits(callBackNumber)}.`,
  },
};

/** SSML in that language; in English where there are no sentences for it. */
export function inboundSentence(which: keyof Alone, language: string, words: Words): string {
  const alone = SENTENCES[language.split('-')[0] ?? ''] ?? SENTENCES['en'];
  return `<speak>${alone?.[which](words) ?? ''}</speak>`;
}
