import { describe, expect, test } from 'vitest';
import { callIdOf } from '../../shared/calls/call-id.ts';
import type { Ending } from '../../test/ports/memory-line.ts';
import type { Person } from '../../test/ports/memory-people.ts';
import type { DayOptions } from '../../test/ports/memory-ports.ts';
import { schoolDay } from '../../test/ports/school-day.ts';

const LEO = 'leo-of-lincoln';
const MIA = 'mia-of-lincoln';
const father: Person = { name: 'father', numbers: ['n1'], pupil: LEO, agreed: true };
const mother: Person = { name: 'mother', numbers: ['n2'], pupil: LEO, agreed: true };
const absence = {
  noticeId: 'absences',
  purpose: 'attendance',
  audience: { kind: 'students', students: [`student-${LEO}`] },
  message: { name: 'absence' },
  raisedBy: 'sis:attendance',
};
const PICKED_UP: Ending = { reason: 'CUSTOMER_DISCONNECT', afterS: 40 };
const NO_ANSWER: Ending = { reason: 'TELECOM_TIMEOUT', afterS: 40 };

/** The bell is at ten in Chicago; the file comes a quarter of an hour later, and the clock stops at noon, 18:00 UTC. */
function district(state: string, over: Record<string, unknown> = {}) {
  const texts = (words: string) => ({ en: { text: words } });
  return {
    district: { name: 'Cedar Valley Schools', domain: 'cedarvalley.example.org', timezone: 'America/Chicago', state },
    schools: [{ id: 'lincoln', name: 'Lincoln Elementary', firstBell: '10:00' }],
    messages: {
      'gas-leak': { purpose: 'emergency', texts: texts('Gas leak at {school}.') },
      concert: { purpose: 'event', texts: texts('The concert is tonight at six.') },
      absence: { purpose: 'attendance', texts: texts('Your child was absent.') },
    },
    ...over,
  };
}
const aDay = (options: DayOptions, state = 'OH', over: Record<string, unknown> = {}) =>
  schoolDay({ ...options, settings: district(state, over) });
type Day = ReturnType<typeof schoolDay>;
const list = ({ office }: Day) => [...office.tasks.values()].map(({ kind, state, closedWhy }) => `${kind} ${closedWhy ?? state}`);
const stopped = (person: Person): Person => ({ ...person, stopped: true });

describe('a call about an absence that a rule refuses', () => {
  test('is a duty of a person at once, with the hour of the law and the record of the refusal', async () => {
    const day = aDay({ people: [stopped(father), mother], ending: () => NO_ANSWER });
    await day.raise(absence);
    while (day.office.tasks.size === 0) expect(await day.stepOnce()).toBe(true);
    const [task] = [...day.office.tasks.values()];
    expect(task).toMatchObject({
      schoolId: 'lincoln',
      duty: { due: '2026-11-24T18:00:00.000Z', rule: 'optout.all', state: 'OH' },
    });
    const opened = day.records.find(({ kind }) => kind === 'task.opened');
    const refusal = day.records.findIndex(({ kind }) => kind === 'call.refuse');
    expect(opened?.refs).toEqual([`${refusal}`.padStart(64, '0')]);
    expect(refusal).toBeLessThan(day.records.findIndex(({ kind }) => kind === 'task.opened'));
  });

  test('comes off the list while the notice goes on, when the other parent picks up in time', async () => {
    const neighbour: Person = { name: 'neighbour', numbers: ['n3'], pupil: MIA, agreed: true };
    const pickUp = new Map([[callIdOf('absences', 'n2'), PICKED_UP]]);
    const ending = (callId: string) => pickUp.get(callId) ?? NO_ANSWER;
    const day = aDay({ people: [stopped(father), mother, neighbour], ending });
    await day.raise({ ...absence, audience: { kind: 'students', students: [`student-${LEO}`, `student-${MIA}`] } });
    while (list(day)[0] !== 'duty reached') expect(await day.stepOnce()).toBe(true);
    expect(day.books.storedNotices.get('absences')?.state, 'the neighbour is tried again in an hour').toBe('open');
    await day.toTheEnd();
    expect(list(day)).toEqual(['duty reached', 'duty open']);
    expect(day.books.storedNotices.get('absences')?.deadlines).toMatchObject({
      obliged: 2,
      met: 1,
      tasks: [{ schoolId: 'lincoln' }],
    });
  });

  test('stays when nobody picked up in Ohio; in Illinois the attempt was enough', async () => {
    const people = [stopped(father), mother];
    const ohio = aDay({ people, ending: () => NO_ANSWER });
    await ohio.raise(absence);
    await ohio.toTheEnd();
    expect(list(ohio)).toEqual(['duty open']);
    expect(ohio.books.storedNotices.get('absences')?.deadlines).toMatchObject({
      obliged: 1,
      met: 0,
      tasks: [{ schoolId: 'lincoln' }],
    });
    const illinois = aDay({ people, ending: () => NO_ANSWER }, 'IL');
    await illinois.raise(absence);
    await illinois.toTheEnd();
    expect(list(illinois)).toEqual(['duty reached']);
  });
});

describe('a duty of a person', () => {
  test('is nobody’s duty in a state without a deadline, in rehearsal, and when it is about something else', async () => {
    for (const [state, over, detail] of [
      ['NV', {}, absence],
      ['OH', { mode: 'rehearsal' }, absence],
      ['OH', {}, { purpose: 'event', message: { name: 'concert' } }],
    ] as const) {
      const day = aDay({ people: [stopped(father)] }, state, over);
      await day.raise(detail);
      await day.toTheEnd();
      expect(list(day), state).toEqual([]);
    }
  });

  test('whom no call could be placed about at all is a duty by the end of the notice', async () => {
    const day = aDay({ people: [{ ...father, numbers: [] }] });
    await day.raise(absence);
    await day.toTheEnd();
    expect([...day.office.tasks.values()]).toMatchObject([{ kind: 'duty', duty: { rule: 'no-call' } }]);
  });

  test('comes off when the absence is excused meanwhile', async () => {
    const day = aDay({ people: [stopped(father), mother], ending: () => NO_ANSWER });
    await day.raise(absence);
    while (day.office.tasks.size === 0) await day.stepOnce();
    day.book.absences.set(`2026-11-24 student-${LEO}`, 'excused');
    await day.toTheEnd();
    expect(list(day)).toEqual(['duty excused']);
    expect(day.books.storedNotices.get('absences')).not.toHaveProperty('deadlines');
  });
});

describe('a number', () => {
  test.each([
    ['the network does not know', { reason: 'TELECOM_NUMBER_INVALID', afterS: 3 }, 'invalid open'],
    ['whose owner pressed 7', { ...PICKED_UP, key: '7' }, 'not-my-number open'],
  ])('%s is on the list once, however many notices come', async (_title, ending, expected) => {
    const day = aDay({ people: [father], ending: () => ending });
    await day.raise();
    await day.toTheEnd();
    expect(list(day)).toEqual([expected]);
    await day.raise({ noticeId: 'again' });
    await day.toTheEnd();
    expect(list(day)).toEqual([expected]);
    expect(day.records.filter(({ kind }) => kind === 'task.opened')).toHaveLength(1);
  });

  test('that nobody answers in three notices is a task for its pupil, and comes off when somebody picks up', async () => {
    let answers = NO_ANSWER;
    const day = aDay({ people: [father, mother], ending: () => answers });
    for (const noticeId of ['first', 'second']) {
      await day.raise({ noticeId });
      await day.toTheEnd();
      expect(list(day), noticeId).toEqual([]);
    }
    await day.raise({ noticeId: 'third' });
    await day.toTheEnd();
    expect([...day.office.tasks.values()]).toMatchObject([
      { kind: 'unreachable-pupil', knownNumbers: ['n1', 'n2'], state: 'open' },
    ]);
    answers = PICKED_UP;
    await day.raise({ noticeId: 'fourth' });
    await day.toTheEnd();
    expect(list(day)).toEqual(['unreachable-pupil reached']);
  });
});

describe('the process dies at any port call of a day about an absence', () => {
  test.each([true, false])('and its last act took effect: %s; the list is the same', async (lastCounts) => {
    const people = [stopped(father), mother];
    const ending = () => ({ ...PICKED_UP, reason: 'TELECOM_NUMBER_INVALID' });
    for (let delivery = 1; delivery <= 6; delivery += 1) {
      for (let call = 1; call <= 30; call += 1) {
        const day = aDay({ people, ending });
        await day.raise(absence);
        const life = { left: call, lastCounts };
        for (let n = 1; await day.stepOnce(n === delivery ? life : undefined); n += 1);
        const where = `delivery ${delivery}, call ${call}`;
        expect(list(day).sort(), where).toEqual(['duty open', 'invalid open']);
        const told = Map.groupBy(
          day.records.filter(({ kind }) => kind === 'task.opened'),
          ({ id }) => id,
        );
        for (const same of told.values()) expect(new Set(same.map(({ facts }) => JSON.stringify(facts))).size, where).toBe(1);
      }
    }
  });
});
