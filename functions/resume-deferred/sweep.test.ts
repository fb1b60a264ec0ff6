import { expect, test } from 'vitest';
import type { Person } from '../../test/ports/memory-people.ts';
import { schoolDay } from '../../test/ports/school-day.ts';

const ana: readonly Person[] = [{ name: 'ana', numbers: ['n1', 'n2'], agreed: true }];
const concert = { purpose: 'event', message: { name: 'concert' } };
const always = (reason: string) => () => ({ reason, afterS: 20 });

test('rings whose end nobody told are settled by asking, and the notice closes', async () => {
  const day = schoolDay({ people: ana, told: () => false });
  await day.raise();
  await day.toTheEnd();
  expect(day.finals()).toEqual({ delivered: 2 });
  expect(day.records.filter(({ kind }) => kind === 'call.outcome').map(({ facts }) => facts?.['source'])).toEqual([
    'describe',
    'describe',
  ]);
  expect(day.books.storedNotices.get('gas-leak')).toMatchObject({ state: 'closed', counts: { delivered: 2 } });
});

test('a retry of an hour waits in the table, and then rings', async () => {
  const day = schoolDay({ people: ana.map((one) => ({ ...one, numbers: ['n1'] })), ending: always('TELECOM_TIMEOUT') });
  await day.raise(concert);
  await day.toTheEnd();
  expect(day.finals()).toEqual({ 'not-delivered': 1 });
  const [first, second] = day.line.rung;
  expect(day.line.rung).toHaveLength(2);
  expect((second?.endsAt ?? 0) - (first?.endsAt ?? 0)).toBeGreaterThanOrEqual(3_600_000);
});

test('a call whose message was lost is sent again', async () => {
  const day = schoolDay({ people: ana });
  await day.raise();
  day.lane.splice(0);
  await day.toTheEnd();
  expect(day.finals()).toEqual({ delivered: 2 });
});

test('when the notice expires, who was not dialed is not dialed any more', async () => {
  const day = schoolDay({
    people: ana,
    ending: always('TELECOM_TIMEOUT'),
    settings: { expiryMinutes: { urgent: 5, routine: 30 } },
  });
  await day.raise(concert);
  await day.toTheEnd();
  expect(day.finals()).toEqual({ expired: 2 });
  expect(day.line.rung).toHaveLength(1);
});

test('an emergency that has reached nobody after a minute is counted each minute; one that has is not', async () => {
  const silent = schoolDay({ people: ana, ending: always('TELECOM_TIMEOUT') });
  await silent.raise();
  await silent.toTheEnd();
  expect(silent.counts.get('NobodyReached60s')).toBeGreaterThanOrEqual(5);
  const heard = schoolDay({ people: ana });
  await heard.raise();
  await heard.toTheEnd();
  expect(heard.counts.get('NobodyReached60s')).toBeUndefined();
});

test('the closing record sums up every planned call', async () => {
  const day = schoolDay({ people: [...ana, { name: 'gus', numbers: ['n3'] }] });
  await day.raise(concert);
  await day.toTheEnd();
  const closed = day.records.find(({ kind }) => kind === 'notice.closed');
  expect(closed?.facts).toMatchObject({ counts: { delivered: 1, 'not-needed': 1, refused: 1 }, planned: 3 });
  const finals = day.records.filter(({ kind }) => kind === 'call.final');
  expect(new Set(finals.map(({ call }) => call)).size).toBe(3);
});

test('an idle sweep is one question', async () => {
  const day = schoolDay({ people: ana });
  await day.raise();
  await day.toTheEnd();
  const life = { left: 1_000, lastCounts: true };
  const { sweep } = await import('./sweep.ts');
  await day.invoke((alive) => sweep(alive), life);
  expect(1_000 - life.left).toBe(1);
});

const absence = {
  ...{ purpose: 'attendance', message: { name: 'absence' }, absenceDay: '2026-11-24' },
  audience: { kind: 'students', students: ['a', 'b'].map((letter) => letter.repeat(22)) },
};
const absenceTexts = { absence: { purpose: 'attendance', texts: { en: { text: 'Your child was not in class.' } } } };

test('an absence that is excused while its call waits for another attempt takes the call back, and no other number is tried', async () => {
  const people = [...ana, { name: 'bob', numbers: ['n3'] }];
  const day = schoolDay({ people, ending: always('TELECOM_TIMEOUT'), settings: { messages: absenceTexts } });
  day.book.absences.set('2026-11-24 student-ana', 'unexcused').set('2026-11-24 student-bob', 'unexcused');
  await day.raise(absence);
  while (day.line.rung.length < 2) await day.stepOnce();
  day.book.absences.set('2026-11-24 student-ana', 'excused');
  await day.toTheEnd();
  expect(day.line.rung.map(({ attempt }) => attempt)).toEqual([1, 1, 2]);
  expect(day.finals()).toEqual({ cancelled: 2, 'not-delivered': 1 });
  const told = day.records.filter(({ kind, facts }) => kind === 'call.final' && facts?.['rule'] === 'absence.excused');
  expect(told).toHaveLength(2);
});
