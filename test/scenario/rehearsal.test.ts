import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createSampleDistrict } from '../../infra/local/sample-district/index.ts';
import { SAMPLE_DISTRICT } from '../../infra/synthesize.ts';
import { familiesAt } from './families.ts';
import { scenario } from './scenario.ts';

const sample = await createSampleDistrict({ seed: 1, students: 60 });
const listed = familiesAt('plsd-lincoln', sample)
  .flatMap(({ numbers }) => numbers)
  .slice(0, 2);

/** The sample district as it is on its first day: in rehearsal, with two phones of the IT team. */
function rehearsingDistrict(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'ringfence-rehearsal-')), 'district.json');
  const settings = JSON.parse(readFileSync(SAMPLE_DISTRICT, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...settings, mode: 'rehearsal', rehearsalNumbers: listed }));
  return file;
}

scenario(
  'in rehearsal only the listed numbers ring, and it is said whom the rest would have been',
  { districtFile: rehearsingDistrict() },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true, presses: '1' });
    const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak' });
    const calls = await day.untilClosed(evacuation);
    for (const number of listed) day.phone(number);
    const rang = [...new Set(day.stage.cloud.phones.rings().map(({ number }) => number))];
    expect(rang.sort()).toEqual([...listed].sort());
    expect(calls.filter(({ state }) => state === 'confirmed').length).toBe(2);
    expect(calls.filter(({ state }) => state === 'rehearsed').length).toBeGreaterThan(10);
    day.claimAll(evacuation);
  },
);
