import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectiveStops, liftStops, NO_STOPS } from '../../shared/consent/number-stops.ts';
import { GiveUp } from '../../shared/faults/fault.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { importOptouts } from './import-optouts.ts';

const KEY = 'optouts/2026-11-24.csv';
const PHONE = '217-448-5512';
const numberKey = (phone: string) => NAMING.number(`+1${phone.replaceAll(/\D/g, '')}`);

function portsOf(world: IntakeWorld, counted: string[] = [], cut?: Parameters<typeof intakePorts>[1]) {
  return { ...intakePorts(world, cut), measures: { count: (name: string) => void counted.push(name) } };
}

async function drop(world: IntakeWorld, text: string | Uint8Array, key = KEY, counted: string[] = []): Promise<Report> {
  world.files.set(key, typeof text === 'string' ? Buffer.from(text) : text);
  await importOptouts(portsOf(world, counted), key);
  const report: Report = JSON.parse(world.reports.get(`reports/${key}.json`) ?? '{}');
  return report;
}

const stopsOf = (world: IntakeWorld, phone = PHONE) => effectiveStops(world.stops.get(numberKey(phone)) ?? NO_STOPS);

describe('a row becomes a stop', () => {
  test('on the number, known or not; everything but emergencies unless it says otherwise', async () => {
    const world = intakeWorld();
    const report = await drop(world, `phone\n${PHONE}\n(312) 448-0143\n`);
    expect(stopsOf(world)).toEqual({ notMyNumber: false, allButEmergencies: true, emergencies: false, purposes: [] });
    expect(report).toMatchObject({ result: 'imported', counts: { 'rows in the file': 2, 'stops recorded': 2 } });
    expect(world.news.map(({ type }) => type)).toEqual(['Optouts Imported']);
    expect(world.records.map(({ kind }) => kind)).toEqual([
      'optouts.imported',
      'optout.recorded',
      'optout.recorded',
      'optouts.imported',
    ]);
  });

  test.each([
    ['Events', { purposes: ['event'], allButEmergencies: false }],
    ['all', { allButEmergencies: true, emergencies: false }],
    ['Everything', { allButEmergencies: true, emergencies: false }],
    ['emergencies too', { allButEmergencies: true, emergencies: false }],
    ['Wrong Number', { notMyNumber: true }],
    ['whatever', { allButEmergencies: true, emergencies: false }],
    ['constructor', { allButEmergencies: true, emergencies: false }],
  ])('scope "%s"', async (scope, stops) => {
    const world = intakeWorld();
    const report = await drop(world, `phone,scope\n${PHONE},${scope}\n`);
    expect(stopsOf(world)).toMatchObject(stops);
    const odd = { whatever: 'optout-scope', constructor: 'optout-scope', 'emergencies too': 'optout-emergencies' };
    expect(report.problems.map(({ code }) => code)).toEqual(
      Object.entries(odd).flatMap(([word, code]) => (word === scope ? [code] : [])),
    );
  });

  test('for whom a person’s reason is kept beside it, sealed with it, and in no record or report', async () => {
    const world = intakeWorld();
    await drop(world, `phone,reason\n${PHONE},my aubergine is asleep\n`);
    expect(world.stops.get(numberKey(PHONE))?.stops[0]).toMatchObject({
      source: 'file',
      reason: 'my aubergine is asleep',
      evidence: { pointer: `${KEY} row 2` },
    });
    expect(JSON.stringify([world.records, [...world.reports], world.news])).not.toContain('aubergine');
  });

  test('also where the spreadsheet wrote UTF-16 with semicolons, or words stand beside the phone, or two phones in one field', async () => {
    const world = intakeWorld();
    const text = `﻿Telephone;Scope\r\n${PHONE};\r\n217-448-5513 (do not call);\r\n217-448-5514 / 217-448-5515;\r\n`;
    await drop(world, Buffer.from(text, 'utf16le'));
    for (const phone of [PHONE, '217-448-5513', '217-448-5514', '217-448-5515'])
      expect(stopsOf(world, phone).allButEmergencies, phone).toBe(true);
  });
});

test('a row that names no telephone is reported by file, row, column and reason, and the others are taken', async () => {
  const world = intakeWorld();
  const report = await drop(world, `phone,date\n448-5512,\nnone,\n${PHONE},someday\n`);
  expect(stopsOf(world).allButEmergencies).toBe(true);
  expect(world.stops.size).toBe(1);
  expect(report.problems).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: 'optout-phone', file: '2026-11-24.csv', row: 2, column: 'phone', severity: 'rejected' }),
      expect.objectContaining({ code: 'optout-phone', row: 3 }),
      expect.objectContaining({ code: 'optout-date', row: 4, column: 'date', severity: 'held' }),
    ]),
  );
  for (const problem of report.problems) expect(JSON.stringify(problem)).not.toMatch(/448-?5512/);
});

test.each([
  ['without a phone column', 'name,scope\nx,all\n', 'column-missing'],
  ['of no rows', 'phone\n', 'file-empty'],
  ['cut off in a row', `phone,scope\n${PHONE},all\n217-4`, 'file-cut-off'],
])('a file %s is rejected, alarmed, and judged again when it comes again', async (_what, text, code) => {
  const world = intakeWorld();
  const counted: string[] = [];
  const report = await drop(world, text, KEY, counted);
  expect(report).toMatchObject({ result: 'rejected', problems: [{ code }] });
  expect([counted, world.stops.size]).toEqual([['OptoutsRejected'], 0]);
  expect(world.news).toMatchObject([{ type: 'Optouts Rejected' }]);
  expect(world.records).toMatchObject([{ kind: 'optouts.rejected' }]);
  await drop(world, text, KEY, counted);
  expect(counted).toHaveLength(2);
});

describe('again', () => {
  const lift = (at: string) => ({
    id: `lift-${at}`,
    at,
    lifted: { kind: 'all-but-emergencies' } as const,
    recordedBy: 'desk',
    reason: 'agreed again',
  });

  test('the same file, under its name or another, changes nothing, also after she has agreed again', async () => {
    const world = intakeWorld();
    const text = `phone\n${PHONE}\n`;
    await drop(world, text);
    const lifted = liftStops(world.stops.get(numberKey(PHONE)) ?? NO_STOPS, lift('2026-11-25T15:00:00.000Z'));
    world.stops.set(numberKey(PHONE), lifted);
    const { writes } = world;
    await drop(world, text);
    expect(world.writes).toBe(writes);
    const report = await drop(world, text, 'optouts/again.csv');
    expect(report.summary).toContain(KEY);
    expect(stopsOf(world).allButEmergencies).toBe(false);
  });

  test('a dated row in another file is the same act, and does not undo what was agreed since', async () => {
    const world = intakeWorld();
    await drop(world, `phone,date\n${PHONE},2026-11-20\n`);
    const lifted = liftStops(world.stops.get(numberKey(PHONE)) ?? NO_STOPS, lift('2026-11-22T15:00:00.000Z'));
    world.stops.set(numberKey(PHONE), lifted);
    await drop(world, `phone,date\n217-448-5599,2026-11-23\n${PHONE},2026-11-20\n`, 'optouts/second.csv');
    expect(stopsOf(world).allButEmergencies).toBe(false);
    expect(stopsOf(world, '217-448-5599').allButEmergencies).toBe(true);
    expect(world.stops.get(numberKey(PHONE))?.stops, 'nor fills the record').toHaveLength(1);
  });

  test('a later date, or no date, in another file is a new act, and stops again', async () => {
    for (const row of [`${PHONE},2026-11-23`, `${PHONE},`]) {
      const world = intakeWorld();
      await drop(world, `phone,date\n${PHONE},2026-11-20\n`);
      const lifted = liftStops(world.stops.get(numberKey(PHONE)) ?? NO_STOPS, lift('2026-11-22T15:00:00.000Z'));
      world.stops.set(numberKey(PHONE), lifted);
      await drop(world, `phone,date\n${row}\n`, 'optouts/second.csv');
      expect(stopsOf(world).allButEmergencies, row).toBe(true);
    }
  });

  test('an agreement of the same morning does not outlive a stop of that day', async () => {
    const world = intakeWorld();
    world.stops.set(numberKey(PHONE), liftStops(NO_STOPS, lift('2026-11-20T16:00:00.000Z')));
    await drop(world, `phone,date\n${PHONE},2026-11-20\n`);
    expect(stopsOf(world).allButEmergencies).toBe(true);
  });

  test('a list that is sent each night does not fill the record', async () => {
    const world = intakeWorld();
    await drop(world, `phone\n${PHONE}\n`);
    const report = await drop(world, `phone\n${PHONE}\n217-448-5599\n`, 'optouts/second.csv');
    expect(world.stops.get(numberKey(PHONE))?.stops).toHaveLength(1);
    expect(report.counts).toMatchObject({ 'stops recorded': 1, 'stops an earlier file had recorded': 1 });
  });
});

test('whatever the power cuts off, the next delivery comes to the very same stops, each on record', async () => {
  const text = `phone,scope\n${PHONE},events\n217-448-5599,\n217-448-5600,wrong number\n`;
  const whole = intakeWorld();
  await drop(whole, text);
  for (let at = 1; at <= whole.writes; at += 1) {
    for (const after of [false, true]) {
      const world = intakeWorld();
      world.files.set(KEY, Buffer.from(text));
      await expect(importOptouts(portsOf(world, [], { at, after }), KEY)).rejects.toThrow(PowerCut);
      await importOptouts(portsOf(world), KEY);
      expect(world.stops, `cut ${after ? 'after' : 'before'} commit ${at}`).toEqual(whole.stops);
      const onRecord = world.records.filter(({ kind }) => kind === 'optout.recorded').map(({ facts }) => facts?.['stop']);
      const standing = [...world.stops.values()].flatMap(({ stops }) => stops.map(({ id }) => id));
      expect(new Set(onRecord)).toEqual(new Set(standing));
    }
  }
});

class Forged extends GiveUp<{ key: string }> {
  readonly code = 'ENVELOPE_FORGED';
}

test('a number whose record does not open is left alone, counted and reported; the rest of the file is taken', async () => {
  const world = intakeWorld();
  const counted: string[] = [];
  const ports = portsOf(world, counted);
  const forged = numberKey('217-448-5599');
  const changeStops: typeof ports.consents.changeStops = async (key, change) => {
    if (key === forged) throw new Forged('not what it is offered as', { key }, 'Treat as tampering.');
    return ports.consents.changeStops(key, change);
  };
  world.files.set(KEY, Buffer.from(`phone\n217-448-5599\n${PHONE}\n`));
  await importOptouts({ ...ports, consents: { ...ports.consents, changeStops } }, KEY);
  const report: Report = JSON.parse(world.reports.get(`reports/${KEY}.json`) ?? '{}');
  expect(stopsOf(world).allButEmergencies).toBe(true);
  expect(report.problems).toMatchObject([{ code: 'optout-unreadable', row: 2, severity: 'held' }]);
  expect(counted).toEqual(['EnvelopeForged']);
});

test('whatever the bytes are, nothing throws, and no number comes into report, news or trail', async () => {
  const cell = fc.oneof(
    fc.constantFrom(PHONE, '"', ';', '\n', 'events', '2026-11-20', '+442079460123'),
    fc.string({ maxLength: 12 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 }), async (rows) => {
      const world = intakeWorld();
      await drop(world, `phone,scope,date,reason\n${rows.map((row) => row.join(',')).join('\n')}`);
      expect(JSON.stringify([world.records, [...world.reports.values()], world.news])).not.toMatch(/\+\d{10,}|448-?5512/);
    }),
    { numRuns: 60 },
  );
});
