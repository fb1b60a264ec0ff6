import type { Purpose } from '../shared/notices/purpose.ts';

/** Version of the words below; an agreement taken down at the desk names it. Changed words are another version. */
export const DESK_WORDING = 'desk-2026-11';

/** What a word at the desk is enough for; surveys and fundraising are agreed to in writing (T-11). */
export const BY_WORD = ['closure', 'attendance', 'event'] as const satisfies readonly Purpose[];
export type ByWord = (typeof BY_WORD)[number] | 'emergency';

interface DeskSentence {
  readonly kinds: Readonly<Record<ByWord, string>>;
  readonly ask: (kinds: string) => string;
}

/** What the desk reads out, or turns its screen for. Arabic and Vietnamese want a native speaker's review before their first use. */
const SENTENCES: Readonly<Record<'en' | 'es' | 'ar' | 'vi', DeskSentence>> = {
  en: {
    kinds: {
      emergency: 'emergencies',
      closure: 'school closings',
      attendance: 'a child’s absence',
      event: 'school events',
    },
    ask: (kinds) => `May the school call this phone with automated calls about: ${kinds}? You can stop them at any time.`,
  },
  es: {
    kinds: {
      emergency: 'emergencias',
      closure: 'cierres de escuelas',
      attendance: 'faltas de un niño',
      event: 'eventos escolares',
    },
    ask: (kinds) =>
      `¿Puede la escuela hacer llamadas automáticas a este teléfono sobre: ${kinds}? Usted puede cancelarlas en cualquier momento.`,
  },
  ar: {
    kinds: { emergency: 'الطوارئ', closure: 'إغلاق المدارس', attendance: 'غياب الطفل', event: 'الفعاليات المدرسية' },
    ask: (kinds) => `هل يجوز للمدرسة الاتصال بهذا الهاتف بمكالمات آلية بشأن: ${kinds}؟ يمكنكم إيقافها في أي وقت.`,
  },
  vi: {
    kinds: {
      emergency: 'trường hợp khẩn cấp',
      closure: 'trường đóng cửa',
      attendance: 'con vắng mặt',
      event: 'sự kiện của trường',
    },
    ask: (kinds) => `Nhà trường có thể gọi điện thoại tự động đến số này về: ${kinds} không? Quý vị có thể dừng bất cứ lúc nào.`,
  },
};

/** The sentence in the person's language, else in English; with the language it is in. @param language BCP 47 */
export function deskSentence(
  purposes: readonly ByWord[],
  language: string,
): { readonly words: string; readonly language: string } {
  const base = language.split('-')[0];
  const spoken = (['es', 'ar', 'vi'] as const).find((one) => one === base) ?? 'en';
  const { kinds, ask } = SENTENCES[spoken];
  return { language: spoken, words: ask(purposes.map((one) => kinds[one]).join(', ')) };
}
