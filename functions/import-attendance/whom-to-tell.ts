import type { HeldNow, HeldSchool, KnownAbsence } from '../../shared/roster/attendance/absence-book.ts';
import type { AttendanceDay } from '../../shared/roster/attendance/attendance-day.ts';
import type { AbsentStudent } from './absent-students.ts';
import { doubtfulSchools, schoolsToCount } from './hold-schools.ts';
import type { AttendancePorts } from './ports.ts';
import { type Telling, tellingsOf } from './raise-notices.ts';
import type { AttendanceFile } from './tell.ts';

export interface WhomToTell {
  readonly tellings: readonly Telling[];
  /** Schools of which nobody is told before a person has looked. */
  readonly held: readonly HeldSchool[];
  /** Students of theirs who would be told about. */
  readonly waiting: number;
}

export interface DayKnown {
  readonly emptyClasses: AttendanceDay['emptyClasses'];
  /** Reported before, by student key. */
  readonly known: ReadonlyMap<string, KnownAbsence>;
  /** A later file of the day came first. */
  readonly overtaken: boolean;
}

/**
 * Who of the absent is told, in which notice, and which schools wait for a person. What this file has taken on before, by an
 * earlier delivery, is told in the notice it was taken on for, whatever has been held since. A school it has put on hold stays
 * so until it is approved: nothing that is counted anew lets it go. Durable: the holds, before anything else of the file is.
 */
export async function whomToTell(
  ports: AttendancePorts,
  file: AttendanceFile,
  absent: readonly AbsentStudent[],
  { emptyClasses, known, overtaken }: DayKnown,
): Promise<WhomToTell> {
  const own = absent.flatMap(({ studentKey }) => {
    const taken = known.get(studentKey);
    return taken?.fileHash === file.hash ? [{ studentKey, noticeId: taken.noticeId }] : [];
  });
  // What came late calls nobody anew; what it had taken on before a later file came is still to be raised.
  if (overtaken) return { tellings: own, held: [], waiting: 0 };
  const fresh = absent.filter(({ studentKey }) => !known.has(studentKey));
  const before = (await ports.absences.heldOn(file.day)).filter(({ fileHash }) => fileHash === file.hash);
  const held = [...before.filter(({ approved }) => !approved), ...(await holdNew(ports, file, fresh, emptyClasses, before))];
  const isAt = ({ schoolIds }: AbsentStudent, schools: readonly { readonly schoolId: string }[]) =>
    schools.find(({ schoolId }) => schoolIds.includes(schoolId));
  const waiting = new Set(fresh.filter((student) => isAt(student, held) !== undefined));
  const free = absent.filter((student) => known.get(student.studentKey)?.fileHash !== file.hash && !waiting.has(student));
  const passed = Map.groupBy(free, (student) => isAt(student, before)?.schoolId);
  const tellings = [...passed].flatMap(([approved, students]) => tellingsOf(file, students, approved));
  return { tellings: [...own, ...tellings], held, waiting: waiting.size };
}

async function holdNew(
  { absences, enrolled, settings }: AttendancePorts,
  { day, key, hash }: AttendanceFile,
  fresh: readonly AbsentStudent[],
  emptyClasses: AttendanceDay['emptyClasses'],
  before: readonly HeldNow[],
): Promise<readonly HeldSchool[]> {
  const { massAbsence } = settings;
  const counted = await enrolled(schoolsToCount(fresh, massAbsence));
  const doubts = doubtfulSchools(fresh, emptyClasses, counted, massAbsence);
  const isNew = ({ schoolId }: { readonly schoolId: string }) => before.every((one) => one.schoolId !== schoolId);
  const held = doubts.filter(isNew).map((doubt) => ({ day, file: key, fileHash: hash, ...doubt }));
  for (const school of held) await absences.hold(school);
  // If we die here: they are held, and the next delivery finds them so.
  return held;
}
