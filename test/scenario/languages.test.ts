import { expect } from 'vitest';
import { statusOf } from '../../cli/notice-follow.ts';
import type { SampleContact } from '../../infra/local/sample-district/index.ts';
import { type Day, scenario } from './scenario.ts';

const SCHOOL = 'plsd-lincoln';

function phoneOf(language: SampleContact['language'], day: Day) {
  const contact = day
    .families(SCHOOL)
    .flatMap(({ contacts }) => contacts)
    .find((one) => one.language === language && one.consent.event === 'yes');
  if (contact === undefined) throw new Error(`no family of ${SCHOOL} speaks ${language} and agreed to events`);
  return day.phone(contact.numbers[0]?.e164 ?? '');
}

// Four languages meet at one school of this sample.
scenario('each family hears its own language: spoken, recorded, or else the district’s', { seed: 4 }, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true });
  const [english, spanish, vietnamese, arabic] = [phoneOf('en', day), phoneOf('es', day), phoneOf('vi', day), phoneOf('ar', day)];
  for (const phone of [english, spanish, vietnamese, arabic]) phone.does({ picksUp: true });
  const evacuation = await day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' });
  await day.untilClosed(evacuation);
  english.rang(1, /There is a gas leak near Lincoln Elementary School/);
  const [es] = spanish.rang(1, /Llamada automática de Lincoln.*Hay una fuga de gas.*oprima 1/s);
  expect(new Set(es?.heard.map(({ voice }) => voice))).toEqual(new Set(['Lupe']));
  const [ar] = arabic.rang(1, /تسرب للغاز/);
  expect(new Set(ar?.heard.map(({ voice }) => voice))).toEqual(new Set(['Hala']));
  // Connect has no Vietnamese voice: the recording, with who calls before it and the number to ring after it.
  const [vi] = vietnamese.rang(1);
  const recordings = vi?.heard.map(({ recording }) => recording) ?? [];
  expect(recordings).toContain('s3://prairielake-recordings/evacuate-gas-leak.vi.wav');
  expect(vi?.heard[0]?.text).toMatch(/automated call from Lincoln Elementary School, Prairie Lake/);
  expect(vi?.heard.map(({ text }) => text).join(' ')).not.toMatch(/gas leak/);
  expect(vi?.heard.at(-1)?.text).toMatch(/Our number is/);
  expect((await statusOf(evacuation, day.stage.district)).heard).toMatchObject({ en: 'spoken', vi: 'recorded, in en around it' });
  day.claimAll(evacuation);

  const concert = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert' });
  await day.untilClosed(concert);
  english.rang(1, /winter concert of Lincoln/);
  spanish.rang(1, /concierto de invierno de Lincoln/);
  arabic.rang(1, /الحفل الموسيقي الشتوي/);
  // Nobody recorded the concert in Vietnamese: the default language is better than silence.
  const [fallback] = vietnamese.rang(1, /The winter concert of Lincoln/);
  expect((await statusOf(concert, day.stage.district)).heard?.['vi']).toBe('in en');
  expect(fallback?.heard.map(({ recording }) => recording).filter((uri) => uri !== undefined)).toEqual([]);
  day.claimAll(concert);
});
