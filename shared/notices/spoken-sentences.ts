import type { Purpose } from './purpose.ts';

/** Who calls. One or two schools are named; for more, the district speaks for them. */
export interface Caller {
  readonly schools: readonly string[];
  readonly district: string;
}

/**
 * What is said around every message, as SSML; inserted values are escaped here. The order and the seconds come from
 * LAW-CORRECTIONS §5 (47 CFR 64.1200(b)): identity first, the offer of key 9 over within two seconds of it.
 * Arabic and Vietnamese want a native speaker's review before their first use, as every translation does.
 */
export interface Sentences {
  /** District and school: what the callee hears fixes whom an opt-out binds ((d)(5)), so the district is always named. */
  readonly identity: (caller: Caller) => string;
  /** 5 words, or 6 in an emergency, where (b)(3) asks for nothing. */
  readonly optOut: (purpose: Purpose) => string;
  /** Who calls by name, and for whom: before a message that sells, or where the call rests on no consent ((d)(4)). */
  readonly individual: (name: string, place: string) => string;
  readonly confirm: (purpose: Purpose) => string;
  readonly callBack: (e164: string) => string;
  /** The scope of key 9; in an emergency the offer itself says "other calls". */
  readonly scopeOfNine: string;
  /** For a machine: nobody can press a key on a tape ((b)(3)). */
  readonly tollFree: (e164: string) => string;
  readonly wrongNumber: string;
  /** Only where the call rests on consent. */
  readonly onlyThese: string;
  readonly thanks: string;
}

const ENGLISH: Sentences = {
  identity: ({ schools, district }) => `This is an automated call from ${names(schools, 'and', district)}.`,
  optOut: (purpose) => (purpose === 'emergency' ? 'To stop other calls, press 9.' : 'To opt out, press 9.'),
  individual: (name, place) => `${escaped(name)} is calling for ${escaped(place)}.`,
  confirm: (purpose) =>
    purpose === 'attendance' ? 'If you are the parent or guardian, press 1.' : 'If you understood this message, press 1.',
  callBack: (e164) => `Our number is ${digits(e164)}.`,
  scopeOfNine: 'Pressing 9 stops all automated calls except emergencies.',
  tollFree: (e164) => `To opt out, call toll free, any time: ${digits(e164)}.`,
  wrongNumber: 'Wrong number? Press 7.',
  onlyThese: 'Only these calls: press 8.',
  thanks: 'Thank you. We have noted that you heard this.',
};

const SPANISH: Sentences = {
  identity: ({ schools, district }) => `Llamada automática de ${names(schools, 'y', district)}.`,
  optOut: (purpose) =>
    purpose === 'emergency' ? 'Para cancelar otras llamadas, oprima 9.' : 'Para cancelar llamadas, oprima 9.',
  individual: (name, place) => `${escaped(name)} llama de parte de ${escaped(place)}.`,
  confirm: (purpose) =>
    purpose === 'attendance' ? 'Si usted es madre, padre o tutor, oprima 1.' : 'Si entendió este mensaje, oprima 1.',
  callBack: (e164) => `Nuestro número es ${digits(e164)}.`,
  scopeOfNine: 'Con el 9 terminan las llamadas automáticas, menos las emergencias.',
  tollFree: (e164) => `Para cancelar, llame gratis, a cualquier hora: ${digits(e164)}.`,
  wrongNumber: '¿Número equivocado? Oprima 7.',
  onlyThese: 'Solo estas llamadas: oprima 8.',
  thanks: 'Gracias. Hemos anotado que lo escuchó.',
};

const ARABIC: Sentences = {
  identity: ({ schools, district }) => `هذه مكالمة آلية من ${names(schools, 'و', district)}.`,
  optOut: (purpose) => (purpose === 'emergency' ? 'لإيقاف المكالمات الأخرى اضغطوا 9.' : 'لإيقاف المكالمات اضغطوا 9.'),
  individual: (name, place) => `صاحب المكالمة ${escaped(name)} باسم ${escaped(place)}.`,
  confirm: (purpose) =>
    purpose === 'attendance' ? 'إذا كنتم أحد الوالدين أو ولي الأمر اضغطوا 1.' : 'إذا فهمتم هذه الرسالة اضغطوا 1.',
  callBack: (e164) => `رقمنا هو ${digits(e164)}.`,
  scopeOfNine: 'الرقم 9 يوقف جميع المكالمات الآلية ما عدا الطوارئ.',
  tollFree: (e164) => `لإيقاف المكالمات اتصلوا مجاناً في أي وقت: ${digits(e164)}.`,
  wrongNumber: 'الرقم خاطئ؟ اضغطوا 7.',
  onlyThese: 'هذا النوع فقط: اضغطوا 8.',
  thanks: 'شكراً لكم. سجلنا أنكم سمعتم هذه الرسالة.',
};

const VIETNAMESE: Sentences = {
  identity: ({ schools, district }) => `Cuộc gọi tự động từ ${names(schools, 'và', district)}.`,
  optOut: (purpose) => (purpose === 'emergency' ? 'Dừng cuộc gọi khác: bấm 9.' : 'Muốn dừng, bấm số 9.'),
  individual: (name, place) => `${escaped(name)} gọi thay mặt ${escaped(place)}.`,
  confirm: (purpose) =>
    purpose === 'attendance' ? 'Nếu quý vị là cha mẹ hoặc người giám hộ, bấm số 1.' : 'Nếu quý vị đã hiểu, bấm số 1.',
  callBack: (e164) => `Số của chúng tôi là ${digits(e164)}.`,
  scopeOfNine: 'Bấm số 9 sẽ dừng mọi cuộc gọi tự động, trừ khẩn cấp.',
  tollFree: (e164) => `Muốn dừng, gọi miễn phí bất cứ lúc nào: ${digits(e164)}.`,
  wrongNumber: 'Nhầm số? Bấm số 7.',
  onlyThese: 'Chỉ dừng loại này: bấm số 8.',
  thanks: 'Cảm ơn quý vị. Chúng tôi đã ghi nhận.',
};

/** Version of all these words; a district names it whose frames were recorded from them. Changed words are another version. */
export const SENTENCES_VERSION = '2026-11';

/** Languages for which Connect has no voice: their sentences are there to be read out and recorded. */
export const READ_OUT_LANGUAGES: Readonly<Record<string, Sentences>> = { vi: VIETNAMESE };

/** Languages that have sentences of their own and a voice; the others are recorded, or fall back (AWS.md, voices). */
export const SPOKEN_LANGUAGES: Readonly<Record<string, Sentences>> = { en: ENGLISH, es: SPANISH, ar: ARABIC };

/** Spoken where nothing else can be. */
export const ENGLISH_SENTENCES = ENGLISH;

/** The sentences of a language, by its first subtag: `es-MX` speaks `es`. Absent: there are none. */
export function sentencesIn(language: string): Sentences | undefined {
  return SPOKEN_LANGUAGES[baseOf(language)];
}

/** `es-MX` → `es`. */
export function baseOf(language: string): string {
  return (language.split('-')[0] ?? '').toLowerCase();
}

/** Text as SSML carries it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `+12025550123` → 202, 555, 0123, each read digit by digit. */
export function digits(e164: string): string {
  const nanp = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  const groups = nanp === null ? [e164.replace(/\D/g, '')] : nanp.slice(1);
  return groups.map((group) => `<say-as interpret-as="digits">${group}</say-as>`).join(', ');
}

/** Seconds a text takes at 150 words a minute, every digit a word; the measured clip decides, this is the lint before it. */
export function seconds(ssml: string): number {
  const text = ssml.replace(/<[^>]*>/g, ' ').replace(/&(amp|lt|gt);/g, ' $1 ');
  const words = text.match(/\d|[\p{L}\p{M}'’]+/gu) ?? [];
  return Math.round((words.length / 2.5) * 10) / 10;
}

function names(schools: readonly string[], and: string, district: string): string {
  const few = schools.length <= 2 ? schools : [];
  return [few.map(escaped).join(` ${and} `), escaped(district)].filter((name) => name !== '').join(', ');
}
