/**
 * Names and codes of the languages US districts report most → BCP 47. Numbers are never guessed: 01 is Spanish in one state's
 * list and something else in another's (ROSTER §8).
 */
const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'eng english',
  es: 'spa spanish espanol castellano spanish;castilian',
  vi: 'vie vietnamese tiengviet',
  ar: 'ara arabic',
  zh: 'zho chi chinese mandarin chinese(mandarin)',
  yue: 'cantonese chinese(cantonese)',
  tl: 'tgl fil tagalog filipino pilipino filipino/tagalog',
  ko: 'kor korean',
  ru: 'rus russian',
  uk: 'ukr ukrainian',
  pt: 'por portuguese portugues',
  fr: 'fra fre french francais',
  ht: 'hat haitiancreole haitian creole(haitian) kreyolayisyen',
  so: 'som somali',
  am: 'amh amharic',
  hmn: 'hmong',
  hi: 'hin hindi',
  ur: 'urd urdu',
  pa: 'pan punjabi panjabi',
  bn: 'ben bengali bangla',
  gu: 'guj gujarati',
  ne: 'nep nepali',
  my: 'mya bur burmese',
  fa: 'fas per persian farsi',
  ps: 'pus pashto',
  prs: 'dari',
  de: 'deu ger german deutsch',
  pl: 'pol polish polski',
  ja: 'jpn japanese',
  km: 'khm khmer cambodian',
  lo: 'lao laotian',
  sw: 'swa swahili',
  sq: 'sqi alb albanian',
  ro: 'ron rum romanian rumanian',
  hy: 'hye arm armenian',
  he: 'heb hebrew',
  th: 'tha thai',
  tr: 'tur turkish',
  it: 'ita italian',
  nv: 'nav navajo',
};

const BY_NAME = new Map(
  Object.entries(LANGUAGES).flatMap(([code, names]) => [code, ...names.split(' ')].map((name) => [name, code] as const)),
);

/** BCP 47, or `und` for what is empty or unknown. Contact language, not the child's home language. */
export function readLanguage(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').replace(/\s/g, '');
  return BY_NAME.get(plain) ?? BY_NAME.get(plain.replace(/[_-][a-z0-9]+$/, '')) ?? 'und';
}
