import type { PageLanguage } from './words.ts';

type Translations = Readonly<Record<Exclude<PageLanguage, 'en'>, string>>;

/**
 * Sentences of the policy files in the other languages, by the English sentence itself: where a policy says it otherwise, the
 * English one is shown until somebody has translated it. Each must be read over by a native speaker.
 */
const TRANSLATED: Readonly<Record<string, Translations>> = {
  'This is an emergency, and nothing on record forbids calling you in one.': {
    es: 'Es una emergencia, y nada de lo anotado prohíbe llamarle en una.',
    vi: 'Đây là trường hợp khẩn cấp, và không có ghi chép nào cấm gọi quý vị khi khẩn cấp.',
    ar: 'هذه حالة طارئة، ولا يوجد في السجل ما يمنع الاتصال بك فيها.',
  },
  'Calls of this kind protect the children and need no agreement, and you have not asked us to stop them.': {
    es: 'Las llamadas de este tipo protegen a los niños y no necesitan permiso, y usted no ha pedido que cesen.',
    vi: 'Cuộc gọi loại này bảo vệ trẻ em nên không cần đồng ý, và quý vị chưa yêu cầu ngừng.',
    ar: 'مكالمات هذا النوع تحمي الأطفال ولا تحتاج إلى موافقة، ولم تطلب منا إيقافها.',
  },
  'You agreed to calls of this kind on this number.': {
    es: 'Usted aceptó llamadas de este tipo en este número.',
    vi: 'Quý vị đã đồng ý nhận cuộc gọi loại này trên số này.',
    ar: 'وافقت على مكالمات من هذا النوع على هذا الرقم.',
  },
  'You gave the school this number to be reached about school matters, and you have not asked us to stop.': {
    es: 'Usted dio este número a la escuela para asuntos escolares, y no ha pedido que cesemos.',
    vi: 'Quý vị đã cho trường số này để liên lạc về việc học, và chưa yêu cầu chúng tôi ngừng.',
    ar: 'أعطيت المدرسة هذا الرقم للتواصل بشأن أمور المدرسة، ولم تطلب منا التوقف.',
  },
  'A school may call a landline about school matters up to three times in 30 days, and nobody on it asked us to stop.': {
    es: 'Una escuela puede llamar a una línea fija por asuntos escolares hasta tres veces en 30 días, y nadie en ella pidió que cesemos.',
    vi: 'Trường có thể gọi máy bàn về việc học tối đa ba lần trong 30 ngày, và không ai trên máy này yêu cầu ngừng.',
    ar: 'يجوز للمدرسة الاتصال بخط أرضي بشأن أمور المدرسة حتى ثلاث مرات في 30 يومًا، ولم يطلب أحد عليه التوقف.',
  },
  'Somebody on this phone told us that it is the wrong number, so we do not call it until the school has checked.': {
    es: 'Alguien en este teléfono nos dijo que el número está equivocado; no llamamos hasta que la escuela lo haya comprobado.',
    vi: 'Có người trên máy này nói nhầm số, nên chúng tôi không gọi cho đến khi trường kiểm tra.',
    ar: 'قال لنا شخص على هذا الهاتف إن الرقم خاطئ، لذلك لا نتصل به حتى تتحقق المدرسة.',
  },
  'You asked us, on the record, not to call this number even in an emergency.': {
    es: 'Usted pidió, y consta, que no llamemos a este número ni en una emergencia.',
    vi: 'Quý vị đã yêu cầu, có ghi chép, không gọi số này ngay cả khi khẩn cấp.',
    ar: 'طلبت منا، وهو مدوّن، ألا نتصل بهذا الرقم حتى في الطوارئ.',
  },
  'Somebody on this phone asked us to stop all automated calls except emergencies.': {
    es: 'Alguien en este teléfono pidió detener todas las llamadas automáticas menos las emergencias.',
    vi: 'Có người trên máy này yêu cầu ngừng mọi cuộc gọi tự động, trừ khẩn cấp.',
    ar: 'طلب شخص على هذا الهاتف إيقاف كل المكالمات الآلية عدا الطوارئ.',
  },
  'Somebody on this phone asked us to stop calls of this kind.': {
    es: 'Alguien en este teléfono pidió detener las llamadas de este tipo.',
    vi: 'Có người trên máy này yêu cầu ngừng cuộc gọi loại này.',
    ar: 'طلب شخص على هذا الهاتف إيقاف مكالمات هذا النوع.',
  },
  'You withdrew your agreement to calls of this kind on this number.': {
    es: 'Usted retiró su permiso para llamadas de este tipo en este número.',
    vi: 'Quý vị đã rút lại sự đồng ý nhận cuộc gọi loại này trên số này.',
    ar: 'سحبت موافقتك على مكالمات هذا النوع على هذا الرقم.',
  },
  'The school withdrew this message before your phone rang.': {
    es: 'La escuela retiró este mensaje antes de que sonara su teléfono.',
    vi: 'Trường đã rút thông báo này trước khi điện thoại của quý vị đổ chuông.',
    ar: 'سحبت المدرسة هذه الرسالة قبل أن يرن هاتفك.',
  },
  'The message was no longer current by the time we could have called.': {
    es: 'El mensaje ya no era actual cuando habríamos podido llamar.',
    vi: 'Thông báo không còn hiệu lực vào lúc chúng tôi có thể gọi.',
    ar: 'لم تعد الرسالة صالحة حين كان بإمكاننا الاتصال.',
  },
  'It is too early, too late or a day without calls where this phone is, so we wait for the next calling hours.': {
    es: 'Donde está este teléfono es muy temprano, muy tarde o un día sin llamadas; esperamos al próximo horario.',
    vi: 'Nơi có máy này còn quá sớm, quá muộn hoặc là ngày không gọi, nên chúng tôi chờ giờ gọi kế tiếp.',
    ar: 'الوقت مبكر جدًا أو متأخر جدًا أو اليوم بلا مكالمات حيث يوجد هذا الهاتف، لذلك ننتظر ساعات الاتصال التالية.',
  },
  'The absence was excused, or is no longer on the list, so there is nothing to call about.': {
    es: 'La ausencia fue justificada, o ya no está en la lista, así que no hay por qué llamar.',
    vi: 'Việc vắng mặt đã được phép, hoặc không còn trong danh sách, nên không có gì để gọi.',
    ar: 'أصبح الغياب مبرَّرًا أو لم يعد في القائمة، فلا داعي للاتصال.',
  },
  'This phone has had as many routine calls this week as your district allows.': {
    es: 'Este teléfono ya recibió esta semana todas las llamadas de rutina que su distrito permite.',
    vi: 'Tuần này máy này đã nhận đủ số cuộc gọi thường lệ mà học khu cho phép.',
    ar: 'تلقّى هذا الهاتف هذا الأسبوع كل المكالمات الاعتيادية التي تسمح بها منطقتك.',
  },
  'Nobody on this number agreed to calls about school events.': {
    es: 'Nadie en este número aceptó llamadas sobre eventos escolares.',
    vi: 'Không ai trên số này đồng ý nhận cuộc gọi về sự kiện của trường.',
    ar: 'لم يوافق أحد على هذا الرقم على مكالمات الفعاليات المدرسية.',
  },
  'Nobody on this number agreed in writing to survey calls.': {
    es: 'Nadie en este número aceptó por escrito llamadas de encuestas.',
    vi: 'Không ai trên số này đồng ý bằng văn bản nhận cuộc gọi khảo sát.',
    ar: 'لم يوافق أحد على هذا الرقم كتابةً على مكالمات الاستبيان.',
  },
  'Nobody on this number agreed in writing to fundraising calls.': {
    es: 'Nadie en este número aceptó por escrito llamadas de recaudación.',
    vi: 'Không ai trên số này đồng ý bằng văn bản nhận cuộc gọi gây quỹ.',
    ar: 'لم يوافق أحد على هذا الرقم كتابةً على مكالمات جمع التبرعات.',
  },
};

/** The sentence in the page's language; `undefined` where only the English one exists. */
export function translatedRule(words: string, language: PageLanguage): string | undefined {
  return language === 'en' ? words : TRANSLATED[words]?.[language];
}

/** The English sentences that have translations: a test holds them to the policy files. */
export const TRANSLATED_RULES: readonly string[] = Object.keys(TRANSLATED);
