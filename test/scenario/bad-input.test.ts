import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { recordsOf } from '../../cli/demo/records.ts';
import { zip } from '../../infra/local/sample-district/index.ts';
import { heardBySender, withListeningSender } from './listening-sender.ts';
import { type Day, scenario } from './scenario.ts';

/** Drops a pair and returns what its sender finds beside it. */
async function dropped(day: Day, stem: string, archive: Uint8Array | string, contacts: string) {
  await drop(`roster/${stem}.contacts.csv`, contacts, day.stage);
  await drop(`roster/${stem}.zip`, archive, day.stage);
  return reportOn(`roster/${stem}.zip`, day.stage);
}

/** None of the sample's people is in the book. */
async function nothingIsKnown({ stage: { district, sample } }: Day): Promise<void> {
  const { contact } = await district.pseudonyms();
  const everybody = sample.families.flatMap(({ contacts }) => contacts.map(({ id }) => contact(id)));
  expect((await district.book.read('contact', everybody)).size, 'half-applied').toBe(0);
}

async function rejectionOf(eventId: string, day: Day) {
  return day.until(`a record of the rejection of ${eventId}`, async () =>
    (await recordsOf(day.stage.district.trailSource())).find(
      ({ kind, facts }) => kind === 'notice.rejected' && facts?.['event'] === eventId,
    ),
  );
}

scenario(
  'files that cannot be used are reported where their sender looks, change nothing, and the next good one is taken',
  {},
  async (day) => {
    const { sample } = day.stage;
    const { 'users.csv': users = '', ...others } = sample.roster.files;

    const noZip = await dropped(day, 'not-a-zip', 'this is no archive', sample.contacts.csv);
    expect(noZip.result).toBe('rejected');
    expect(noZip.summary).toMatch(/zip/i);

    const noUsers = await dropped(day, 'no-users', await zip(others, sample.day), sample.contacts.csv);
    expect(noUsers.result).toBe('rejected');
    expect(JSON.stringify(noUsers.problems)).toMatch(/users\.csv/);

    const noColumn = await dropped(
      day,
      'no-column',
      await zip({ ...others, 'users.csv': users.replace('sourcedId', 'somethingElse') }, sample.day),
      sample.contacts.csv,
    );
    expect(noColumn.result).toBe('rejected');
    expect(JSON.stringify(noColumn.problems)).toMatch(/sourcedId/);

    await nothingIsKnown(day);
    await day.nightlyExport();
    const good = await reportOn(sample.roster.key, day.stage);
    const phone = good.problems.find(({ what }) => /numbering plan/.test(what));
    expect(phone, 'an impossible phone is reported by file, row, column and reason').toMatchObject({
      file: '2026-11-24.contacts.csv',
      column: 'phone',
      row: expect.any(Number),
    });
  },
);

scenario(
  'a notice for an unknown school or purpose, or with its words in the clear, is rejected with a reason its sender hears; the pipeline goes on',
  { alter: withListeningSender },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true, presses: '1' });
    const good = {
      audience: { kind: 'schools', schools: ['plsd-lincoln'] },
      message: { name: 'evacuate-gas-leak' },
      purpose: 'emergency',
      raisedBy: 'a-test',
    };
    const bad: Record<string, Readonly<Record<string, unknown>>> = {
      'unknown-school': { ...good, audience: { kind: 'schools', schools: ['plsd-hogwarts'] } },
      'unknown-purpose': { ...good, purpose: 'lottery' },
      'unknown-message': { ...good, message: { name: 'no-such-message' } },
      'words-in-the-clear': { ...good, message: { en: 'There is a gas leak.' } },
      'other-purpose': { ...good, purpose: 'event' },
    };
    for (const [noticeId, detail] of Object.entries(bad)) {
      const eventId = await day.put('Notice Raised', { noticeId, ...detail });
      const record = await rejectionOf(eventId, day);
      const told = await day.until('the sender is told', async () =>
        (await heardBySender(day)).find((rejection) => rejection.noticeId === noticeId),
      );
      expect(record.facts, noticeId).toMatchObject({ code: told.code, field: told.field });
      for (const words of [told.problem, told.suggestion]) expect(words.length, noticeId).toBeGreaterThan(10);
    }
    expect(day.stage.cloud.phones.rings()).toEqual([]);
    const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak' });
    const calls = await day.untilClosed(evacuation);
    expect(calls.filter(({ state }) => state === 'confirmed').length).toBeGreaterThan(5);
    day.claimAll(evacuation);
  },
);
