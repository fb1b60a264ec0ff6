import { describe, expect, test } from 'vitest';
import { sampleSettings } from '../../test/ports/sample-settings.ts';
import { frameScripts } from './frame-script.ts';
import { heardIn } from './heard-in.ts';
import type { Message } from './notice.ts';
import { seconds } from './spoken-sentences.ts';

const frame = { before: 's3://r/before.vi.wav', after: 's3://r/after.vi.wav' };
const settingsWith = (vi: object) =>
  sampleSettings({
    languages: { default: 'en', voices: { en: { voice: 'Joanna' }, es: { voice: 'Lupe' }, vi, tl: {} } },
  });
const message: Message = {
  en: { text: 'The gas leak is over.' },
  es: { text: 'La fuga ha terminado.' },
  vi: { recording: 's3://r/over.vi.wav' },
};

describe('how families of each language hear a notice', () => {
  test('a language without a voice is heard as recorded, and otherwise in the default language', () => {
    expect(heardIn(message, 'emergency', settingsWith({}))).toEqual({
      ...{ en: 'spoken', es: 'spoken' },
      ...{ tl: 'in en', vi: 'recorded, in en around it' },
    });
    expect(heardIn({ en: message['en'] ?? { text: '' } }, 'emergency', settingsWith({}))['vi']).toBe('in en');
  });

  test('what is around it too, where the district has recorded that for calls of this kind', () => {
    const settings = settingsWith({ frames: { wording: '2026-11', emergency: frame } });
    expect(heardIn(message, 'emergency', settings)['vi']).toBe('recorded, what is around it too');
    expect(heardIn(message, 'closure', settings)['vi']).toBe('recorded, in en around it');
    const other = settingsWith({ frames: { wording: '2026-11', other: frame } });
    expect(heardIn(message, 'closure', other)['vi']).toBe('recorded, what is around it too');
    expect(heardIn(message, 'fundraising', other)['vi'], 'somebody must be named').toBe('recorded, in en around it');
  });

  test('words of another version are not taken for these', () => {
    expect(() => settingsWith({ frames: { wording: '2020-01', emergency: frame } })).toThrow();
  });
});

describe('what is read out for the recordings around a message', () => {
  test('in Vietnamese: who calls and key 9 before it, and after it the number to ring, the toll-free number and key 7', () => {
    const scripts = frameScripts('vi', sampleSettings()) ?? [];
    expect(scripts.map(({ kind }) => kind)).toEqual(['emergency', 'attendance', 'other']);
    for (const { before, after } of scripts) {
      expect(before).toMatch(/^Cuộc gọi tự động từ Cedar Valley Schools\..* 9\.$/);
      expect(after.replace(/\D/g, '')).toMatch(/^1.*3125550100.*8005550100.*7$/);
      expect(`${before} ${after}`).not.toMatch(/[<>{}]|số 8/);
    }
    const [emergency, attendance] = scripts;
    expect(attendance?.after).toContain('người giám hộ');
    expect(emergency?.after).not.toContain('Bấm số 9');
    expect(seconds(scripts.map(({ after }) => after).at(-1) ?? '')).toBeLessThan(30);
  });

  test('also in a language with a voice, for whoever would rather record; not in one we have no words in', () => {
    expect(frameScripts('es', sampleSettings())?.[0]?.before).toMatch(/^Llamada automática/);
    expect(frameScripts('tl', sampleSettings())).toBeUndefined();
  });
});
