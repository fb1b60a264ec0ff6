import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type Command, CommandRefused, type Ports } from '../../cli/command.ts';
import type { District } from '../../cli/machine/district.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import { taskDone } from '../../cli/task-done.ts';
import { taskShow } from '../../cli/task-show.ts';
import { tasksList } from '../../cli/tasks-list.ts';
import type { AuditDraft } from '../../shared/audit/trail.ts';
import type { Call } from '../../shared/calls/call.ts';
import { NO_STOPS } from '../../shared/consent/number-stops.ts';
import type { OfficeTask, Opening, TaskNote } from '../../shared/office/task.ts';
import { anEdge, anOpenTask, aParent, aPupil, keyed, NOW } from '../fixtures/office.ts';
import { aCall } from '../ports/a-call.ts';
import { memoryOffice } from '../ports/memory-office.ts';

const WRONG: Partial<Opening> = {};
const DUTY: Partial<Opening> = {
  subject: { kind: 'duty', studentKey: 'mia', day: '2026-11-24' },
  schoolId: 'grant',
  students: ['mia'],
  contactKeys: ['bo'],
  duty: { state: 'IL', noticeId: 'absences', rule: 'revoked', due: '2026-11-24T16:15:00.000Z', dueLocal: '2026-11-24 10:15' },
};

/** An office with Leo at Lincoln, whose mother's only number is wrong, and Mia at Grant, whose father may not be called. */
function anOffice({ tasks = [WRONG, DUTY] as readonly Partial<Opening>[], calls = [] as readonly Call[] } = {}) {
  const bo = aParent('bo', {
    edges: [anEdge({ studentKey: 'mia', relationship: 'father' })],
    numbers: ['number-bo', 'number-bo-2'],
  });
  const office = memoryOffice({
    contacts: keyed([aParent('ana'), bo], ({ contactKey }) => contactKey),
    students: keyed(
      [aPupil('leo'), aPupil('mia', { schoolIds: ['grant'], contactKeys: ['bo'] })],
      ({ studentKey }) => studentKey,
    ),
  });
  for (const task of tasks.map(anOpenTask)) office.tasks.set(task.taskId, task);
  const records: AuditDraft[] = [];
  const held = { kind: 'held', value: NO_STOPS, version: 0 } as const;
  const district = {
    office,
    clock: { now: () => new Date(NOW) },
    calls: { allOf: async () => calls },
    ledger: {
      readMany: async ({ numberKeys }: { numberKeys: readonly string[] }) => ({
        stops: new Map(numberKeys.map((key) => [key, held])),
      }),
    },
    trail: { write: async (_group: string, drafts: readonly AuditDraft[]) => records.push(...drafts) },
    sealNote: async (_task: OfficeTask, said: TaskNote) => Buffer.from(JSON.stringify(said)),
    openNote: async ({ note = new Uint8Array() }: OfficeTask) => JSON.parse(Buffer.from(note).toString('utf8')) as TaskNote,
  };
  const run = async (command: Command, given: Readonly<Record<string, unknown>>, json = false): Promise<string> => {
    let said = '';
    const out = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        said += chunk.toString('utf8');
        done();
      },
    });
    const terminal = createTerminal(out as unknown as NodeJS.WriteStream, json); // All that is used of it is `write` and `isTTY`.
    // Commands of the list use these parts of a district and no other.
    const connected = async () => district as unknown as District;
    const ports = { terminal, clock: district.clock, operator: 'cli:a-test', district: connected } as unknown as Ports;
    expect(await command.run(given, ports)).toBe(0);
    return said;
  };
  return { run, records, office };
}

describe('tasks list', () => {
  test('says what, whom to look up, by when and what to do, the child whom nobody can reach first', async () => {
    const said = await anOffice().run(tasksList, {});
    expect(said).toMatch(/2 to do, most urgent first/);
    expect(said).toMatch(
      /1\. Whoever answers this phone says it is the wrong number.*look up pupil S-leo \(lincoln\).*nobody can be reached/s,
    );
    expect(said).toMatch(
      /2\. Absent without an excuse.*look up pupil S-mia \(grant\).*due 2026-11-24 10:15\n.*Telephone the family yourself.*Illinois/s,
    );
    expect(said).not.toMatch(/Ana|Sample|13122341000/);
    expect(said).toMatch(/mother, number ending in 00/);
  });

  test('of one school has only what concerns its pupils of today', async () => {
    const { run } = anOffice();
    expect(await run(tasksList, { school: 'grant' })).toMatch(/1 to do at grant(?!.*S-leo)/s);
    expect(await run(tasksList, { school: 'nowhere' })).toMatch(/Nothing to do at nowhere/);
  });

  test('says when another phone was picked up meanwhile', async () => {
    const recipients = [{ contactKey: 'bo', students: ['mia'] }];
    const picked = aCall({ noticeId: 'absences', recipients, state: 'delivered', endedAt: '2026-11-24T15:41:00.000Z' });
    expect(await anOffice({ calls: [picked] }).run(tasksList, { school: 'grant' })).toMatch(/picked up at 2026-11-24T15:41/);
  });

  test('says of a file that waits for a person since when, why, and the whole command, and of a school to that school', async () => {
    const file = { key: 'roster/2026-11-24.zip', uploadedAt: NOW, why: ['41 of 200 students of the book are not in it.'] };
    const held = { kind: 'held-export', drop: 'a' } as const;
    const waiting = { subject: held, schoolId: 'district', students: [], contactKeys: [], file };
    const absent = { ...waiting, subject: { kind: 'held-school', drop: 'b' } as const, schoolId: 'grant' };
    const { run } = anOffice({ tasks: [WRONG, waiting, absent] });
    const said = await run(tasksList, {});
    expect(said).toMatch(/^.*3 to do.*1\. So many of grant.*2\. An export is held.*3\. Whoever answers/s);
    expect(said).toContain(`roster/2026-11-24.zip, since ${NOW}`);
    expect(said).toContain('because: 41 of 200 students of the book are not in it.');
    expect(said).toContain('ringfence roster approve --file roster/2026-11-24.zip --by "<your name>"');
    expect(await run(tasksList, { school: 'grant' })).toMatch(/1 to do at grant.*--school grant --by/s);
    expect(JSON.parse(await run(tasksList, {}, true))[1]).toMatchObject({ kind: 'held-export', file: { key: file.key } });
  });

  test('with --json is the same, without a name or a number', async () => {
    const listed: unknown = JSON.parse(await anOffice().run(tasksList, {}, true));
    expect(listed).toMatchObject([
      { kind: 'not-my-number', pupils: [{ sisId: 'S-leo' }], nobodyReaches: 1 },
      { kind: 'duty', dueLocal: '2026-11-24 10:15', overdue: false },
    ]);
  });
});

describe('task done', () => {
  const id = anOpenTask(DUTY).taskId;
  const done = { task: id.slice(0, 6), by: 'Dana Ruiz', note: 'spoke to the father' };

  test('takes it off the list, on record without name or note, and says whether it was in time', async () => {
    const { run, records, office } = anOffice();
    expect(await run(taskDone, done)).toMatch(/is done.*in time: it was due 2026-11-24 10:15/s);
    expect(await office.listOpen()).toHaveLength(1);
    expect(records).toMatchObject([
      { kind: 'task.closed', facts: { why: 'done', by: 'cli:a-test', note: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ]);
    expect(JSON.stringify(records)).not.toMatch(/Dana|father/);
    expect(await run(taskShow, { task: id, school: 'grant' })).toMatch(/done by a person\n {2}Dana Ruiz: spoke to the father/);
  });

  test('refuses an id that is nobody’s, and one that is closed already', async () => {
    const { run } = anOffice();
    await expect(run(taskDone, { ...done, task: 'ffffffffff' })).rejects.toThrow(CommandRefused);
    await run(taskDone, done);
    await expect(run(taskDone, done)).rejects.toThrow('no open task');
  });
});
