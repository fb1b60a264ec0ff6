import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { recordsOf } from '../../cli/demo/records.ts';
import { statusOf } from '../../cli/notice-follow.ts';
import { taskDone } from '../../cli/task-done.ts';
import { tasksList } from '../../cli/tasks-list.ts';
import type { SampleContact, SampleFamily } from '../../infra/local/sample-district/index.ts';
import { anotherNight } from './another-night.ts';
import { run } from './run-command.ts';
import { type Day, scenario } from './scenario.ts';

const SCHOOL = 'plsd-lincoln';

/** What the office sees of one task; only what a story looks at. */
interface Listed {
  readonly task: string;
  readonly kind: string;
  readonly nobodyReaches: number;
  readonly pupils: readonly { readonly sisId: string }[];
  readonly dueLocal?: string;
}

const listAt = (school: string, day: Day) => run<readonly Listed[]>(tasksList, { school }, day);

/** Families of one pupil at the school in which nothing is special, with so many parents. */
function homes(day: Day, parents: number): readonly { readonly pupil: string; readonly contacts: readonly SampleContact[] }[] {
  const students = (id: string): SampleFamily['students'] =>
    day.stage.sample.families.find((one) => one.id === id)?.students ?? [];
  return day.families(SCHOOL).flatMap(({ contacts }) => {
    const own = students(contacts[0]?.familyId ?? '');
    const [only] = own;
    return own.length === 1 && only !== undefined && contacts.length === parents ? [{ pupil: only.id, contacts }] : [];
  });
}

function firstNumber(contact: SampleContact | undefined): string {
  return contact?.numbers[0]?.e164 ?? '';
}

scenario(
  'wrong and dead numbers become work for the school, the child whom nobody can reach first; the next export closes what it mends',
  { students: 100 },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const alone = homes(day, 1).find(({ contacts }) => contacts[0]?.numbers.length === 1);
    const both = homes(day, 2)[0];
    if (alone === undefined || both === undefined) throw new Error('the sample has no such families');
    const [wrong, dead] = [firstNumber(alone.contacts[0]), firstNumber(both.contacts[0])];
    day.phone(wrong).does({ picksUp: true, presses: '7' });
    day.phone(dead).does({ invalid: true });

    const evacuation = await day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' });
    await day.until('the wrong number is on the list', async () => ((await listAt(SCHOOL, day)).length > 0 ? true : undefined));
    await day.untilClosed(evacuation);
    day.claimAll(evacuation);
    const list = await listAt(SCHOOL, day);
    expect(list.map(({ kind, nobodyReaches, pupils }) => [kind, nobodyReaches, pupils.map(({ sisId }) => sisId)])).toEqual([
      ['not-my-number', 1, [alone.pupil]],
      ['invalid', 0, [both.pupil]],
    ]);
    const { givenName, familyName } = alone.contacts[0] ?? { givenName: '', familyName: '' };
    for (const secret of [wrong, dead, `${givenName} ${familyName}`]) expect(JSON.stringify(list)).not.toContain(secret);
    expect(await listAt('plsd-high', day)).toEqual([]);

    const again = await day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' });
    await day.untilClosed(again);
    day.claimAll(again);
    expect(
      (await listAt(SCHOOL, day)).map(({ task }) => task),
      'told twice is one task',
    ).toEqual(list.map(({ task }) => task));

    const mended = await anotherNight(day.stage.sample, '2026-11-25', {
      contacts: (cells) => (cells['guardianSourcedId'] === alone.contacts[0]?.id ? { ...cells, phone: '217-448-9001' } : cells),
    });
    await day.nightlyExport(mended);
    expect((await listAt(SCHOOL, day)).map(({ kind }) => kind)).toEqual(['invalid']);
    const told = (await recordsOf(day.stage.district.trailSource())).filter(({ kind }) => kind.startsWith('task.'));
    expect(told.map(({ kind, facts }) => `${kind} ${facts?.['kind']} ${facts?.['why'] ?? ''}`.trim()).sort()).toEqual([
      // The first export of all waited for a yes.
      'task.closed held-export approved',
      'task.closed not-my-number number-gone',
      'task.opened held-export',
      'task.opened invalid',
      'task.opened not-my-number',
    ]);
  },
);

scenario(
  'an absence whose call a stop forbids is a duty of a person by two hours after the bell; it is done by them, or by the other parent’s phone',
  { students: 100 },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const agreed = (contact: SampleContact | undefined) => contact?.consent.attendance === 'yes';
    const alone = homes(day, 1).find(({ contacts: [only] }) => agreed(only) && only?.numbers.length === 1);
    const both = homes(day, 2).find(({ contacts }) => contacts.every((one) => agreed(one) && one.numbers.length === 1));
    if (alone === undefined || both === undefined) throw new Error('the sample has no such families');
    // Each of them stopped all calls but emergencies, in an emergency.
    const stopping = [firstNumber(alone.contacts[0]), firstNumber(both.contacts[0])];
    for (const number of stopping) day.phone(number).does({ picksUp: true, presses: '9' });
    const evacuation = await day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' });
    await day.untilClosed(evacuation);
    day.claimAll(evacuation);

    const file = ['studentId,date,code,period', ...[alone, both].map(({ pupil }) => `${pupil},2026-11-24,UNX,1`)].join('\n');
    await drop('attendance/0930.csv', `${file}\n`, day.stage);
    await reportOn('attendance/0930.csv', day.stage);
    const duty = await day.until('the refused calls are duties', async () =>
      (await listAt(SCHOOL, day)).find(({ pupils }) => pupils.some(({ sisId }) => sisId === alone.pupil)),
    );
    expect(duty).toMatchObject({ kind: 'duty', dueLocal: '2026-11-24 10:15' });
    await run(taskDone, { task: duty.task, by: 'Dana Ruiz', note: 'spoke to the mother: dentist' }, day);
    const { notices } = await day.stage.district.notices.toSweep('all');
    const [noticeId = ''] = notices.map((notice) => notice.noticeId);
    await day.untilClosed(noticeId);
    day.claimAll(noticeId);

    expect(await listAt(SCHOOL, day), 'the other parent of the second child was rung').toEqual([]);
    const { deadlines } = await statusOf(noticeId, day.stage.district);
    expect(deadlines).toEqual({ obliged: 2, byCall: 1, byPerson: 1, late: 0, open: 0 });
    const told = (await recordsOf(day.stage.district.trailSource())).filter(({ facts }) => facts?.['kind'] === 'duty');
    expect(told.filter(({ kind }) => kind === 'task.opened').map(({ refs }) => refs?.length)).toEqual([1, 1]);
    expect(JSON.stringify(told)).not.toMatch(/Dana|dentist/);
    day.phone(stopping[0] ?? '').silent();
  },
);
