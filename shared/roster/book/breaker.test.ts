import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SETTINGS } from '../../../test/fixtures/intake-memory.ts';
import { isHeld, signalsOf } from './breaker.ts';
import type { ExportMeasures } from './measure-export.ts';

const LIMITS = SETTINGS.exportLimits;
/** A district of ten thousand pupils on a night like every other. */
const QUIET: ExportMeasures = {
  first: false,
  students: { before: 10_000, absent: 0, fresh: 0, present: 10_000 },
  schools: [
    { school: 'north', before: 9_961, absent: 0 },
    { school: 'tiny', before: 39, absent: 0 },
  ],
  contacts: { before: 18_000, absent: 0, fresh: 0 },
  links: { before: 20_000, absent: 0, present: 20_000 },
  phones: { compared: 18_000, changed: 0 },
  restrictions: { dropped: 0, said: 200 },
  rows: { seen: 28_000, rejected: 0 },
  numbers: { seen: 19_000, placeholders: 0, mostShared: 6 },
  bytes: { now: 1_000_000, before: 1_000_000 },
};
const told = (over: Partial<ExportMeasures>) => signalsOf({ ...QUIET, ...over }, LIMITS).map(({ id, level }) => `${level} ${id}`);
const students = (over: Partial<ExportMeasures['students']>) => ({ students: { ...QUIET.students, ...over } });

test('a night like every other gives no signal', () => {
  expect(told({})).toEqual([]);
});

test('the first export of all always waits for a person, and nothing is compared', () => {
  expect(told({ first: true, ...students({ before: 0, fresh: 10_000 }) })).toEqual(['hold first-export']);
  expect(told({ first: true, numbers: { seen: 19_000, placeholders: 19_000, mostShared: 1 } })).toEqual([
    'hold first-export',
    'hold phones-placeholder',
  ]);
});

describe('each limit is said from the one side of it, and holds from the other', () => {
  test.each<[string, Partial<ExportMeasures>, readonly string[]]>([
    ['2 % of the students are absent', students({ absent: 200 }), []],
    ['more than 2 %', students({ absent: 201 }), ['warn students-absent']],
    ['5 %', students({ absent: 500 }), ['warn students-absent']],
    ['more than 5 %', students({ absent: 501 }), ['hold students-absent']],
    [
      'a thousand of a very large district',
      { ...students({ before: 100_000, absent: 1_000, present: 99_000 }), links: { ...QUIET.links, present: 198_000 } },
      [],
    ],
    [
      'more than a thousand',
      { ...students({ before: 100_000, absent: 1_001, present: 99_000 }), links: { ...QUIET.links, present: 198_000 } },
      ['hold students-absent'],
    ],
    ['a quarter of a school', { schools: [{ school: 'north', before: 40, absent: 10 }] }, []],
    ['more than a quarter', { schools: [{ school: 'north', before: 40, absent: 11 }] }, ['hold school-students-absent']],
    ['a school of fewer than forty', { schools: [{ school: 'tiny', before: 39, absent: 39 }] }, []],
    ['3 % of the links are gone', { links: { before: 20_000, absent: 600, present: 20_000 } }, []],
    ['more than 10 % of the links', { links: { before: 20_000, absent: 2_001, present: 20_000 } }, ['hold contacts-absent']],
    ['a fifth of the ids is unknown', { contacts: { before: 18_000, absent: 5_600, fresh: 0 } }, ['warn ids-unknown']],
    ['more than a fifth', { contacts: { before: 18_000, absent: 5_601, fresh: 0 } }, ['hold ids-unknown']],
    ['more than a fifth of the students is new', students({ fresh: 2_001 }), ['hold students-new']],
    ['6 % of the contacts are new', { contacts: { before: 18_000, absent: 0, fresh: 1_080 } }, ['warn contacts-new']],
    ['15 % have other phones', { phones: { compared: 1_000, changed: 150 } }, ['warn phones-changed']],
    ['more than 15 %', { phones: { compared: 1_000, changed: 151 } }, ['hold phones-changed']],
    ['one restriction is gone', { restrictions: { dropped: 1, said: 200 } }, ['warn restrictions-dropped']],
    ['ten are gone', { restrictions: { dropped: 10, said: 200 } }, ['warn restrictions-dropped']],
    ['eleven are gone', { restrictions: { dropped: 11, said: 200 } }, ['hold restrictions-dropped']],
    [
      'half a per cent of few links',
      { links: { before: 400, absent: 0, present: 20_000 }, restrictions: { dropped: 3, said: 200 } },
      ['hold restrictions-dropped'],
    ],
    ['one in ten is restricted', { restrictions: { dropped: 0, said: 2_000 } }, ['warn restrictions-many']],
    ['more than one in ten', { restrictions: { dropped: 0, said: 2_001 } }, ['hold restrictions-many']],
    ['5 % of the rows are bad', { rows: { seen: 28_000, rejected: 1_400 } }, ['warn rows-rejected']],
    ['more than 5 %', { rows: { seen: 28_000, rejected: 1_401 } }, ['hold rows-rejected']],
    ['2 % only fill the field', { numbers: { seen: 10_000, placeholders: 200, mostShared: 1 } }, ['warn phones-placeholder']],
    ['more than 2 %', { numbers: { seen: 10_000, placeholders: 201, mostShared: 1 } }, ['hold phones-placeholder']],
    ['fifty share a phone', { numbers: { seen: 10_000, placeholders: 0, mostShared: 50 } }, []],
    ['fifty-one', { numbers: { seen: 10_000, placeholders: 0, mostShared: 51 } }, ['hold phone-shared']],
    ['few contacts a student', { links: { ...QUIET.links, present: 7_900 } }, ['warn contacts-per-student']],
    ['hardly any', { links: { ...QUIET.links, present: 4_900 } }, ['hold contacts-per-student']],
    ['too many', { links: { ...QUIET.links, present: 61_000 } }, ['hold contacts-per-student']],
    ['a fifth smaller', { bytes: { now: 800_000, before: 1_000_000 } }, []],
    ['smaller than that, or larger', { bytes: { now: 1_300_000, before: 1_000_000 } }, ['warn export-size']],
    ['less than half', { bytes: { now: 499_999, before: 1_000_000 } }, ['hold export-size']],
  ])('%s', (_, over, signals) => {
    expect(told(over)).toEqual(signals);
  });
});

test('shares of a handful say nothing: one family of a small school has moved', () => {
  const few = { before: 90, absent: 60, fresh: 50 };
  expect(
    told({
      students: { ...few, present: 90 },
      contacts: few,
      schools: [],
      links: { before: 100, absent: 60, present: 300 },
      phones: { compared: 100, changed: 90 },
      rows: { seen: 100, rejected: 50 },
      restrictions: { dropped: 0, said: 3 },
    }),
  ).toEqual([]);
});

test('whatever else is absent, an export that is held stays held', () => {
  const measures = fc.record({ absent: fc.nat(10_000), more: fc.nat(5_000), gone: fc.nat(20_000), dropped: fc.nat(30) });
  fc.assert(
    fc.property(measures, ({ absent, more, gone, dropped }) => {
      const over = { links: { before: 20_000, absent: gone, present: 20_000 }, restrictions: { dropped, said: 0 } };
      const held = isHeld(signalsOf({ ...QUIET, ...over, ...students({ absent }) }, LIMITS));
      const worse = isHeld(signalsOf({ ...QUIET, ...over, ...students({ absent: absent + more }) }, LIMITS));
      expect(held && !worse).toBe(false);
    }),
  );
});
