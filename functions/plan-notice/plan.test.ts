import { describe, expect, test } from 'vitest';
import { rootOfSorted } from '../../shared/audit/tree.ts';
import { SEND_ANYWAY } from '../../shared/notices/rejection.ts';
import type { Person } from '../../test/ports/memory-people.ts';
import { schoolDay } from '../../test/ports/school-day.ts';
import { NothingToCancel, PlannedElsewhere } from './notice-faults.ts';

const people: readonly Person[] = [
  { name: 'ana', numbers: ['n1', 'n2'] },
  { name: 'bob', numbers: ['n1'] },
  { name: 'nobody', numbers: [] },
];

test('a notice is recorded, planned and told, one call per number', async () => {
  const day = schoolDay({ people });
  await day.raise();
  expect(day.records.map(({ kind }) => kind)).toEqual(['notice.raised', 'notice.planned']);
  const ids = [...day.books.stored.keys()];
  expect(day.records[1]?.facts).toMatchObject({ planned: 2, standby: 0, skipped: { 'no-number': 1 }, root: rootOfSorted(ids) });
  expect(day.published).toEqual([
    { type: 'Notice Planned', detail: { noticeId: 'gas-leak', planned: 2, standby: 0, skipped: { 'no-number': 1 } } },
  ]);
  expect(day.lane.map(({ callId }) => callId).sort()).toEqual(ids.sort());
});

test('the same notice again, at whatever time, plans nothing anew', async () => {
  const day = schoolDay({ people });
  await day.raise();
  await day.toTheEnd();
  const rung = day.line.rung.length;
  await day.raise();
  await day.toTheEnd();
  expect(day.line.rung).toHaveLength(rung);
  expect(day.published.map(({ type }) => type)).toEqual(['Notice Planned', 'Notice Closed']);
});

test('while one delivery plans, another one waits', async () => {
  const day = schoolDay({ people });
  await day.raise({}, { left: 5, lastCounts: true });
  await expect(day.raise()).rejects.toThrow(PlannedElsewhere);
  day.wait(400);
  await day.raise();
  await day.toTheEnd();
  expect(day.finals()).toEqual({ delivered: 2 });
});

describe('what cannot be taken is reported where its sender looks', () => {
  test.each([
    ['a purpose nobody knows', { purpose: 'party' }, 'PURPOSE_UNKNOWN', 'purpose'],
    ['a school nobody knows', { audience: { kind: 'schools', schools: ['hogwarts'] } }, 'SCHOOL_UNKNOWN', 'audience.schools'],
    ['an audience of no kind', { audience: { kind: 'friends' } }, 'FIELD_INVALID', 'audience.kind'],
    ['a message nobody approved', { message: { name: 'nonsense' } }, 'MESSAGE_UNKNOWN', 'message.name'],
    ['a message named like a built-in', { message: { name: 'constructor' } }, 'MESSAGE_UNKNOWN', 'message.name'],
    ['a message of another purpose', { message: { name: 'concert' } }, 'MESSAGE_OF_ANOTHER_PURPOSE', 'message.name'],
    ['words in the clear', { message: { text: 'Hello dear families' } }, 'WORDS_IN_THE_CLEAR', 'message'],
    ['words beside the message', { text: 'Hello dear families' }, 'WORDS_IN_THE_CLEAR', 'message'],
    ['an end in the past', { expiresAt: '2026-11-24T12:00:00Z' }, 'EXPIRED_ALREADY', 'expiresAt'],
    ['sealed words that do not open', { message: { sealed: 'AAAA' } }, 'MESSAGE_NOT_READABLE', 'message.sealed'],
    ['nobody who raised it', { raisedBy: '' }, 'FIELD_INVALID', 'raisedBy'],
  ])('%s', async (_what, detail, code, field) => {
    const day = schoolDay({ people });
    await day.raise(detail);
    expect(day.published).toMatchObject([{ type: 'Notice Rejected', detail: { noticeId: 'gas-leak', code, field } }]);
    expect(day.records).toMatchObject([{ kind: 'notice.rejected', facts: { code, field } }]);
    expect(JSON.stringify([day.published, day.records])).not.toContain('dear families');
    expect(day.books.stored.size + day.books.storedNotices.size).toBe(0);
  });
});

describe('on contacts of an export that is nine days old', () => {
  const lastExport = { hash: 'h', uploadedAt: '2026-11-24T11:30:00.000Z', earlierAt: '2026-11-15T11:30:00.000Z', bytes: 1 };

  test('a concert is told back to its sender, rings nobody, and can be raised again under its id', async () => {
    const day = schoolDay({ people, lastExport });
    await day.raise({ purpose: 'event', message: { name: 'concert' } });
    expect(day.published).toMatchObject([{ type: 'Notice Rejected', detail: { noticeId: 'gas-leak', code: 'EXPORT_STALE' } }]);
    expect(day.records).toMatchObject([{ kind: 'notice.rejected', facts: { code: 'EXPORT_STALE' } }]);
    expect(day.books.storedNotices.size).toBe(0);
  });

  test('an emergency rings everybody, and its record says how old they are', async () => {
    const day = schoolDay({ people, lastExport });
    await day.raise();
    await day.toTheEnd();
    expect(day.finals()).toEqual({ delivered: 2 });
    expect(day.records[0]).toMatchObject({ kind: 'notice.raised', facts: { contactsDaysOld: 9 } });
  });
});

test('a rejection says what to do about it', async () => {
  const day = schoolDay({ people });
  await day.raise({ audience: { kind: 'schools', schools: ['hogwarts'] } });
  expect(day.published[0]?.detail).toMatchObject({
    problem: "The district's settings have no school hogwarts.",
    suggestion: 'Use an id of the settings: lincoln, grant.',
  });
});

describe('an emergency that our word lists keep back', () => {
  const saying = (text: string) => ({ messages: { 'gas-leak': { purpose: 'emergency', texts: { en: { text } } } } });

  test('is told to its sender with the word, and with the way past', async () => {
    const day = schoolDay({ people, settings: saying('Leave the festival.') });
    await day.raise();
    const told = { declared: 'emergency', purpose: 'event', word: 'festival*' };
    expect(day.records[0]).toMatchObject({ kind: 'notice.raised', facts: told });
    expect(day.published[0]).toMatchObject({ type: 'Notice Planned', detail: { ...told, suggestion: SEND_ANYWAY } });
  });

  test('or refused with both', async () => {
    const day = schoolDay({ people, settings: saying('Reunification site TBD.') });
    await day.raise();
    const told = { code: 'BLANK_UNFILLED', word: 'TBD' };
    expect(day.records[0]).toMatchObject({ kind: 'notice.rejected', facts: told });
    const suggestion = expect.stringContaining(SEND_ANYWAY);
    expect(day.published[0]).toMatchObject({ type: 'Notice Rejected', detail: { ...told, suggestion } });
  });

  test('rings everybody when its sender answers for it, and the trail and the notice keep who did and for which words', async () => {
    const day = schoolDay({ people, settings: saying('Leave the festival. Reunification site TBD.') });
    const wordsChecked = { by: 'principal:lincoln', note: 'a'.repeat(64) };
    await day.raise({ wordsChecked });
    await day.toTheEnd();
    expect(day.finals()).toEqual({ delivered: 2 });
    const kept = { ...wordsChecked, words: ['festival*', 'TBD'] };
    expect(day.records[0]).toMatchObject({ kind: 'notice.raised', facts: { purpose: 'emergency', wordsChecked: kept } });
    expect(day.books.storedNotices.get('gas-leak')).toMatchObject({ wordsChecked: kept });
    expect(day.published[0]?.detail).not.toHaveProperty('declared');
  });
});

test('a notice without an id takes that of its event, the same in every delivery', async () => {
  const day = schoolDay({ people });
  await day.raise({ noticeId: undefined });
  expect([...day.books.storedNotices.keys()]).toEqual(['event-1']);
});

test('a cancellation that comes before its notice waits in the queue', async () => {
  const day = schoolDay({ people });
  await expect(day.cancel()).rejects.toThrow(NothingToCancel);
});

test('a notice cancelled while it is planned rings nobody', async () => {
  const day = schoolDay({ people });
  await day.raise({}, { left: 7, lastCounts: true });
  await day.cancel();
  day.wait(700);
  await day.raise();
  await day.toTheEnd();
  expect(day.line.rung).toEqual([]);
  expect(day.openCalls()).toEqual([]);
});
