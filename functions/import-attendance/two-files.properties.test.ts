import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY, portsOf, school, studentsIn } from '../../test/fixtures/attendance.ts';
import { type IntakeWorld, NAMING } from '../../test/fixtures/intake-memory.ts';
import { importAbsences } from './import-absences.ts';
import type { AttendancePorts } from './ports.ts';

const IDS = ['S1', 'S2', 'S3'] as const;
const CODES = ['U', 'E', 'T', ''] as const;
type Says = Readonly<Record<(typeof IDS)[number], (typeof CODES)[number]>>;

/** In upload order; all of one day. An empty code: the student is not in the file. */
const FILES = ['attendance/0940.csv', 'attendance/1130.csv', 'attendance/1300.csv'] as const;
const says: fc.Arbitrary<Says> = fc.record({
  S1: fc.constantFrom(...CODES),
  S2: fc.constantFrom(...CODES),
  S3: fc.constantFrom(...CODES),
});

function textOf(said: Says, key: string): string {
  const rows = IDS.flatMap((id) => (said[id] === '' ? [] : [`${id},${DAY},${said[id]},1,`]));
  // Of each school a student who is at school, so that the file speaks of both; and a remark, so that no two files are the same bytes.
  return `studentId,date,code,period,remark\n${[...rows, `N0,${DAY},T,1,${key}`, `Z0,${DAY},T,1,`].join('\n')}\n`;
}

/** Every request of every port waits for its turn, which the scheduler gives in any order. */
function interleaved(ports: AttendancePorts, scheduler: fc.Scheduler): AttendancePorts {
  const { absences } = ports;
  const turn =
    <A extends readonly unknown[], R>(name: string, act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await scheduler.schedule(Promise.resolve(), name);
      return act(...args);
    };
  return {
    ...ports,
    students: turn('students', ports.students),
    bus: { ...ports.bus, raise: turn('raise', ports.bus.raise) },
    absences: {
      ...absences,
      takeDay: turn('takeDay', absences.takeDay),
      ofDay: turn('ofDay', absences.ofDay),
      claim: turn('claim', absences.claim),
      mark: turn('mark', absences.mark),
    },
  };
}

async function schoolOfToday(): Promise<IntakeWorld> {
  const students = [
    ...IDS.map((id) => ({ id, ...(id === 'S3' ? { school: 'south' } : {}) })),
    { id: 'N0' },
    { id: 'Z0', school: 'south' },
  ];
  return school({ students });
}

test('of files of one day that are taken at the same time, the latest has the last word, and nobody’s absence is lost', async () => {
  const day = fc.record({
    said: fc.tuple(says, says, says),
    count: fc.integer({ min: 2, max: 3 }),
    /** Whether the first of them is through before the others begin. */
    firstAlone: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), day, async (scheduler, { said, count, firstAlone }) => {
      const world = await schoolOfToday();
      const files = FILES.slice(0, count);
      for (const [index, key] of files.entries()) {
        world.files.set(key, Buffer.from(textOf(said[index] ?? said[0], key)));
        world.uploads.set(key, `2026-11-24T1${index}:00:00.000Z`);
      }
      if (firstAlone) await importAbsences(portsOf(world), FILES[0]);
      const all = files.map((key) => importAbsences(interleaved(portsOf(world), scheduler), key));
      await scheduler.waitFor(Promise.all(all));
      const last = said[count - 1] ?? said[0];
      const told = studentsIn(world);
      for (const id of IDS) {
        const studentKey = NAMING.student(id);
        const state = world.absences.get(`${DAY} ${studentKey}`)?.state;
        if (last[id] === 'U') {
          expect(state, id).toBe('unexcused');
          expect(
            told.filter((one) => one === studentKey),
            `${id} is told of once`,
          ).toHaveLength(1);
        } else expect(state, id).not.toBe('unexcused');
      }
    }),
    { numRuns: 400 },
  );
});
