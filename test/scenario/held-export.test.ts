import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { recordsOf } from '../../cli/demo/records.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import { rosterApprove } from '../../cli/roster-approve.ts';
import type { SampleContact, SampleDistrict } from '../../infra/local/sample-district/index.ts';
import { anotherNight } from './another-night.ts';
import { metric } from './operator.ts';
import { type Day, scenario } from './scenario.ts';

const SCHOOL = 'plsd-high';
const CUT_OFF = '2026-11-25';
const HER_NEW_PHONE = '+13122349876';

function operator(day: Day) {
  const asked: string[] = [];
  return {
    asked,
    terminal: { ...createTerminal(process.stdout, true), result: () => undefined },
    clock: day.stage.district.clock,
    operator: 'cli:a-test',
    district: async () => day.stage.district,
    confirm: async (question: string) => asked.push(question) > 0,
    ask: async () => undefined,
    press: async () => undefined,
  };
}

/** Drops a night's export that will not pass by itself. */
async function heldNight({ stage }: Day, { roster, contacts }: SampleDistrict): Promise<readonly string[]> {
  await drop(roster.key, roster.zip, stage);
  await drop(contacts.key, contacts.csv, stage);
  const { result, summary, signals } = await reportOn(roster.key, stage);
  expect(result, summary).toBe('held');
  return signals.map(({ level, id }) => `${level} ${id}`);
}

/** Everybody at the school is told to leave. Returns the numbers that rang, each once. */
async function evacuate(day: Day): Promise<readonly string[]> {
  const { phones } = day.stage.cloud;
  const earlier = phones.rings().length;
  const gas = await day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' });
  await day.untilClosed(gas);
  day.claimAll(gas);
  const numbers = phones
    .rings()
    .slice(earlier)
    .map(({ number }) => number);
  expect(new Set(numbers).size).toBe(numbers.length);
  return numbers.sort();
}

scenario(
  'an export without two of five students is held: everybody is still reached, what it forbids holds; it applies once a named person lets it pass',
  { students: 500, patienceMs: 400_000 },
  async (day) => {
    const { sample, district } = day.stage;
    day.everybody({ picksUp: true, presses: '1' });
    await day.nightlyExport();
    // A few phones of the sample are such as no numbering plan has.
    const inBook = new Set((await district.everybody()).flatMap(({ numbers }) => numbers.map(({ e164 }) => e164)));
    const [father, ...others] = day.families(SCHOOL).flatMap(({ contacts }) => contacts);
    if (father === undefined) throw new Error('the sample has nobody at this school');
    // Whoever stands in the last two fifths of the file is missing, and the file is no less readable for it.
    const students = sample.families.flatMap((family) => family.students.map(({ id }) => id));
    const kept = new Set(students.slice(0, Math.floor((students.length * 3) / 5)));
    const gone = (id: string) => students.includes(id) && !kept.has(id);
    const isKept = ({ familyId }: SampleContact) =>
      sample.families.some(({ id, students: own }) => id === familyId && own.every((one) => !gone(one.id)));
    const mother = others.find(isKept);
    if (mother === undefined) throw new Error('everybody at this school is missing');
    const cut = await anotherNight(sample, CUT_OFF, {
      users: (cells) => (gone(cells['sourcedId'] ?? '') ? undefined : cells),
      contacts: (cells) => {
        if (cells['guardianSourcedId'] === father.id) return { ...cells, restricted: 'Y' };
        if (cells['guardianSourcedId'] === mother.id) return { ...cells, phone: HER_NEW_PHONE };
        return gone(cells['studentSourcedId'] ?? '') ? undefined : cells;
      },
    });
    expect(await heldNight(day, cut)).toContain('hold students-absent');
    expect(metric('RosterHeld', 'import-roster', day.stage)).toBe(2);
    const waiting = async () => (await district.office.listOpen()).map(({ kind, file }) => `${kind} ${file?.key}`);
    expect(await waiting()).toEqual([`held-export ${cut.roster.key}`]);

    const missing = others.filter(({ familyId }) =>
      sample.families.some(({ id, students: own }) => id === familyId && own.every((one) => gone(one.id))),
    );
    const numbers = new Set(missing.flatMap((one) => one.numbers.map(({ e164 }) => e164).filter((e164) => inBook.has(e164))));
    expect(numbers.size).toBeGreaterThan(3);
    const rang = await evacuate(day);
    expect(
      [...numbers].filter((number) => !rang.includes(number)),
      'who is missing and was not reached',
    ).toEqual([]);
    const [hers = ''] = mother.numbers.map(({ e164 }) => e164);
    expect(father.numbers.filter(({ e164 }) => rang.includes(e164))).toEqual([]);
    expect([rang.includes(hers), rang.includes(HER_NEW_PHONE)], 'her phone of last night').toEqual([true, false]);

    const person = operator(day);
    expect(await rosterApprove.run({ file: cut.roster.key, by: 'Dana Ruiz' }, person)).toBe(0);
    expect(person.asked).toHaveLength(1);
    const taken = await reportOn(cut.roster.key, day.stage, ['held']);
    expect(taken.result, taken.summary).toBe('imported');
    expect(await waiting(), 'let pass, and off the list').toEqual([]);
    const applied = rang.filter((number) => number !== hers);
    expect(await evacuate(day), 'whoever is missing is so for the first day').toEqual([...applied, HER_NEW_PHONE].sort());
    await expect(rosterApprove.run({ file: cut.roster.key, by: 'Dana Ruiz' }, person)).rejects.toThrow(/does not wait/);
    const records = await recordsOf(district.trailSource());
    const kinds = records.map(({ kind }) => kind).filter((kind) => kind.startsWith('roster.'));
    expect(kinds.filter((kind) => kind === 'roster.held')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'roster.approved')).toHaveLength(2);
    expect(JSON.stringify(records), 'who said yes is sealed').not.toContain('Dana Ruiz');
    const stored = [...day.stage.cloud.stored()].filter(({ bytes }) => bytes.includes(Buffer.from('Dana Ruiz')));
    expect(stored.map(({ place }) => place)).toEqual([]);
  },
);

/** The student information system has been set up anew over the weekend. */
const RENUMBERED = '2026-11-30';
const anew = (ids: string | undefined) => (ids ?? '').replace(/[\w-]+/g, 'new-$&');

scenario(
  'an export with every id anew, no custody in it and one order of a court is held: the order is obeyed, and everybody else is called as before',
  { students: 240 },
  async (day) => {
    const { sample } = day.stage;
    day.everybody({ picksUp: true, presses: '1' });
    await day.nightlyExport();
    const before = await evacuate(day);
    const [father] = day.families(SCHOOL).flatMap(({ contacts }) => contacts);
    if (father === undefined) throw new Error('the sample has nobody at this school');
    let rows = 0;
    const night = await anotherNight(sample, RENUMBERED, {
      users: ({ sourcedId, agentSourcedIds, ...cells }) => ({
        ...cells,
        ...{ sourcedId: anew(sourcedId), agentSourcedIds: anew(agentSourcedIds) },
      }),
      demographics: ({ sourcedId, ...cells }) => ({ ...cells, sourcedId: anew(sourcedId) }),
      enrollments: ({ userSourcedId, ...cells }) => ({ ...cells, userSourcedId: anew(userSourcedId) }),
      contacts: ({ studentSourcedId, guardianSourcedId, phone = '', ...cells }) => {
        rows += 1;
        return {
          ...{ ...cells, studentSourcedId: anew(studentSourcedId), guardianSourcedId: anew(guardianSourcedId) },
          ...{ language: 'English', restricted: guardianSourcedId === father.id ? 'Y' : '' },
          // Three in a hundred are what a training database is filled with.
          phone: rows % 33 === 0 ? '5551234' : phone,
        };
      },
    });
    expect(await heldNight(day, night)).toEqual(expect.arrayContaining(['hold ids-unknown', 'hold phones-placeholder']));
    const numbers = father.numbers.map(({ e164 }) => e164);
    const after = await evacuate(day);
    expect(before).toContain(numbers[0]);
    expect(after).toEqual(before.filter((number) => !numbers.includes(number)));
  },
);
