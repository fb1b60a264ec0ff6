import { expect, test } from 'vitest';
import { strictPolicy } from '../../shared/consent/policy-strict.ts';
import { usLawPolicy } from '../../shared/consent/policy-us-law.ts';
import { dossierOf } from '../../shared/subject/dossier.ts';
import { identityOf, traceOf } from '../../shared/subject/trace.ts';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { edge, itemsOf, NUMBER, person, trailOf } from '../../test/fixtures/sample-subject.ts';
import { subjectPage } from './page.ts';
import { TRANSLATED_RULES, translatedRule } from './rule-words.ts';
import { PAGE_LANGUAGES, pageLanguageOf, WORDS } from './words.ts';

const AT = '2026-11-24T16:15:00.000Z';
const district = {
  name: 'Lincoln Unified',
  domain: 'l.example',
  timezone: 'America/Chicago',
  retention: { backupDays: 14, auditYears: 7, exportDays: 6 },
};
const form = {
  state: 'granted',
  basis: 'written-form',
  at: '2026-08-14T00:00:00.000Z',
  capturedBy: 'import:roster',
  wording: '2026-08',
  language: 'en',
  evidence: { pointer: 'form 311', sha256: 'ab'.repeat(32) },
} as const;
const consents = { numbers: { [NUMBER.numberKey]: { event: [form] } } };

async function dossier(contact = person()) {
  const input = gateInput({ purpose: 'event', recipients: [recipient({ contactKey: 'ana', consent: 'granted' })] });
  const trace = await traceOf(await trailOf(contact, input, { key: '8' }), identityOf(contact, new Map()));
  return dossierOf(itemsOf(contact, consents), trace, district, AT);
}

test.each(PAGE_LANGUAGES)(
  'the page in %s is whole: no blank unfilled, no network, no script, everything held in it',
  async (language) => {
    const page = subjectPage(await dossier(), language);
    expect(page).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
    expect(page.replace(/<style>.*<\/style>/s, ''), 'unfilled blanks').not.toMatch(/\{\w+\}/);
    expect(page).not.toMatch(/<script|https?:|url\(|undefined|\[object/);
    for (const held of ['Ana', 'Reyes', NUMBER.e164, 'form 311', 'S-2017', 'permit.consent', 'principal:lincoln'])
      expect(page).toContain(held);
    expect(page).toContain(WORDS[language].keys['8']);
  },
);

test('a form has a day, not an evening before, wherever the district is', async () => {
  expect(subjectPage(await dossier(), 'en')).toMatch(/August 14, 2026/);
});

test('staff see where they work', async () => {
  const page = subjectPage(await dossier(person({ role: 'staff', edges: [], worksAt: ['plsd-east-annex'] })), 'en');
  expect(page).toContain('plsd-east-annex');
});

test('names and words of others cannot write into the page', async () => {
  const bad = person({ givenName: '<img src=x onerror=alert(1)>', familyName: '"\'&', edges: [edge({ relationship: '<b>' })] });
  const page = subjectPage(await dossier(bad), 'en');
  expect(page).not.toMatch(/<img|<b>\s*<\/bdi>/);
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
});

test('whoever may not know where a student is gets no names of messages, nor of those who sent them', async () => {
  const barred = person({ edges: [edge({ restricted: true })] });
  const shown = await dossier(barred);
  const text = subjectPage(shown, 'en') + JSON.stringify(shown);
  expect(text).not.toMatch(/lincoln"|principal|gas-leak|notice-1|S-2017/);
  expect(text, 'each line can still be proved').toMatch(/"leaf":"[0-9a-f]{64}"/);
});

test('a person’s own language is taken by its first part; another one has no page', () => {
  expect([pageLanguageOf('es-MX'), pageLanguageOf('AR'), pageLanguageOf('so'), pageLanguageOf('und')]).toEqual([
    'es',
    'ar',
    undefined,
    undefined,
  ]);
});

test('every sentence that has translations is a sentence of the policies, word for word', () => {
  const sentences = new Set([strictPolicy, usLawPolicy].flatMap(({ rules }) => Object.values(rules).map(({ words }) => words)));
  expect(TRANSLATED_RULES.filter((sentence) => !sentences.has(sentence))).toEqual([]);
  expect(translatedRule('Nobody has written this.', 'es')).toBeUndefined();
});

/** Every text of a table of words, by its path. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([name, part]) => textsOf(part, `${path}.${name}`));
}

test.each(['es', 'vi', 'ar'] as const)('%s says everything that English says, with the same blanks', (language) => {
  const english = textsOf(WORDS.en);
  const theirs = new Map(textsOf(WORDS[language]));
  const blanks = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort();
  const differing = english.filter(([path, text]) => String(blanks(text)) !== String(blanks(theirs.get(path))));
  expect(differing.map(([path]) => path)).toEqual([]);
  expect(english.filter(([path]) => !theirs.has(path)).map(([path]) => path)).toEqual([]);
  expect(WORDS[language].review).not.toBe('');
});
