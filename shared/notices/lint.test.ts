import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blanksIn, childNamedIn, tellingParts, wordsToAnswerFor } from './lint.ts';
import { TELLING_WORDS } from './lint-words.ts';
import type { Message } from './notice.ts';
import { PURPOSES, type Purpose } from './purpose.ts';

const said = (language: string, text: string): Message => ({ [language]: { text } });
const tellingPart = (declared: Purpose, message: Message) => tellingParts(declared, message)[0];
const purposeHeldTo = (declared: Purpose, message: Message) => tellingPart(declared, message)?.purpose ?? declared;
const blankIn = (message: Message) => blanksIn(message)[0]?.language;

describe('a message about more than it is declared for is held to its strictest part (B-04)', () => {
  test.each([
    ['en', 'There is a gas leak. The spring concert moves to Friday.', 'event'],
    ['en', 'School is closed. Please fill in our survey about the bus.', 'survey'],
    ['en', 'School is closed. Tickets for the play can be bought tomorrow.', 'fundraising'],
    ['en', 'School is closed. Lunch next week is $4.', 'fundraising'],
    ['en', 'All is well. Donate to the band.', 'fundraising'],
    ['en', 'Join us at six.', 'event'],
    ['es', 'Hay una fuga de gas. Los invitamos a la feria.', 'event'],
    ['es', 'Hoy no hay clases. La encuesta termina mañana.', 'survey'],
    ['es', 'Hoy no hay clases. Los boletos cuestan diez dólares.', 'fundraising'],
    ['es', 'Todo está bien. Acompáñenos el viernes.', 'event'],
    ['vi', 'Hôm nay trường đóng cửa. Kính mời quý vị dự họp phụ huynh.', 'event'],
    ['vi', 'Hôm nay trường đóng cửa. Xin quyên góp.', 'fundraising'],
    ['vi', 'Xin trả lời khảo sát.', 'survey'],
    ['ar', 'المدرسة مغلقة اليوم. ندعوكم إلى الحفلة.', 'event'],
    ['ar', 'المدرسة مغلقة اليوم. التذاكر بعشرة دولارات.', 'fundraising'],
    ['ar', 'المدرسة مغلقة. نرجو تعبئة الاستبيان.', 'survey'],
    ['so', 'Iskuulku waa xiran yahay. $10', 'fundraising'],
  ])('%s: %s → %s', (language, text, purpose) => {
    for (const declared of ['emergency', 'closure', 'attendance'] as const)
      expect(purposeHeldTo(declared, said(language, text)), declared).toBe(purpose);
  });

  test('one language is enough, and the list’s word is told, not the sender’s', () => {
    const message = { ...said('en', 'School is closed.'), ...said('es', 'No hay clases. Compre su anuario.') };
    expect(tellingPart('closure', message)).toEqual({ purpose: 'fundraising', language: 'es', word: 'compre' });
  });
  test('of two parts the stricter one counts, whichever language comes first', () => {
    const [event, selling] = [said('en', 'Join us on Friday.'), said('es', 'Compre su anuario.')];
    expect(purposeHeldTo('closure', { ...event, ...selling })).toBe('fundraising');
    expect(purposeHeldTo('closure', { ...selling, ...event })).toBe('fundraising');
  });
  test('what is declared stricter stays so', () => {
    expect(purposeHeldTo('fundraising', said('en', 'The concert is at six.'))).toBe('fundraising');
    expect(tellingPart('event', said('en', 'The concert is at six.'))).toBeUndefined();
    expect(purposeHeldTo('event', said('en', 'The concert is at six. Tickets are 5 dollars.'))).toBe('fundraising');
  });
  test.each([
    ['en', 'Every student is safe at the football field on Harbor Street. Use the south entrance. Bring a photo identification.'],
    ['en', 'Because of snow, all schools are closed. There are no activities. Tonight’s concert is cancelled.'],
    ['en', 'Stay in the gym. The musicale of sirens is a drill of the fire department, not ours.'],
    [
      'es',
      'Recoja a su hijo en el campo de fútbol. No use la entrada principal; todas las entradas están cerradas. El autobús sale a las tres.',
    ],
    ['es', 'Hoy no hay clases. El concierto de esta noche queda cancelado.'],
    ['vi', 'Mọi người trong bán kính hai dặm hãy ở trong nhà. Buổi hòa nhạc tối nay bị hủy.'],
    ['ar', 'لا توجد حافلات مدرسية اليوم. تم إلغاء الحفل.'],
  ])('%s: an emergency stays one: %s', (language, text) => {
    expect(tellingPart('emergency', said(language, text))).toBeUndefined();
  });
});

describe('in an emergency, a word about the danger is no invitation and no sale', () => {
  const dangers = [
    ['en', 'Active shooter near the concert hall. All schools are in lockdown.'],
    ['en', 'Boil water notice: buy bottled water, do not drink from the tap.'],
    ['en', 'Someone is selling poisoned candy near the school. Keep children inside.'],
    ['en', 'Threat: someone is selling drugs laced with fentanyl near the school.'],
    ['en', 'Evacuate now. Go to the north gate; tickets for the bus are not needed.'],
    ['en', 'The stage of the spring festival has collapsed. Stay away.'],
    ['es', 'Hay un tirador cerca del concierto. No venga a la escuela.'],
    ['es', 'No beba agua de la llave; compre agua embotellada.'],
    ['vi', 'Có nổ súng gần lễ hội. Hãy ở trong nhà.'],
    ['vi', 'Không uống nước máy, hãy mua hàng nước đóng chai.'],
    ['ar', 'إطلاق نار قرب المهرجان. لا تأتوا إلى المدرسة.'],
    ['ar', 'المياه ملوثة فالرجاء شراء مياه معبأة.'],
  ] as const;

  test.each(dangers)('%s: %s', (language, text) => {
    expect(tellingParts('emergency', said(language, text))).toEqual([]);
  });
  test('and in every other purpose it stays what it was', () => {
    for (const declared of ['closure', 'attendance'] as const)
      for (const [language, text] of dangers.filter(([, one]) => !one.startsWith('The stage')))
        expect(purposeHeldTo(declared, said(language, text)), text).not.toBe(declared);
  });
  test.each([
    ['Shelter in place. Donate to the band.', 'fundraising'],
    ['Because of the fire, donate to the band.', 'fundraising'],
    ['Gas leak: buy tickets for the concert.', 'fundraising'],
    ['Lockdown. Raffle tickets are not needed at the shelter.', 'fundraising'],
    ['Do not drink from the tap, buy water for $5.', 'fundraising'],
    ['Do not drink from the tap. Buy a yearbook.', 'fundraising'],
    ['Evacuate to the gym and join us for the concert.', 'event'],
    ['Evacuate to the gym. The concert is at six.', 'event'],
    ['There was a threat; a survey about it follows.', 'survey'],
  ])('an appeal beside a danger is one all the same: %s', (text, purpose) => {
    expect(purposeHeldTo('emergency', said('en', text))).toBe(purpose);
  });
  test('a sentence of its own tells what it tells, whatever danger stands around it', () => {
    const danger = fc.constantFrom(
      'Active shooter, stay inside',
      'Do not drink from the tap',
      'Poisoned candy, no tickets',
      'Fire',
    );
    const words = fc.constantFrom(
      ...(['event', 'survey', 'fundraising'] as const).flatMap((one) => TELLING_WORDS['en']?.[one] ?? []),
    );
    fc.assert(
      fc.property(fc.array(danger), words, fc.array(danger), (before, word, after) => {
        const own = word.replace('*', '');
        const alone = purposeHeldTo('emergency', said('en', own));
        expect(purposeHeldTo('emergency', said('en', `${[...before, own, ...after].join('. ')}.`))).toBe(alone);
        expect(alone).not.toBe('emergency');
      }),
    );
  });
});

test.each([
  ['Free meals for $0.', []],
  ['Free meals for $0.00, and 0 €.', []],
  ['Meals for $0.50.', ['$']],
  ['Meals for $10.', ['$']],
  ['Meals for 10 €.', ['$']],
])('what costs nothing has no price: %s', (text, words) => {
  expect(tellingParts('closure', said('en', text)).map(({ word }) => word)).toEqual(words);
});

test('whoever answers for the words of an emergency answers for each word of our lists, and for none of their own', () => {
  const message = { ...said('en', 'Fill in the survey, date TBD, at [north gate]. Survey!'), ...said('es', 'La encuesta.') };
  expect(wordsToAnswerFor(message)).toEqual(['survey*', 'encuesta*', '[', 'TBD']);
});

describe('what is no mixture', () => {
  test('where tickets are not needed, nothing is sold', () => {
    expect(purposeHeldTo('event', said('en', 'Every family is welcome, and tickets are not needed.'))).toBe('event');
    expect(purposeHeldTo('event', said('es', 'Todos son bienvenidos y no se necesitan entradas.'))).toBe('event');
    expect(purposeHeldTo('event', said('ar', 'جميع العائلات مرحب بها ولا حاجة إلى تذاكر.'))).toBe('event');
  });
  test('every message of the sample district is about what it is approved for', () => {
    const file = new URL('../../infra/local/sample-district/district.json', import.meta.url);
    const { messages } = JSON.parse(readFileSync(file, 'utf8')) as {
      messages: Record<string, { purpose: (typeof PURPOSES)[number]; texts: Message }>;
    };
    for (const [name, { purpose, texts }] of Object.entries(messages)) {
      expect(tellingPart(purpose, texts), name).toBeUndefined();
      expect([blankIn(texts), childNamedIn(texts)], name).toEqual([undefined, undefined]);
    }
  });
  test('no word more ever makes the purpose less strict, whatever stands around it', () => {
    const harmless = fc.constantFrom(
      'School is closed today',
      'Stay inside',
      'Buses run late',
      'Call us',
      'Do not come to the school',
    );
    const telling = fc.constantFrom(...PURPOSES.slice(3), undefined);
    const words = { event: 'Join us', survey: 'A survey follows', fundraising: 'We sell cookies' } as const;
    const order = (purpose: string) => PURPOSES.indexOf(purpose as (typeof PURPOSES)[number]);
    fc.assert(
      fc.property(
        fc.constantFrom(...PURPOSES),
        fc.array(harmless),
        telling,
        fc.array(harmless),
        (declared, before, part, after) => {
          const more = part === undefined ? [] : [words[part as keyof typeof words]];
          const held = purposeHeldTo(declared, said('en', `${[...before, ...more, ...after].join('. ')}.`));
          expect(order(held)).toBe(Math.max(order(declared), part === undefined ? -1 : order(part)));
        },
      ),
    );
  });
  test('each word of the lists is found where it stands alone, in capitals too', () => {
    for (const [language, words] of Object.entries(TELLING_WORDS))
      for (const purpose of ['event', 'survey', 'fundraising'] as const)
        for (const word of words[purpose])
          expect(tellingPart('emergency', said(language, word.replace('*', '').toUpperCase())), word).toBeDefined();
  });
});

describe('a blank', () => {
  test.each([
    'The meeting is on {date}.',
    'Dear {{name}}, hello.',
    'Dear <<Parent>>, hello.',
    'Dear [NAME], hello.',
    'The meeting is at ____.',
    'Dear %NAME%, hello.',
    'The time is TBD.',
    'A brace { that is left open.',
    'Student name was late.',
  ])('%s', (text) => {
    expect(blankIn(said('en', text))).toBe('en');
  });
  test('{school} is filled in by itself, and a recording has none', () => {
    expect(blankIn(said('en', 'Hello from {school}.'))).toBeUndefined();
    expect(blankIn({ vi: { recording: 's3://b/{x}.wav' } })).toBeUndefined();
    expect(blankIn({ ...said('en', 'Hello.'), ...said('es', 'Hola [NOMBRE].') })).toBe('es');
    expect(blankIn(said('es', 'Nombre del alumno faltó.'))).toBe('es');
  });
});

describe('a child that is named', () => {
  test.each([
    ['en', 'Your child Maya was absent today.'],
    ['en', 'We call about your daughter, Ana-Lucía.'],
    ['en', 'Maya Garcia was absent this morning.'],
    ['es', 'Su hijo Mateo no asistió hoy.'],
    ['es', 'María José Núñez faltó esta mañana.'],
    ['vi', 'Học sinh Minh vắng mặt hôm nay.'],
  ])('%s: %s', (language, text) => {
    expect(childNamedIn(said(language, text))).toBe(language);
  });
  test.each([
    ['en', 'Your child was absent today. Please call Lincoln School.'],
    ['en', 'Lincoln School was late to open.'],
    ['en', 'Dana Ruiz is calling for the school band.'],
    ['en', 'A student in your care was marked absent. Your child is safe.'],
    ['es', 'Su hijo o hija no estuvo en clase esta mañana.'],
    ['so', 'Ilmahaaga Maya wuu maqnaa.'],
  ])('%s: nobody: %s', (language, text) => {
    expect(childNamedIn(said(language, text))).toBeUndefined();
  });
});
