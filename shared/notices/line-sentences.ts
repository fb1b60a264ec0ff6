import { baseOf, digits, escaped } from './spoken-sentences.ts';

/** Version of the words by which somebody opts in again on the line; a grant names it. Changed words are another version. */
export const LINE_WORDING = 'call-back-2026-11';

/** Where an announcement was made: the schools it was for, none for the whole district. */
export interface Announced {
  /** As it is spoken, e.g. `Tuesday, November 24 at 9:05 AM`. */
  readonly when: string;
  readonly schools: readonly string[];
}

/**
 * What somebody hears who calls the district's number, as SSML; inserted values are escaped here. Said in the second person and
 * in plain words: what stops, and what still comes. Arabic wants a native speaker's review before its first use.
 */
export interface LineSentences {
  readonly identity: (district: string) => string;
  /** For somebody who speaks this language and hears another one. */
  readonly inThisLanguage: (key: string) => string;
  readonly announced: (announced: Announced) => string;
  /** Where the words may not be said to whoever calls: they say where children are. */
  readonly askTheOffice: (announced: Announced) => string;
  readonly nothingAnnounced: string;
  readonly stopNine: string;
  readonly stopSeven: string;
  /** Only where the last call to this number rested on consent (R-06, R-07). */
  readonly stopEight: string;
  readonly optInTwo: string;
  readonly otherNumber: string;
  readonly office: (e164: string) => string;
  readonly repeat: string;
  /** After `#`. */
  readonly whichForOther: string;
  readonly askNumber: string;
  readonly notANumber: string;
  /** After a 7 for a number that was typed: what stops, what does not yet, and what stops that too. @param e164 of the office */
  readonly claimTyped: (e164: string) => string;
  /** The same after a 7 for the caller's own number, when there were more of them than the district takes unseen. */
  readonly claimBraked: (e164: string) => string;
  /** What somebody agrees to, word for word: the text of `LINE_WORDING`. */
  readonly optInAsk: (district: string) => string;
  readonly optInDone: string;
  readonly optInRefused: (e164: string) => string;
}

const ENGLISH_FAMILIES = ['all families', 'the families of several schools', 'the families of', 'and'] as const;
const SPANISH_FAMILIES = ['todas las familias', 'las familias de varias escuelas', 'las familias de', 'y'] as const;
const ARABIC_FAMILIES = ['جميع العائلات', 'عائلات عدة مدارس', 'عائلات', 'و'] as const;

const ENGLISH: LineSentences = {
  identity: (district) => `This is the automated line of ${escaped(district)}.`,
  inThisLanguage: (key) => `For English, press ${key}.`,
  announced: ({ when, schools }) => `On ${escaped(when)}, we told ${families(schools, ENGLISH_FAMILIES)}:`,
  askTheOffice: ({ when, schools }) =>
    `On ${escaped(when)}, we called ${families(schools, ENGLISH_FAMILIES)}. This line may not repeat that message. Please ask our office.`,
  nothingAnnounced: 'There is no recent announcement.',
  stopNine: 'To stop all automated calls to this telephone except emergencies, press 9.',
  stopSeven: 'If we have the wrong number, press 7: then nothing rings here, emergencies neither.',
  stopEight: 'To stop only calls like the last one to you, press 8.',
  optInTwo: 'To get automated calls again, press 2.',
  otherNumber: 'To stop calls to another telephone, press pound.',
  office: (e164) => `Our office has the number ${digits(e164)}.`,
  repeat: 'To hear this again, press star.',
  whichForOther:
    'For another telephone: to stop all automated calls except emergencies, press 9. If it is a wrong number, press 7: then our office checks it, too.',
  askNumber: 'Type the telephone number with its area code, then pound. This call ends as soon as it is on our list.',
  notANumber: 'That was not a telephone number.',
  claimTyped: (e164) =>
    `It is on our list: all automated calls to that telephone stop, except emergencies. Our office checks the number. To stop emergencies at once as well, call us from that telephone and press 7, or press 7 in our next call, or call our office: ${digits(e164)}.`,
  claimBraked: (e164) =>
    `It is on our list: all automated calls to this telephone stop, except emergencies. Our office checks the number. To stop emergencies at once as well, press 7 in our next call, or call our office: ${digits(e164)}.`,
  optInAsk: (district) =>
    `You ask for automated calls of ${escaped(district)} to this telephone again: school closings, absences, and the school events you had agreed to. Surveys and fundraising stay stopped. Pressing 9 in any call stops all of them. To agree, press 1.`,
  optInDone:
    'You have agreed. Emergencies, school closings, absences, and the school events you had agreed to reach this telephone again. Surveys and fundraising do not: they need a written form. Pressing 9 in any call stops all but emergencies.',
  optInRefused: (e164) => `This line cannot change that. Please call our office: ${digits(e164)}.`,
};

const SPANISH: LineSentences = {
  identity: (district) => `Esta es la línea automática de ${escaped(district)}.`,
  inThisLanguage: (key) => `Para español, oprima ${key}.`,
  announced: ({ when, schools }) => `El ${escaped(when)} avisamos a ${families(schools, SPANISH_FAMILIES)}:`,
  askTheOffice: ({ when, schools }) =>
    `El ${escaped(when)} llamamos a ${families(schools, SPANISH_FAMILIES)}. Esta línea no puede repetir ese mensaje. Pregunte en la oficina.`,
  nothingAnnounced: 'No hay avisos recientes.',
  stopNine: 'Para cancelar todas las llamadas automáticas a este teléfono, menos las emergencias, oprima 9.',
  stopSeven: 'Si tenemos un número equivocado, oprima 7: entonces no suena nada aquí, tampoco las emergencias.',
  stopEight: 'Para cancelar solo las llamadas como la última que recibió, oprima 8.',
  optInTwo: 'Para recibir de nuevo llamadas automáticas, oprima 2.',
  otherNumber: 'Para cancelar las llamadas a otro teléfono, oprima la tecla numeral.',
  office: (e164) => `El número de la oficina es ${digits(e164)}.`,
  repeat: 'Para escuchar otra vez, oprima asterisco.',
  whichForOther:
    'Para otro teléfono: para cancelar todas las llamadas automáticas, menos las emergencias, oprima 9. Si es un número equivocado, oprima 7: entonces la oficina también lo comprueba.',
  askNumber:
    'Marque el número de teléfono con su código de área y después la tecla numeral. La llamada termina en cuanto está en nuestra lista.',
  notANumber: 'Eso no fue un número de teléfono.',
  claimTyped: (e164) =>
    `Está en nuestra lista: se cancelan todas las llamadas automáticas a ese teléfono, menos las emergencias. La oficina comprueba el número. Para cancelar ya también las emergencias, llámenos desde ese teléfono y oprima 7, u oprima 7 en nuestra próxima llamada, o llame a la oficina: ${digits(e164)}.`,
  claimBraked: (e164) =>
    `Está en nuestra lista: se cancelan todas las llamadas automáticas a este teléfono, menos las emergencias. La oficina comprueba el número. Para cancelar ya también las emergencias, oprima 7 en nuestra próxima llamada, o llame a la oficina: ${digits(e164)}.`,
  optInAsk: (district) =>
    `Usted pide recibir de nuevo en este teléfono llamadas automáticas de ${escaped(district)}: cierres de escuelas, faltas, y los eventos escolares que había aceptado. Encuestas y recaudaciones siguen canceladas. El 9 en cualquier llamada cancela todas. Para aceptar, oprima 1.`,
  optInDone:
    'Usted ha aceptado. Las emergencias, los cierres, las faltas y los eventos escolares que había aceptado llegan de nuevo a este teléfono. Las encuestas y recaudaciones no: necesitan un formulario escrito. El 9 en cualquier llamada cancela todas, menos las emergencias.',
  optInRefused: (e164) => `Esta línea no puede cambiar eso. Por favor, llame a la oficina: ${digits(e164)}.`,
};

const ARABIC: LineSentences = {
  identity: (district) => `هذا هو الخط الآلي لـ ${escaped(district)}.`,
  inThisLanguage: (key) => `للعربية اضغطوا ${key}.`,
  announced: ({ when, schools }) => `في ${escaped(when)} أبلغنا ${families(schools, ARABIC_FAMILIES)}:`,
  askTheOffice: ({ when, schools }) =>
    `في ${escaped(when)} اتصلنا بـ ${families(schools, ARABIC_FAMILIES)}. لا يجوز لهذا الخط تكرار تلك الرسالة. يرجى سؤال المكتب.`,
  nothingAnnounced: 'لا توجد إعلانات حديثة.',
  stopNine: 'لإيقاف جميع المكالمات الآلية إلى هذا الهاتف ما عدا الطوارئ اضغطوا 9.',
  stopSeven: 'إذا كان الرقم خاطئاً اضغطوا 7: عندها لا يرن شيء هنا، ولا حتى الطوارئ.',
  stopEight: 'لإيقاف المكالمات المشابهة لآخر مكالمة فقط اضغطوا 8.',
  optInTwo: 'لتلقي المكالمات الآلية من جديد اضغطوا 2.',
  otherNumber: 'لإيقاف المكالمات إلى هاتف آخر اضغطوا #.',
  office: (e164) => `رقم المكتب هو ${digits(e164)}.`,
  repeat: 'للاستماع مرة أخرى اضغطوا *.',
  whichForOther:
    'لهاتف آخر: لإيقاف جميع المكالمات الآلية ما عدا الطوارئ اضغطوا 9. إذا كان الرقم خاطئاً اضغطوا 7: عندها يتحقق المكتب منه أيضاً.',
  askNumber: 'اكتبوا رقم الهاتف مع رمز المنطقة ثم #. تنتهي المكالمة حالما يصبح الرقم في قائمتنا.',
  notANumber: 'لم يكن ذلك رقم هاتف.',
  claimTyped: (e164) =>
    `الرقم في قائمتنا: تتوقف جميع المكالمات الآلية إلى ذلك الهاتف ما عدا الطوارئ. يتحقق المكتب من الرقم. لإيقاف الطوارئ أيضاً فوراً اتصلوا بنا من ذلك الهاتف واضغطوا 7، أو اضغطوا 7 في مكالمتنا القادمة، أو اتصلوا بالمكتب: ${digits(e164)}.`,
  claimBraked: (e164) =>
    `الرقم في قائمتنا: تتوقف جميع المكالمات الآلية إلى هذا الهاتف ما عدا الطوارئ. يتحقق المكتب من الرقم. لإيقاف الطوارئ أيضاً فوراً اضغطوا 7 في مكالمتنا القادمة، أو اتصلوا بالمكتب: ${digits(e164)}.`,
  optInAsk: (district) =>
    `تطلبون تلقي المكالمات الآلية من ${escaped(district)} على هذا الهاتف من جديد: إغلاق المدارس والغياب والفعاليات المدرسية التي وافقتم عليها. تبقى الاستطلاعات وجمع التبرعات متوقفة. الرقم 9 في أي مكالمة يوقفها كلها. للموافقة اضغطوا 1.`,
  optInDone:
    'لقد وافقتم. تصل الطوارئ وإغلاق المدارس والغياب والفعاليات التي وافقتم عليها إلى هذا الهاتف من جديد. الاستطلاعات وجمع التبرعات لا تصل، فهي تحتاج إلى استمارة خطية. الرقم 9 في أي مكالمة يوقف الكل ما عدا الطوارئ.',
  optInRefused: (e164) => `لا يمكن لهذا الخط تغيير ذلك. يرجى الاتصال بالمكتب: ${digits(e164)}.`,
};

const BY_LANGUAGE: Readonly<Record<string, LineSentences>> = { en: ENGLISH, es: SPANISH, ar: ARABIC };

/** The sentences of a language, by its first subtag; English where it has none. */
export function lineSentencesIn(language: string): LineSentences {
  return BY_LANGUAGE[baseOf(language)] ?? ENGLISH;
}

/** One or two schools are named, more are counted as several; none is the whole district. */
function families(schools: readonly string[], [all, several, of, and]: readonly [string, string, string, string]): string {
  if (schools.length === 0) return all;
  return schools.length > 2 ? several : `${of} ${schools.map(escaped).join(` ${and} `)}`;
}
