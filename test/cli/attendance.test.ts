import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { attendanceApprove } from '../../cli/attendance-approve.ts';
import { attendanceHeld } from '../../cli/attendance-held.ts';
import { type Command, CommandRefused, type Ports } from '../../cli/command.ts';
import type { District } from '../../cli/machine/district.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import type { AuditDraft } from '../../shared/audit/trail.ts';
import type { HeldNow } from '../../shared/roster/attendance/absence-book.ts';

const FILE = 'attendance/2026-11-24-0940.csv';
const HELD: HeldNow = {
  ...{ day: '2026-11-24', schoolId: 'lincoln', file: FILE, fileHash: 'f'.repeat(64) },
  ...{ why: 'share', absent: 120, outOf: 400, approved: false, overtaken: false },
};
const ASKED = { file: FILE, school: 'lincoln', by: 'Dana Ruiz' };

/** A district in which Lincoln is held. @param now 16:00 UTC is ten o'clock there */
function aDistrict({ held = [HELD], now = '2026-11-24T16:00:00.000Z', answer = 'approved', says = true } = {}) {
  const done: string[] = [];
  const records: AuditDraft[] = [];
  const district = {
    clock: { now: () => new Date(now) },
    outputs: { Timezone: 'America/Chicago' },
    absences: {
      heldOn: async (day: string) => held.filter((one) => one.day === day),
      approve: async ({ fileHash }: HeldNow, { by }: { readonly by: string }) => {
        done.push(`approved ${fileHash.slice(0, 2)} by ${by}`);
        return answer;
      },
    },
    trail: {
      write: async (_group: string, drafts: readonly AuditDraft[]) => {
        records.push(...drafts);
        done.push('recorded');
        return [{ id: 'r', leafHash: 'a'.repeat(64) }];
      },
    },
    tell: async (type: string, detail: object) => done.push(`told ${type} ${JSON.stringify(detail)}`),
  };
  const run = async (command: Command, given: Readonly<Record<string, unknown>>): Promise<string> => {
    let said = '';
    const out = new Writable({
      write: (chunk: Buffer, _encoding, next) => {
        said += chunk.toString('utf8');
        next();
      },
    });
    const terminal = createTerminal(out as unknown as NodeJS.WriteStream, false); // All that is used of it is `write` and `isTTY`.
    // These commands use those parts of a district and no other.
    const connected = async () => district as unknown as District;
    const ports = { terminal, operator: 'cli:a-test', district: connected, confirm: async () => says } as unknown as Ports;
    expect(await command.run(given, ports)).toBe(0);
    return said;
  };
  return { run, done, records };
}

describe('attendance held', () => {
  test('names the school, the counts, the file and how to go on', async () => {
    const said = await aDistrict().run(attendanceHeld, {});
    expect(said).toMatch(/1 held.*lincoln: 120 of 400 newly absent.*attendance approve --file attendance\/2026-11-24-0940\.csv/s);
  });

  test.each([
    ['what is approved', { approved: true }, undefined],
    ['what a later file has overtaken', { overtaken: true }, undefined],
    ['yesterday’s', {}, '2026-11-25T16:00:00.000Z'],
  ])('leaves out %s', async (_what, over, now) => {
    const district = aDistrict({ held: [{ ...HELD, ...over }], ...(now === undefined ? {} : { now }) });
    expect(await district.run(attendanceHeld, {})).toContain('No school is held today');
  });

  test('knows the day on the wall: at half past six in the evening of the 24th it is the 25th in UTC', async () => {
    expect(await aDistrict({ now: '2026-11-25T00:30:00.000Z' }).run(attendanceHeld, {})).toContain('1 held');
  });
});

describe('attendance approve', () => {
  test('puts it on record before and after, with a login and a hash and nobody’s name; then the file is taken again', async () => {
    const district = aDistrict();
    expect(await district.run(attendanceApprove, ASKED)).toMatch(/lincoln may be called about 2026-11-24/);
    const told = `told Attendance Approved {"file":"${FILE}"}`;
    expect(district.done).toEqual(['recorded', 'approved ff by Dana Ruiz', 'recorded', told]);
    expect(district.records.map(({ kind, facts }) => [kind, facts?.['phase'], facts?.['by']])).toEqual([
      ['attendance.approved', 'asked', 'cli:a-test'],
      ['attendance.approved', 'stands', 'cli:a-test'],
    ]);
    expect(district.records[0]?.facts).toMatchObject({ school: 'lincoln', file: FILE, absent: 120, outOf: 400 });
    expect(JSON.stringify(district.records)).not.toContain('Dana');
  });

  test('asks again for what is approved: an event that was lost is sent once more', async () => {
    const district = aDistrict({ held: [{ ...HELD, approved: true }] });
    await district.run(attendanceApprove, ASKED);
    expect(district.done.at(-1)).toContain('told Attendance Approved');
  });

  test.each([
    ['a school that is not held', aDistrict(), { school: 'grant' }, 'grant is not held today'],
    ['another file', aDistrict(), { file: 'attendance/1300.csv' }, 'is not held today because of attendance/1300.csv'],
    ['yesterday’s', aDistrict({ now: '2026-11-25T16:00:00.000Z' }), {}, 'not held today'],
    [
      'what a later file has overtaken',
      aDistrict({ held: [{ ...HELD, overtaken: true }] }),
      {},
      'a later file of the day has come',
    ],
    ['what nobody said yes to', aDistrict({ says: false }), {}, 'nothing was approved'],
    ['what has changed meanwhile', aDistrict({ answer: 'changed' }), {}, 'another file has come meanwhile'],
  ])('refuses %s, and has no file taken', async (_what, district, over, problem) => {
    const refused = district.run(attendanceApprove, { ...ASKED, ...over });
    await expect(refused).rejects.toThrow(CommandRefused);
    await expect(refused).rejects.toThrow(problem);
    expect(district.done.filter((one) => one.startsWith('told'))).toEqual([]);
  });

  test('needs a name', async () => {
    await expect(aDistrict().run(attendanceApprove, { ...ASKED, by: '' })).rejects.toThrow('say who has looked');
  });
});
