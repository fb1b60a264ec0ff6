import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReassignedQuery } from './reassigned.ts';
import { AnswerFileUnreadable, isAskable, queryFile, queryIdOf, readAnswerFile, readQueryId } from './reassigned-file.ts';

const query = (e164: string, date: string): ReassignedQuery => ({ numberKey: e164, e164, date, forConsent: true });
const queries = [query('+12174480112', '2026-08-14'), query('+12174480111', '2024-08-14')];

test('the file holds ten digits and the date, sorted, each line once', () => {
  expect(queryFile([...queries, ...queries])).toBe('tn,date\n2174480111,20240814\n2174480112,20260814\n');
});

describe('an answer file', () => {
  test('is read with and without header, with CRLF, quotes, and further columns', () => {
    const lines = [
      { e164: '+12174480111', date: '2024-08-14', answer: 'no' },
      { e164: '+12174480112', date: '2026-08-14', answer: 'no-data' },
    ];
    expect(readAnswerFile('tn,date,disconnected\n2174480111,20240814,no\n2174480112,20260814,no_data\n')).toEqual(lines);
    expect(readAnswerFile('\uFEFF"2174480111","2024-08-14","NO",x\r\n2174480112,20260814,No Data\r\n\r\n')).toEqual(lines);
  });
  test.each([
    ['a word that is no answer', '2174480111,20240814,maybe'],
    ['no answer', '2174480111,20240814'],
    ['a number that is none', '117448011,20240814,no'],
    ['a date that is none', '2174480111,14.8.2024,no'],
  ])('%s stops it, and the number is not repeated', (_, line) => {
    const read = () => readAnswerFile(`tn,date,answer\n${line}\n`);
    expect(read).toThrow(AnswerFileUnreadable);
    expect(read).toThrow('line 2 of the answer file is no answer');
  });
});

test('what the database has no numbers of is not asked', () => {
  expect(isAskable('+12174480111')).toBe(true);
  expect(isAskable('+525512345678')).toBe(false);
  expect(isAskable('+11174480111')).toBe(false);
});

describe('the id of a question', () => {
  test('says when it was asked, and by when numbers were given; it survives in a file name', () => {
    const asked = { askedAt: '2026-11-24T16:15:00.000Z', givenOn: '2026-08-01' };
    const queryId = queryIdOf(asked, queries);
    expect(queryId).toMatch(/^rnd-20261124T161500Z-g20260801-[0-9a-f]{8}$/);
    expect(readQueryId(`/home/jane/${queryId} (1).answers.csv`)).toEqual({ queryId, ...asked });
    expect(readQueryId(queryIdOf({ askedAt: asked.askedAt }, queries))).not.toHaveProperty('givenOn');
    expect(readQueryId('answers.csv')).toBeUndefined();
    expect(readQueryId('rnd-20269924T161500Z-1a2b3c4d')).toBeUndefined();
  });
  test('is that of its lines, whatever their order', () => {
    const asked = { askedAt: '2026-11-24T16:15:00.000Z' };
    expect(queryIdOf(asked, [...queries].reverse())).toBe(queryIdOf(asked, queries));
    expect(queryIdOf(asked, queries.slice(1))).not.toBe(queryIdOf(asked, queries));
  });
});

test('whatever is asked comes back as it was asked', () => {
  const number = fc.integer({ min: 2_000_000, max: 9_999_999 }).map((line) => `+1217${line}`);
  const day = fc.date({ min: new Date('2021-01-01'), max: new Date('2026-11-20'), noInvalidDate: true });
  const any = fc.array(fc.tuple(number, day), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(any, (asked) => {
      const sent = queryFile(asked.map(([e164, at]) => query(e164, at.toISOString().slice(0, 10))));
      const answered = sent.replace('tn,date', 'tn,date,disconnected').replaceAll(/(\d{8})\n/g, '$1,no\n');
      const back = readAnswerFile(answered).map(({ e164, date }) => query(e164, date));
      expect(queryFile(back)).toBe(sent);
    }),
  );
});
