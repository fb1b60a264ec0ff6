/** What is said when nobody can tell the flow what to say: who calls, how to stop it, and the number to ring. */
export interface StaticWords {
  readonly district: string;
  /** E.164. */
  readonly callBackNumber: string;
  /** E.164. */
  readonly tollFreeNumber: string;
}

const SENTENCES: Readonly<Record<string, (words: StaticWords) => string>> = {
  en: ({ district, callBackNumber, tollFreeNumber }) =>
    `This is an automated call from ${spoken(district)}. To opt out, press 9. ` +
    `We have a message for you. Please call us. Our number is ${digits(callBackNumber)}. ` +
    `To opt out, call toll free, any time: ${digits(tollFreeNumber)}. Wrong number? Press 7.`,
  es: ({ district, callBackNumber, tollFreeNumber }) =>
    `Llamada automática de ${spoken(district)}. Para cancelar llamadas, oprima 9. ` +
    `Tenemos un mensaje para usted. Por favor, llámenos. Nuestro número es ${digits(callBackNumber)}. ` +
    `Para cancelar, llame gratis, a cualquier hora: ${digits(tollFreeNumber)}. ¿Número equivocado? Oprima 7.`,
};

/** SSML in that language; in English where there are no sentences for it. */
export function staticSentence(language: string, words: StaticWords): string {
  const sentence = SENTENCES[language.split('-')[0] ?? ''] ?? SENTENCES['en'];
  return `<speak>${sentence?.(words) ?? ''}</speak>`;
}

/** Text as SSML carries it. */
export function spoken(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `+12025550123` → 202, 555, 0123, each read digit by digit. */
export function digits(e164: string): string {
  const nanp = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  const groups = nanp === null ? [e164.slice(1)] : nanp.slice(1);
  return groups.map((group) => `<say-as interpret-as="digits">${group}</say-as>`).join(', ');
}
