import { describe, expect, it } from 'vitest';
import { offersIn, topicOf } from './offers.ts';
import { speechOfText } from './speech.ts';

function offers(text: string) {
  const { words, durationMs } = speechOfText(text);
  const heard = offersIn({ text, words, durationMs, startsAt: 0, voice: 'Joanna', language: 'en-US' });
  return heard.map(({ key, meaning, heardAtMs }) => `${key} ${meaning} ${heardAtMs / 1000}`);
}

describe('the keys a listener is offered', () => {
  it.each([
    ['This is Lincoln School. To opt out, press 9. All schools are closed.', ['9 stop everything 3.6']],
    ['Wrong number? Press 7. Only these calls: press 8.', ['7 wrong number 1.6', '8 stop these 3.6']],
    ['If you are the parent or guardian, press 1.', ['1 confirm 3.6']],
    ['To hear this again, press the star key.', ['* repeat 3.2']],
    ['Para cancelar llamadas, oprima 9. ¿Número equivocado? Oprima 7.', ['9 stop everything 2', '7 wrong number 3.6']],
    ['如要取消，請按9。', ['9 stop everything 1.6']],
    ['수신을 중지하려면 9번을 누르세요.', ['9 stop everything 1.6']],
    ['Để ngừng nhận cuộc gọi, nhấn phím 9.', ['9 stop everything 3.2']],
    ['لإيقاف المكالمات اضغطوا 9. الرقم خاطئ؟ اضغطوا 7.', ['9 stop everything 1.6', '7 wrong number 3.2']],
    ['Riix lambarka 9.', ['9 stop everything 1.2']],
  ])('%s', (text, expected) => {
    expect(offers(text)).toEqual(expected);
  });

  it('does not take telephone numbers, dates or hours for keys', () => {
    expect(offers('Call 202-555-0199, on December 3, from 5 to 8 in the evening.')).toEqual([]);
    expect(offers('To press for more time, call 800-555-0199.')).toEqual([]);
  });
});

describe('what a call is about', () => {
  it.each([
    ['Emergency at Lincoln School.', 'emergency'],
    ['All schools are closed today because of snow.', 'closure'],
    ['Un estudiante a su cargo faltó hoy sin justificación.', 'attendance'],
    ['The band plays on Thursday.', 'event'],
    ['The band plays. Pressing 9 stops all automated calls except emergencies.', 'event'],
    ['La banda toca. Con el 9 terminan las llamadas automáticas, menos las emergencias.', 'event'],
    ['حالة طارئة في المدرسة.', 'emergency'],
  ])('%s', (text, topic) => {
    expect(topicOf(text)).toBe(topic);
  });
});
