import type { Purpose } from './purpose.ts';

/** Purposes that words can give away; each asks more of a call than the one before it. */
export type TellingPurpose = Extract<Purpose, 'event' | 'survey' | 'fundraising'>;

/**
 * Words of one language. A word is matched whole, or from its beginning where it ends in `*`; a phrase may stand for a word.
 * Chosen so that an evacuation, a closure or an absence can be told without any of them: a field, an entrance, a radius, a gym
 * are none. English, Spanish, Vietnamese and Arabic; native speakers are to review the last two before they are relied on.
 */
export interface TellingWords {
  readonly event: readonly string[];
  readonly survey: readonly string[];
  /** A price, a ticket, a gift of money, a sale. */
  readonly fundraising: readonly string[];
  /** In a sentence with one of these, words of an event only say that it does not take place. */
  readonly called: readonly string[];
  /** What says that nothing is sold; taken out before anything is looked for. */
  readonly harmless: readonly string[];
  /** "Your child …" before a name. */
  readonly child: readonly string[];
  /** "… was absent" behind a name. */
  readonly missed: readonly string[];
  /** Somebody's name is meant to stand here. */
  readonly placeholder: readonly string[];
}

const ENGLISH: TellingWords = {
  event: [
    ...['concert*', 'recital*', 'festival*', 'carnival*', 'picnic*', 'barbecue*', 'homecoming', 'prom', 'graduation*', 'rsvp'],
    ...['open house', 'book fair*', 'science fair*', 'job fair*', 'art show*', 'talent show*', 'spirit week', 'tryout*'],
    ...['movie night*', 'game night*', 'family night*', 'back to school night*', 'school play', 'school dance*', 'musical'],
    ...['parent-teacher', 'parent teacher conference*', 'parent and teacher meeting*', 'pta meeting*', 'pto meeting*'],
    ...['sign up', 'join us', 'come celebrate', "don't miss", 'do not miss', 'you are invited', 'are invited', 'we invite'],
  ],
  survey: ['survey*', 'questionnaire*', 'opinion poll*'],
  fundraising: [
    ...['fundrais*', 'fund-rais*', 'donat*', 'ticket*', 'for sale', 'on sale', 'sale', 'sales', 'bake sale*', 'buy', 'buying'],
    ...[
      'purchas*',
      'price*',
      'raffle*',
      'auction*',
      'sponsor*',
      'discount*',
      'coupon*',
      'dollar*',
      'sell',
      'sells',
      'selling',
      'sold',
    ],
  ],
  called: ['cancel*', 'called off', 'postpone*', 'will not take place', 'does not take place', 'rescheduled'],
  harmless: [
    ...[
      'tickets are not needed',
      'tickets are not required',
      'no tickets are needed',
      'no ticket is needed',
      'no tickets needed',
    ],
    ...['no tickets required', 'at no cost', 'not for sale', 'nothing is for sale'],
  ],
  child: ['your child', 'your son', 'your daughter', 'your student', 'the student', 'the pupil'],
  missed: ['was absent', 'is absent', 'was marked', 'was not in', 'is missing', 'was late', 'was tardy', 'has been suspended'],
  placeholder: ['student name', 'child name', "student's name", "child's name", 'first name', 'last name', 'parent name'],
};

const SPANISH: TellingWords = {
  event: [
    ...[
      'concierto*',
      'recital*',
      'festival*',
      'feria*',
      'carnaval*',
      'kermés',
      'kermes',
      'graduación',
      'graduaciones',
      'convivio*',
    ],
    ...['puertas abiertas', 'casa abierta', 'noche de cine', 'noche familiar', 'obra de teatro', 'baile escolar', 'musical'],
    ...['reunión de padres', 'reuniones de padres', 'reunión con maestros', 'reuniones con maestros', 'conferencia de padres'],
    ...[
      'acompáñenos',
      'acompáñanos',
      'inscríbase',
      'inscríbanse',
      'no se pierda',
      'no se pierdan',
      'los invitamos',
      'le invitamos',
    ],
    ...['están invitados', 'está invitado', 'quedan invitados'],
  ],
  survey: ['encuesta*', 'cuestionario*', 'sondeo*'],
  fundraising: [
    ...['recaudar*', 'recaudación*', 'recaudamos', 'donar', 'done', 'donen', 'donación', 'donaciones', 'donativo*', 'boleto*'],
    ...['taquilla*', 'venta', 'ventas', 'vender', 'vende', 'venden', 'vendemos', 'comprar', 'compre', 'compren', 'precio*'],
    ...['dólar*', 'rifa*', 'subasta*', 'patrocin*', 'descuento*', 'cupón', 'cupones'],
  ],
  called: ['cancela*', 'suspend*', 'aplaza*', 'pospuest*', 'pospone*', 'no se celebra*', 'no habrá'],
  harmless: ['no se necesitan entradas', 'no se necesitan boletos', 'sin costo', 'no se vende nada'],
  child: ['su hijo', 'su hija', 'su hijo o hija', 'su estudiante', 'el alumno', 'la alumna', 'el estudiante', 'la estudiante'],
  missed: ['faltó', 'no asistió', 'no estuvo en', 'estuvo ausente', 'llegó tarde', 'está desaparecido', 'está desaparecida'],
  placeholder: ['nombre del alumno', 'nombre de la alumna', 'nombre del estudiante', 'nombre de su hijo', 'nombre del niño'],
};

const VIETNAMESE: TellingWords = {
  event: [
    ...['hòa nhạc', 'hoà nhạc', 'lễ hội', 'hội chợ', 'họp phụ huynh', 'dạ hội', 'lễ tốt nghiệp', 'buổi biểu diễn', 'dã ngoại'],
    ...['kính mời', 'mời quý vị', 'trân trọng mời', 'đăng ký tham gia', 'ngày hội'],
  ],
  survey: ['khảo sát', 'bảng câu hỏi', 'thăm dò ý kiến'],
  fundraising: [
    ...['quyên góp', 'gây quỹ', 'bán vé', 'mua vé', 'giá vé', 'bán hàng', 'mua hàng', 'đô la', 'đấu giá', 'rút thăm', 'xổ số'],
    ...['nhà tài trợ', 'giảm giá', 'phiếu giảm giá'],
  ],
  called: ['hủy', 'huỷ', 'hoãn', 'không diễn ra', 'dời lại'],
  harmless: ['không cần mua vé', 'không bán vé', 'không bán hàng'],
  child: ['con của quý vị', 'con quý vị', 'con em', 'học sinh'],
  missed: ['vắng mặt', 'nghỉ học', 'đi trễ', 'không có mặt', 'mất tích'],
  placeholder: ['tên học sinh', 'tên con', 'họ tên'],
};

const ARABIC: TellingWords = {
  event: [
    ...['حفل', 'حفلة', 'حفلات', 'مهرجان', 'مهرجانات', 'معرض', 'كرنفال', 'اجتماع أولياء', 'اجتماعات أولياء', 'يوم مفتوح', 'تخرج'],
    ...['ندعوكم', 'يسرنا دعوتكم', 'انضموا إلينا', 'سجلوا للمشاركة', 'مسرحية', 'نزهة'],
  ],
  survey: ['استبيان', 'استطلاع', 'استبانة'],
  fundraising: [
    ...[
      'تبرع',
      'تبرعات',
      'تبرعوا',
      'التبرع',
      'تذكرة',
      'تذاكر',
      'شراء',
      'اشتروا',
      'بيع',
      'للبيع',
      'سعر',
      'أسعار',
      'دولار',
      'دولارات',
    ],
    ...['يانصيب', 'مزاد', 'خصم', 'قسيمة', 'رعاة'],
  ],
  called: ['ألغي', 'أُلغي', 'ألغيت', 'إلغاء', 'تأجيل', 'تأجل', 'أجل', 'لن يقام', 'لن تقام'],
  harmless: ['لا حاجة إلى تذاكر', 'لا حاجة لتذاكر', 'بدون تذاكر', 'لا بيع'],
  child: ['طفلكم', 'ابنكم', 'ابنتكم', 'الطالب', 'الطالبة'],
  missed: ['غائب', 'غائبا', 'تغيب', 'تغيبت', 'تأخر', 'مفقود', 'مفقودة'],
  placeholder: ['اسم الطالب', 'اسم الطالبة', 'اسم الطفل'],
};

/** By language; in any other only blanks and prices in digits are found. */
export const TELLING_WORDS: Readonly<Record<string, TellingWords>> = {
  en: ENGLISH,
  es: SPANISH,
  vi: VIETNAMESE,
  ar: ARABIC,
};
