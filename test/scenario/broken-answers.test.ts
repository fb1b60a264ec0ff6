import { expect } from 'vitest';
import { recordsOf } from '../../cli/demo/records.ts';
import { errorsOf } from './operator.ts';
import { scenario } from './scenario.ts';
import { withoutGrant } from './without-grant.ts';

scenario(
  'a 9 that record-keypress cannot write is recovered from Connect, and the next event does not ring',
  {
    alter: withoutGrant('dynamodb:PutItem', /RecordKeypress/),
    denied: ['record-keypress dynamodb:PutItem'],
  },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const ana = day
      .families('plsd-lakeside')
      .flatMap(({ contacts }) => contacts.filter(({ consent }) => consent.event === 'yes'))[0];
    const phone = day.phone(ana?.numbers[0]?.e164 ?? '');
    phone.does({ picksUp: true, presses: '9' });
    const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lakeside', message: 'evacuate-gas-leak' });
    const told = await day.untilClosed(evacuation);
    const [ring] = phone.rang(1);
    expect(ring?.end, 'whoever pressed 9 is let go all the same').toBe('flow ended');
    expect(told.find(({ key }) => key === '9')).toMatchObject({ state: 'confirmed' });
    expect(errorsOf('record-keypress', day.stage).length, 'errors in its log').toBeGreaterThan(0);
    const records = await recordsOf(day.stage.district.trailSource());
    const stops = records.filter(({ kind, notice }) => kind === 'optout.recorded' && notice === evacuation);
    expect(stops.map(({ facts }) => facts)).toMatchObject([{ key: '9', source: 'recovered' }]);
    day.claimAll(evacuation);

    const concert = await day.raise({ purpose: 'event', school: 'plsd-lakeside', message: 'winter-concert' });
    const calls = await day.untilClosed(concert);
    phone.silent();
    expect(calls.map(({ rule }) => rule)).toContain('optout.all');
    day.claimAll(concert);
  },
);

scenario(
  'when answer-call cannot be asked, the call still says who calls and the number to ring, and takes a 9',
  {
    alter: withoutGrant('dynamodb:BatchGetItem', /AnswerCall/),
    denied: ['answer-call dynamodb:BatchGetItem'],
  },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const agreed = day
      .families('plsd-lakeside')
      .flatMap(({ contacts }) => contacts.filter(({ consent }) => consent.event === 'yes'));
    const [one, two] = agreed.map(({ numbers: [first] }) => day.phone(first?.e164 ?? ''));
    one?.does({ picksUp: true });
    two?.does({ picksUp: true, presses: '9' });
    const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lakeside', message: 'evacuate-gas-leak' });
    await day.untilClosed(evacuation);
    const [ring] = one?.rang(1, /automated call from Prairie Lake School District.*217.*448.*0100/s) ?? [];
    expect(ring?.heard.map(({ language }) => language.slice(0, 2))).toEqual(expect.arrayContaining(['en', 'es']));
    expect(ring?.heard.map(({ text }) => text).join(' ')).not.toMatch(/gas/);
    expect(ring?.firstSoundAfterMs).toBeLessThanOrEqual(2_000);
    expect(errorsOf('answer-call', day.stage).length, 'errors in its log').toBeGreaterThan(0);
    two?.rang(1);
    day.claimAll(evacuation);

    const concert = await day.raise({ purpose: 'event', school: 'plsd-lakeside', message: 'winter-concert' });
    await day.untilClosed(concert);
    one?.rang(1);
    two?.silent();
    day.claimAll(concert);
  },
);
