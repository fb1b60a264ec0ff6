/** Words that tell nothing where the same sentence speaks of a danger. */
export interface BesideDanger {
  readonly words: readonly string[];
  readonly beside: readonly string[];
}

const ENGLISH: readonly BesideDanger[] = [
  {
    words: [
      ...['concert*', 'recital*', 'festival*', 'carnival*', 'picnic*', 'barbecue*', 'homecoming', 'prom', 'graduation*'],
      ...['open house', 'book fair*', 'science fair*', 'job fair*', 'art show*', 'talent show*', 'tryout*', 'school play'],
      ...['movie night*', 'game night*', 'family night*', 'school dance*', 'musical'],
    ],
    beside: [
      ...['shooter*', 'shooting', 'shots', 'gunman', 'gunfire', 'weapon*', 'bomb*', 'explo*', 'fire', 'smoke', 'gas leak*'],
      ...['chemical*', 'lockdown*', 'lock down', 'evacuat*', 'shelter*', 'reunif*', 'stay inside', 'stay indoors', 'stay away'],
      ...['keep away', 'do not come', 'do not go', 'crash*', 'injur*', 'collaps*', 'abduct*', 'kidnap*', 'threat*', 'attack*'],
      ...['stab*', 'tornado*', 'flood*', 'earthquake*', 'unsafe', 'danger*', 'outbreak*', 'power line*'],
    ],
  },
  {
    words: ['buy', 'buying', 'purchas*', 'sell', 'sells', 'selling', 'sold'],
    beside: [
      ...[
        'bottled water',
        'tap',
        'do not drink',
        'do not eat',
        'boil*',
        'contaminat*',
        'poison*',
        'tainted',
        'laced',
        'recalled',
      ],
      ...['fentanyl', 'drugs', 'pills', 'weapon*', 'gun', 'guns', 'firearm*', 'ammunition'],
    ],
  },
  {
    words: ['ticket*'],
    beside: ['not needed', 'not required', 'not necessary', 'do not need', 'no ticket*', 'without a ticket', 'without tickets'],
  },
];

const SPANISH: readonly BesideDanger[] = [
  {
    words: [
      ...['concierto*', 'recital*', 'festival*', 'feria*', 'carnaval*', 'kermés', 'kermes', 'graduación', 'graduaciones'],
      ...['convivio*', 'noche de cine', 'noche familiar', 'obra de teatro', 'baile escolar', 'musical'],
    ],
    beside: [
      ...['tirador*', 'tiroteo*', 'disparo*', 'arma', 'armas', 'armado', 'armada', 'bomba*', 'explosi*', 'incendio*', 'fuego'],
      ...['humo', 'fuga de gas', 'evacu*', 'refugi*', 'encierro', 'quédese', 'quédense', 'no venga*', 'no vaya*', 'aléje*'],
      ...['choque*', 'herid*', 'derrumb*', 'secuestr*', 'amenaza*', 'ataque*', 'tornado*', 'inunda*', 'terremoto*', 'peligro*'],
    ],
  },
  {
    words: ['vender', 'vende', 'venden', 'comprar', 'compre', 'compren'],
    beside: [
      ...['agua embotellada', 'no beba*', 'no tome*', 'no coma*', 'hierva*', 'hervir', 'contamina*', 'envenena*', 'veneno*'],
      ...['fentanilo', 'droga', 'drogas', 'pastillas', 'arma', 'armas'],
    ],
  },
  { words: ['boleto*'], beside: ['no se necesita*', 'no hace falta', 'no hacen falta', 'sin boleto*'] },
];

const VIETNAMESE: readonly BesideDanger[] = [
  {
    words: ['hòa nhạc', 'hoà nhạc', 'lễ hội', 'hội chợ', 'dạ hội', 'lễ tốt nghiệp', 'buổi biểu diễn', 'dã ngoại'],
    beside: [
      ...['nổ súng', 'xả súng', 'tay súng', 'vũ khí', 'bom', 'vụ nổ', 'hỏa hoạn', 'đám cháy', 'khói', 'rò rỉ khí', 'sơ tán'],
      ...['phong tỏa', 'trú ẩn', 'ở trong nhà', 'đừng đến', 'không đến', 'tránh xa', 'tai nạn', 'bị thương', 'bắt cóc', 'đe dọa'],
      ...['lốc xoáy', 'lũ lụt', 'động đất', 'nguy hiểm'],
    ],
  },
  {
    words: ['bán hàng', 'mua hàng'],
    beside: ['nước đóng chai', 'không uống', 'đừng uống', 'đun sôi', 'nhiễm độc', 'tẩm độc', 'ma túy', 'fentanyl', 'vũ khí'],
  },
];

const ARABIC: readonly BesideDanger[] = [
  {
    words: ['حفل', 'حفلة', 'حفلات', 'مهرجان', 'مهرجانات', 'معرض', 'كرنفال', 'تخرج', 'مسرحية', 'نزهة'],
    beside: [
      ...['إطلاق نار', 'مسلح', 'سلاح', 'قنبلة', 'انفجار', 'حريق', 'دخان', 'تسرب غاز', 'إخلاء', 'احتموا', 'لا تأتوا', 'ابتعدوا'],
      ...['حادث', 'إصابات', 'خطف', 'تهديد', 'إعصار', 'فيضان', 'زلزال', 'خطر'],
    ],
  },
  {
    words: ['شراء', 'اشتروا', 'بيع'],
    beside: ['مياه معبأة', 'لا تشربوا', 'اغلوا', 'ملوثة', 'ملوث', 'مسموم', 'مسمومة', 'مخدرات', 'فنتانيل', 'سلاح', 'أسلحة'],
  },
];

/**
 * What in an emergency is no invitation and no sale, by language: a shooter near the concert hall, water to buy because the tap is
 * poisoned. Only words that are ambiguous; an appeal ("join us", "donate"), a raffle, a price are none, whatever stands beside them.
 */
export const BESIDE_DANGER: Readonly<Record<string, readonly BesideDanger[]>> = {
  en: ENGLISH,
  es: SPANISH,
  vi: VIETNAMESE,
  ar: ARABIC,
};
