import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, QuestionRefused } from './database.ts';
import { type LocalReassignedNumbers, startReassignedNumbers } from './index.ts';

const NOVEMBER_24 = Date.parse('2026-11-24T16:15:00Z');
let now = NOVEMBER_24;

describe('the database', () => {
  const database = createDatabase(7, () => now);
  database.disconnect('2174480111', '2026-11-05');
  database.disconnect('2174480112', '2026-11-12');
  database.disconnect('2174480113', '2020-06-01');
  database.disconnect('2174480114', undefined);

  test('says yes where the number was disconnected on or after the date', () => {
    expect(database.ask('2174480111', '20240814')).toBe('yes');
    expect(database.ask('2174480111', '20261105')).toBe('yes');
    expect(database.ask('2174480111', '20261106')).toBe('no');
    expect(database.ask('2174480114', '20240814')).toBe('no');
  });
  test('knows of a disconnection after the 10th only from the next month’s file on', () => {
    expect(database.ask('2174480112', '20240814')).toBe('no');
    now = Date.parse('2026-12-16T00:00:00Z');
    expect([database.fileVersion(), database.ask('2174480112', '20240814')]).toEqual(['2026-12', 'yes']);
    now = NOVEMBER_24;
    expect(database.fileVersion()).toBe('2026-11');
  });
  test('has no data from before 27 January 2021', () => {
    expect(database.ask('2174480113', '20200101')).toBe('no_data');
    expect(database.ask('2174480113', '20210127')).toBe('no');
    expect(database.ask('2174480111', '20200101')).toBe('yes');
  });
  test.each([
    ['1174480111', '20240814'],
    ['217448011', '20240814'],
    ['2174480111', '2024-08-14'],
    ['2174480111', '20241399'],
    ['2174480111', '20261124'],
  ])('does not take %s, %s', (tn, date) => {
    expect(() => database.ask(tn, date)).toThrow(QuestionRefused);
  });
  test('draws the same fate from the same seed, some of them disconnected', () => {
    const numbers = Array.from({ length: 500 }, (_, at) => String(2_174_480_000 + at));
    const answers = (seed: number) => {
      const drawn = createDatabase(seed, () => now);
      return numbers.map((tn) => drawn.ask(tn, '20240101'));
    };
    expect(answers(7)).toEqual(answers(7));
    expect(answers(8)).not.toEqual(answers(7));
    const moved = answers(7).filter((answer) => answer === 'yes').length;
    expect(moved).toBeGreaterThan(20);
    expect(moved).toBeLessThan(100);
  });
});

describe('its doors', () => {
  let service: LocalReassignedNumbers;
  beforeAll(async () => {
    service = await startReassignedNumbers({ seed: 7, now: () => now });
    service.database.disconnect('2174480111', '2026-11-05');
    service.database.disconnect('2174480114', undefined);
  });
  afterAll(() => service.stop());

  const post = (path: string, body: string, key = service.apiKey) =>
    fetch(`${service.endpoint}${path}`, { method: 'POST', body, headers: { authorization: `Bearer ${key}` } });

  test('a file comes back with its answers', async () => {
    const reply = await post('/v1/files', 'tn,date\n2174480111,20240814\n2174480114,20240814\n');
    expect(await reply.text()).toBe('tn,date,disconnected\n2174480111,20240814,yes\n2174480114,20240814,no\n');
  });
  test('a file with a bad line is refused whole, by its line', async () => {
    const before = service.asked();
    const reply = await post('/v1/files', 'tn,date\n2174480111,20240814\n2174480114,soon\n');
    expect([reply.status, await reply.json()]).toEqual([400, { error: 'line 3: date: YYYYMMDD' }]);
    expect(service.asked() - before).toBe(1);
  });
  test('what it does not know it refuses', async () => {
    expect((await post('/v1/queries', '{}')).status).toBe(400);
    expect((await post('/v1/queries', '{')).status).toBe(400);
    expect((await post('/v2/queries', '{}')).status).toBe(404);
    expect((await post('/v1/queries', '{}', 'stolen')).status).toBe(401);
    expect((await fetch(service.endpoint, { headers: { authorization: `Bearer ${service.apiKey}` } })).status).toBe(405);
  });
});
