import { expect } from 'vitest';
import type { Command, Ports } from '../../cli/command.ts';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { recordsOf } from '../../cli/demo/records.ts';
import { numberVerify } from '../../cli/number-verify.ts';
import { optoutsApprove } from '../../cli/optouts-approve.ts';
import { metric } from './operator.ts';
import { type Day, scenario } from './scenario.ts';

const LIST = 'optouts/wrong-numbers.csv';

/** An operator who answers yes. */
function run(command: Command, given: Readonly<Record<string, unknown>>, { stage }: Day): Promise<number> {
  const { terminal, district, cloud } = stage;
  const nobodyAsked = async () => undefined;
  const ports: Ports = {
    ...{ terminal, clock: { now: () => new Date(cloud.clock.now()) }, operator: 'cli:a-test', district: async () => district },
    ...{ confirm: async () => true, ask: nobodyAsked, press: nobodyAsked },
  };
  return command.run(given, ports);
}

async function evacuates(day: Day): Promise<void> {
  const notice = await day.raise({ purpose: 'emergency', school: 'plsd-prairie', message: 'evacuate-gas-leak' });
  await day.untilClosed(notice);
}

async function concert(day: Day): Promise<void> {
  const notice = await day.raise({ purpose: 'event', school: 'plsd-prairie', message: 'winter-concert' });
  await day.untilClosed(notice);
}

const claimAll = ({ stage: { cloud } }: Day) => cloud.phones.claim(...cloud.phones.rings());

scenario(
  'a list that calls many phones wrong numbers stops all but emergencies; those stop when a named person says yes to it, until the number is verified',
  {},
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const [ana] = day
      .families('plsd-prairie')
      .flatMap(({ contacts }) => contacts.filter(({ consent, numbers }) => consent.event === 'yes' && numbers.length === 1));
    const number = ana?.numbers[0]?.e164 ?? '';
    const phone = day.phone(number);
    const strangers = Array.from({ length: 25 }, (_, index) => `312448${6000 + index}`);
    const rows = [number.slice(2), ...strangers].map((one) => `${one},wrong number\n`);

    await drop(LIST, `phone,scope\n${rows.join('')}`, day.stage);
    expect(await reportOn(LIST, day.stage)).toMatchObject({ result: 'held', counts: { 'stops recorded': 26 } });
    expect(metric('WrongNumbersHeld', 'import-optouts', day.stage)).toBe(1);
    await concert(day);
    phone.silent();
    await evacuates(day);
    phone.rang(1);

    expect(await run(optoutsApprove, { file: LIST, by: 'Dana Ruiz' }, day)).toBe(0);
    expect((await reportOn(LIST, day.stage, ['held'])).summary).toContain('cli:a-test let its wrong numbers');
    await evacuates(day);
    phone.silent();
    const approved = await recordsOf(day.stage.district.trailSource(), 'optouts.approved');
    expect(approved.map(({ facts }) => facts)).toMatchObject([{ file: LIST, by: 'cli:a-test', note: expect.any(String) }]);

    const verified = { number, verifiedBy: 'Dana Ruiz', evidence: 'call back to the mother' };
    expect(await run(numberVerify, verified, day)).toBe(0);
    await evacuates(day);
    phone.rang(1);
    claimAll(day);
  },
);
