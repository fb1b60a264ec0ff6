import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { recordsOf } from '../../cli/demo/records.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import { rosterApprove } from '../../cli/roster-approve.ts';
import { anotherNight } from './another-night.ts';
import { metric } from './operator.ts';
import { type Day, scenario } from './scenario.ts';

const SCHOOL = 'plsd-high';
const CUT_OFF = '2026-11-25';

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

scenario(
  'an export without two of five students is held: everybody is still reached, what it forbids holds, and a named person lets it pass',
  { students: 500 },
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
    const cut = await anotherNight(sample, CUT_OFF, {
      users: (cells) => (gone(cells['sourcedId'] ?? '') ? undefined : cells),
      contacts: (cells) => {
        if (cells['guardianSourcedId'] === father.id) return { ...cells, restricted: 'Y' };
        return gone(cells['studentSourcedId'] ?? '') ? undefined : cells;
      },
    });
    await drop(cut.roster.key, cut.roster.zip, day.stage);
    await drop(cut.contacts.key, cut.contacts.csv, day.stage);
    const held = await reportOn(cut.roster.key, day.stage);
    expect(held.result, held.summary).toBe('held');
    expect(held.signals.map(({ level, id }) => `${level} ${id}`)).toContain('hold students-absent');
    expect(metric('RosterHeld', 'import-roster', day.stage)).toBe(2);

    const missing = others.filter(({ familyId }) =>
      sample.families.some(({ id, students: own }) => id === familyId && own.every((one) => gone(one.id))),
    );
    const numbers = new Set(missing.flatMap((one) => one.numbers.map(({ e164 }) => e164).filter((e164) => inBook.has(e164))));
    expect(numbers.size).toBeGreaterThan(3);
    const phones = [...numbers].map((number) => day.phone(number));
    const barred = father.numbers.map(({ e164 }) => day.phone(e164));
    const gas = await day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' });
    await day.untilClosed(gas);
    for (const phone of phones) phone.rang(1);
    for (const phone of barred) phone.silent();
    day.claimAll(gas);

    const person = operator(day);
    expect(await rosterApprove.run({ file: cut.roster.key, by: 'Dana Ruiz' }, person)).toBe(0);
    expect(person.asked).toHaveLength(1);
    const taken = await reportOn(cut.roster.key, day.stage, ['held']);
    expect(taken.result, taken.summary).toBe('imported');
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
