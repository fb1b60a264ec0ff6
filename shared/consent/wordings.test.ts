import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LINE_WORDING, lineSentencesIn } from '../notices/line-sentences.ts';
import { CONSENT_WORDINGS, oddWording, wordingIds } from './wordings.ts';

const FORMS = new URL('../../docs/forms/', import.meta.url);
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

describe('every version is the words it was: changed words are another version, with an entry of its own', () => {
  test.each(['en', 'es', 'vi', 'ar'])('the form in %s', (language) => {
    const file = readFileSync(new URL(`consent-${language}.md`, FORMS));
    const entry = CONSENT_WORDINGS.find(({ id, language: its }) => id === '2026-11' && its === language);
    expect(entry?.sha256).toBe(sha256(file));
    expect(file.toString('utf8')).toContain('2026-11');
  });
  test('there is no form without an entry', () => {
    const forms = readdirSync(FORMS).filter((name) => name.startsWith('consent-'));
    expect(forms.sort()).toEqual(['consent-ar.md', 'consent-en.md', 'consent-es.md', 'consent-vi.md']);
  });
  test.each(['en', 'es', 'ar'])('what is said on the line that answers, in %s', (language) => {
    const entry = CONSENT_WORDINGS.find(({ id, language: its }) => id === LINE_WORDING && its === language);
    expect(entry?.sha256).toBe(sha256(lineSentencesIn(language).optInAsk('{district}')));
  });
});

describe('the form says what it must', () => {
  test.each([
    ['en', /artificial or prerecorded voice/, /do not have to agree in order to buy/, 'Fundraising'],
    ['es', /voz artificial o grabada/, /No tengo que aceptar para comprar/, 'Recaudación de fondos'],
    ['vi', /giọng nói nhân tạo hoặc ghi âm sẵn/, /không bắt buộc phải đồng ý để mua hàng/, 'Gây quỹ'],
    ['ar', /بصوت اصطناعي أو مسجل/, /لست ملزماً بالموافقة لكي أشتري/, 'جمع التبرعات'],
  ])(
    'in %s: what rings, that nothing depends on it (47 CFR 64.1200(f)(9)), each purpose, and each way out',
    (language, rings, free, last) => {
      const text = readFileSync(new URL(`consent-${language}.md`, FORMS), 'utf8');
      expect(text).toMatch(rings);
      expect(text).toMatch(free);
      expect(text.split('\n').filter((line) => /\| ☐ \| ☐ \|$/.test(line))).toHaveLength(4);
      for (const part of [last, '**9**', '**7**', '{tollFreeNumber}', '{district}']) expect(text).toContain(part);
    },
  );
});

describe('a version that somebody agreed to', () => {
  const own = [{ id: 'v3', language: 'en', sha256: '0'.repeat(64), from: '2020-07-01' }];
  test.each([
    ['2026-11', '2026-11-20', undefined],
    ['call-back-2026-11', '2026-11-20', undefined],
    ['desk', '2019-01-01', undefined],
    ['desk-2026-11', '2026-11-20', undefined],
    ['v3', '2024-08-01', undefined],
    ['v3', '2020-06-30', 'before-its-time'],
    ['2026-11', '2026-10-31', 'before-its-time'],
    ['v4', '2026-11-20', 'unknown'],
    ['desktop', '2026-11-20', 'unknown'],
  ])('%s on %s: %s', (id, day, odd) => {
    expect(oddWording(id, day, own)).toBe(odd);
  });
  test('people are told which ones there are, each once', () => {
    expect(wordingIds(own)).toEqual(['2026-11', 'call-back-2026-11', 'v3']);
  });
});
