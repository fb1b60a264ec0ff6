import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { SAMPLE_DISTRICT } from '../../infra/synthesize.ts';
import { anotherDistrict } from './another-district.ts';
import { familiesAt } from './families.ts';
import { metric } from './operator.ts';
import { scenario } from './scenario.ts';

const NEW = 'plsd-lakeside';
const { schools }: { schools: { id: string }[] } = JSON.parse(readFileSync(SAMPLE_DISTRICT, 'utf8'));
/** The middle school has opened, and nobody has entered it in the settings. */
const forgotten = await anotherDistrict({ schools: schools.filter(({ id }) => id !== NEW) });

scenario('a school that is missing from the settings: the district’s closure rings its families too', forgotten, async (day) => {
  await day.nightlyExport();
  const numbers = familiesAt(NEW, day.stage.sample).flatMap((family) => family.numbers);
  expect(metric('StudentsAtUnknownSchools', 'import-roster', day.stage)).toBeGreaterThan(0);
  day.everybody({ picksUp: true, presses: '1' });
  const closure = await day.raise({ purpose: 'closure', message: 'all-closed-snow' });
  await day.untilClosed(closure);
  const rang = numbers.filter((number) => day.stage.cloud.phones.rings(number).length > 0);
  expect([numbers.length > 0, rang]).toEqual([true, numbers]);
  day.claimAll(closure);
});
