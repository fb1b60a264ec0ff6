import { expect } from 'vitest';
import { playDay } from '../../cli/demo/school-day.ts';
import { DAY_STARTS } from '../../cli/demo/stage.ts';
import { plaintexts } from '../../infra/local/sample-district/index.ts';
import { scenario } from './scenario.ts';

/** Where exports lie until they expire: a district drops them there in the clear, under its own key. */
const INTAKE = /intake/i;

scenario(
  'after the whole day, no stored byte holds a name, a number or the words of a message in the clear',
  { students: 200, startAt: DAY_STARTS, patienceMs: 600_000 },
  async (day) => {
    const { cloud, sample } = day.stage;
    day.stage.cloud.phones.everybody(undefined);
    const log = await playDay(day.stage);
    for (const noticeId of log.noticeIds) day.claimAll(noticeId);
    await day.leap(900);
    const { names, numbers, phrases } = plaintexts(sample.families);
    const secrets = [...names, ...numbers, ...phrases].map((text) => Buffer.from(text, 'utf8'));
    const found: string[] = [];
    let bytesRead = 0;
    for (const { place, bytes } of cloud.stored()) {
      if (INTAKE.test(place)) continue;
      bytesRead += bytes.length;
      for (const secret of secrets) if (bytes.includes(secret)) found.push(`${place}: ${secret.toString('utf8')}`);
    }
    expect(bytesRead, 'the scan read something').toBeGreaterThan(1_000_000);
    expect(found).toEqual([]);
  },
);
