import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectiveStops, liftStops, NO_STOPS } from '../../shared/consent/number-stops.ts';
import { optoutsInLedger } from '../../shared/roster/optouts.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING, PowerCut, SETTINGS } from '../../test/fixtures/intake-memory.ts';
import { importOptouts } from './import-optouts.ts';

const KEY = 'optouts/2026-11-24.csv';
const settings = { ...SETTINGS, silenceLimits: { ...SETTINGS.silenceLimits, inFiles: 2, inFilesPercent: 0.5 } };
const phone = (index: number) => `217448${5000 + index}`;
const stopsOf = (world: IntakeWorld, index: number) =>
  effectiveStops(world.stops.get(NAMING.number(`+1${phone(index)}`)) ?? NO_STOPS);
const silenced = (world: IntakeWorld) => [...world.stops.values()].filter((record) => effectiveStops(record).notMyNumber).length;
const wrong = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `${phone(from + index)},wrong number\n`);
const fileOf = (...rows: readonly string[]) => `phone,scope\n${rows.join('')}`;

async function drop(world: IntakeWorld, text: string, key = KEY, cut?: Parameters<typeof intakePorts>[1]): Promise<Report> {
  world.files.set(key, Buffer.from(text));
  await importOptouts({ ...intakePorts(world, cut), settings }, key);
  const report: Report = JSON.parse(world.reports.get(`reports/${key}.json`) ?? '{}');
  return report;
}

function approve(world: IntakeWorld, text: string): void {
  const hash = createHash('sha256').update(text).digest('hex');
  const approval = { by: 'cli:dana', name: Buffer.from('sealed'), at: world.now.toISOString() };
  world.approvals.set(optoutsInLedger(hash), approval);
}

describe('rows that say "wrong number"', () => {
  test('silence emergencies at once up to the limit', async () => {
    const world = intakeWorld();
    expect(await drop(world, fileOf(...wrong(2)))).toMatchObject({ result: 'imported' });
    expect(silenced(world)).toBe(2);
    expect(world.measures.has('WrongNumbersHeld')).toBe(false);
  });

  test('above it all of the file wait for a person; everything else of it, and of them, stops at once; somebody is called', async () => {
    const world = intakeWorld();
    const report = await drop(world, fileOf(...wrong(3), `${phone(9)},all\n`, `${phone(8)},events\n`));
    expect(report).toMatchObject({
      result: 'held',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      summary: expect.stringMatching(
        /^5 stops were recorded.* 3 rows say "wrong number".*ringfence optouts approve --file optouts/,
      ),
      counts: { 'stops recorded': 5, 'wrong numbers that still get emergencies, until a person has looked': 3 },
    });
    for (const index of [1, 2, 3])
      expect(stopsOf(world, index)).toMatchObject({ notMyNumber: false, allButEmergencies: true, emergencies: false });
    expect(stopsOf(world, 9).allButEmergencies).toBe(true);
    expect(stopsOf(world, 8).purposes).toEqual(['event']);
    expect(world.measures.get('WrongNumbersHeld')).toBe(1);
    expect(world.news.map(({ type }) => type)).toEqual(['Optouts Held']);
    expect(world.records.at(-1)).toMatchObject({ kind: 'optouts.imported', facts: { phase: 'applied', held: 3 } });
  });

  test('the limit is the larger of the count and the share of the numbers that the last export brought', async () => {
    const world = intakeWorld();
    const counts = { numbers: 800 };
    world.ledger.set(world.taken?.hash ?? '', { at: '', key: 'roster/x.zip', result: 'imported', counts });
    expect((await drop(world, fileOf(...wrong(4)))).result).toBe('imported');
    expect((await drop(world, fileOf(...wrong(1, 5)), 'optouts/more.csv')).result, 'five of 800').toBe('held');
  });

  test('many small files of a day are one large one, and a day later there is room again', async () => {
    const world = intakeWorld();
    expect((await drop(world, fileOf(...wrong(2)), 'optouts/1.csv')).result).toBe('imported');
    expect((await drop(world, fileOf(...wrong(1, 3)), 'optouts/2.csv')).result).toBe('held');
    world.now = new Date(world.now.getTime() + 25 * 3_600_000);
    expect((await drop(world, fileOf(...wrong(1, 4)), 'optouts/3.csv')).result).toBe('imported');
  });

  test('of numbers that are silenced already do not count, nor of those the office has verified since', async () => {
    const world = intakeWorld();
    const dated = (rows: readonly string[], date: string) => rows.map((row) => row.replace('\n', `,${date}\n`));
    const list = dated(wrong(2), '2026-11-20');
    const text = (...more: readonly string[]) => `phone,scope,date\n${[...list, ...more].join('')}`;
    await drop(world, text());
    const key = NAMING.number(`+1${phone(1)}`);
    const lift = {
      id: 'v',
      at: '2026-11-24T10:00:00.000Z',
      lifted: { kind: 'wrong-number' },
      recordedBy: 'x',
      reason: '',
    } as const;
    world.stops.set(key, liftStops(world.stops.get(key) ?? NO_STOPS, lift));
    world.silenced.clear();
    expect((await drop(world, text(...dated(wrong(2, 3), '')), 'optouts/next.csv')).result).toBe('imported');
    expect([1, 2, 3, 4].map((index) => stopsOf(world, index).notMyNumber)).toEqual([false, true, true, true]);
  });
});

describe('a yes', () => {
  const text = fileOf(...wrong(3), `${phone(9)},all\n`);

  test('lets the wrong numbers of that very file silence emergencies, and no others; it is asked for once', async () => {
    const world = intakeWorld();
    await drop(world, text);
    await drop(world, text);
    expect(await drop(world, text, 'optouts/again.csv')).toMatchObject({ result: 'held', summary: expect.stringContaining(KEY) });
    expect(world.measures.get('WrongNumbersHeld')).toBe(1);
    expect(world.news).toHaveLength(1);
    approve(world, text);
    const other = await drop(world, fileOf(...wrong(4)), 'optouts/other.csv');
    expect([other.result, silenced(world)]).toEqual(['held', 0]);
    const records = world.records.length;
    const report = await drop(world, text);
    expect(report).toMatchObject({
      result: 'imported',
      summary: expect.stringContaining('cli:dana let its wrong numbers'),
      counts: { 'stops recorded': 3, 'wrong numbers that still get emergencies, until a person has looked': 0 },
    });
    expect(world.records.slice(records).map(({ kind, facts }) => [kind, facts?.['approvedBy']])).toEqual([
      ['optouts.imported', 'cli:dana'],
      ...[1, 2, 3].map(() => ['optout.recorded', undefined]),
      ['optouts.imported', 'cli:dana'],
    ]);
    expect([1, 2, 3, 4].map((index) => stopsOf(world, index).notMyNumber)).toEqual([true, true, true, false]);
    const { writes } = world;
    await drop(world, text);
    expect(world.writes, 'and once more').toBe(writes);
  });

  test('is of no use to a file that took the place of the one that was held', async () => {
    const world = intakeWorld();
    await drop(world, text);
    approve(world, text);
    expect((await drop(world, fileOf(...wrong(5)))).result).toBe('held');
    expect(silenced(world)).toBe(0);
  });

  test('and the end of a wrong number ends what it had stopped while it waited', async () => {
    const world = intakeWorld();
    await drop(world, text);
    const key = NAMING.number(`+1${phone(1)}`);
    const lift = {
      id: 'v',
      at: '2026-11-24T12:00:00.000Z',
      lifted: { kind: 'wrong-number' },
      recordedBy: 'x',
      reason: '',
    } as const;
    expect(effectiveStops(liftStops(world.stops.get(key) ?? NO_STOPS, lift))).toEqual(effectiveStops(NO_STOPS));
  });
});

test('whatever the power cuts off, held or approved, the next delivery comes to the very same stops', async () => {
  const text = fileOf(...wrong(3), `${phone(9)},all\n`);
  const prepared = async (approved: boolean) => {
    const world = intakeWorld();
    if (approved) {
      await drop(world, text);
      approve(world, text);
    }
    return world;
  };
  for (const approved of [false, true]) {
    const whole = await prepared(approved);
    const before = whole.writes;
    await drop(whole, text);
    for (let at = 1; at <= whole.writes - before; at += 1)
      for (const after of [false, true]) {
        const world = await prepared(approved);
        await expect(drop(world, text, KEY, { at, after })).rejects.toThrow(PowerCut);
        await drop(world, text);
        expect(world.stops, `${approved} cut at ${at}`).toEqual(whole.stops);
        expect(world.reports.get(`reports/${KEY}.json`)).toBe(whole.reports.get(`reports/${KEY}.json`));
      }
  }
});

test('whatever files come, without a yes no more than the limit are silenced in a day, and every row stops the rest', async () => {
  const row = fc.record({ index: fc.nat(8), scope: fc.constantFrom('wrong number', 'all', '', 'not my number') });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(row, { minLength: 1, maxLength: 6 }), { maxLength: 5 }), async (files) => {
      const world = intakeWorld();
      for (const [index, rows] of files.entries())
        await drop(world, fileOf(...rows.map((one) => `${phone(one.index)},${one.scope}\n`)), `optouts/${index}.csv`);
      expect(silenced(world)).toBeLessThanOrEqual(2);
      for (const { index } of files.flat())
        expect(stopsOf(world, index).notMyNumber || stopsOf(world, index).allButEmergencies).toBe(true);
    }),
    { numRuns: 60 },
  );
});
