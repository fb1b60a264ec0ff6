import { expect } from 'vitest';
import { rndApi } from '../../cli/machine/reassigned-api.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import { keepAnswers } from '../../cli/reassigned-answers.ts';
import { dueQueries } from '../../cli/reassigned-ask.ts';
import { startReassignedNumbers } from '../../infra/local/reassigned-numbers/index.ts';
import { queryIdOf } from '../../shared/consent/reassigned-file.ts';
import { anotherDistrict } from './another-district.ts';
import { type Day, scenario } from './scenario.ts';

const SCHOOL = 'plsd-high';
const quiet = { ...createTerminal(process.stdout, true), result: () => undefined };

/** The office asks the database, by its API, about everything there is to ask; whose number this is has lost it. */
async function askTheDatabase({ stage }: Day, lost: string): Promise<void> {
  const { district, cloud } = stage;
  const service = await startReassignedNumbers({ seed: 1, now: cloud.clock.now });
  try {
    const { queries } = await dueQueries(district, undefined);
    for (const { e164 } of queries) service.database.disconnect(e164.slice(2), e164 === lost ? '2026-11-03' : undefined);
    const askedAt = `${district.clock.now().toISOString().slice(0, 19)}.000Z`;
    const queryId = queryIdOf({ askedAt }, queries);
    const asked = await rndApi({ endpoint: service.endpoint, apiKey: service.apiKey }).ask({ queryId, queries });
    if (asked.kind !== 'answered') throw new Error('the API answers at once');
    await keepAnswers(asked.lines, { askedAt, queryId, fileVersion: asked.fileVersion, via: 'api' }, district, quiet);
  } finally {
    await service.stop();
  }
}

scenario(
  'where the district asks for it, an agreement counts once the database has said that the number is still theirs',
  await anotherDistrict({ reassignedNumbers: 'required' }),
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true, presses: '1' });
    const { district } = day.stage;
    const agreed = day.families(SCHOOL).flatMap(({ contacts }) => contacts.filter(({ consent }) => consent.event === 'yes'));
    const [mover, stayer] = agreed.map(({ numbers }) => numbers[0]?.e164).filter((e164) => e164 !== undefined);
    if (mover === undefined || stayer === undefined) throw new Error('too few in the sample agreed to events');

    const before = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert' });
    await day.untilClosed(before);
    expect(day.stage.cloud.phones.rings(), 'nobody was asked about').toEqual([]);

    await askTheDatabase(day, mover);
    const after = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert' });
    const calls = await day.untilClosed(after);
    day.phone(stayer);
    day.claimAll(after);
    expect(day.stage.cloud.phones.rings(stayer)).toHaveLength(1);
    expect(day.stage.cloud.phones.rings(mover)).toEqual([]);
    const numberKey = (await district.pseudonyms()).number(mover);
    expect(calls.find((call) => call.numberKey === numberKey)).toMatchObject({ state: 'refused', rule: 'reassigned' });
    const tasks = await district.office.listOpen();
    expect(tasks.filter((task) => task.numberKey === numberKey)).toMatchObject([{ kind: 'reassigned', state: 'open' }]);
  },
);
