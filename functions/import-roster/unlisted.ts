import { openTasks } from '../../shared/office/keep-tasks.ts';
import type { Opening } from '../../shared/office/task.ts';
import type { NewBook } from '../../shared/roster/book/book.ts';
import type { Signal } from '../../shared/roster/book/breaker.ts';
import { type CutOff, cutOffBySilence } from '../../shared/roster/book/unlisted.ts';
import type { ProblemLog } from '../../shared/roster/report/problem.ts';
import { type ReportList, withoutFormulas } from '../../shared/roster/report/report.ts';
import type { Halves } from './halves.ts';
import type { RosterPorts } from './ports.ts';

/** Of a file that leaves out thousands, the first are work enough for a night; the report counts all of them. */
const TASKS_A_NIGHT = 200;
const LISTED = 200;

/** Students whom an export cuts off; only where the contacts were silent about anybody is anybody looked for. */
export function cutOffIn({ settings }: RosterPorts, next: NewBook, problems: ProblemLog): readonly CutOff[] {
  const silent = problems.counts()['flags-missing'] ?? 0;
  return silent === 0 ? [] : cutOffBySilence(next, settings.callEmergencyOnlyContacts);
}

/** Said with the export, which is taken all the same. */
export function cutOffSignals(cut: readonly CutOff[]): readonly Signal[] {
  if (cut.length === 0) return [];
  const nobody = cut.filter(({ reach }) => reach === 'nobody').length;
  const words = `users.csv names guardians about whom the contacts are silent. Because of it ${nobody} students can be reached by nobody, and ${cut.length - nobody} in emergencies alone. Add a row for each of these guardians to the contacts, or leave guardians out of the OneRoster export; they are listed below.`;
  return [{ id: 'guardians-unlisted', level: 'warn', words }];
}

/** Ids of the export alone. */
export function cutOffLists(cut: readonly CutOff[], { students, contacts }: NewBook): readonly ReportList[] {
  const rows = cut.map(({ studentKey, contactKeys, reach }) => [
    students.get(studentKey)?.student.sisId ?? '',
    contactKeys.map((key) => contacts.get(key)?.sisId ?? '').join(', '),
    reach === 'nobody' ? 'nobody' : 'in emergencies alone',
  ]);
  if (rows.length === 0) return [];
  const title = 'Reached by nobody, or in emergencies alone: the contacts say nothing about a guardian';
  const columns = ['Student id', 'Guardian id', 'Reached'];
  return [withoutFormulas({ title, columns, rows: rows.slice(0, LISTED) })];
}

/** One task a phone: whoever has it is asked about once. Durable when it resolves; done again, it opens nothing. */
export async function openCutOff(
  ports: RosterPorts,
  cut: readonly CutOff[],
  { students }: NewBook,
  { hash, contacts }: Halves,
): Promise<number> {
  const byNumber = Map.groupBy(
    cut.flatMap((one) => one.numberKeys.map((numberKey) => ({ numberKey, one }))),
    ({ numberKey }) => numberKey,
  );
  const openings = [...byNumber].slice(0, TASKS_A_NIGHT).map(([numberKey, of]): Opening => {
    const pupils = of.map(({ one }) => one.studentKey);
    return {
      subject: { kind: 'unlisted-guardian', numberKey },
      schoolId: pupils.flatMap((key) => students.get(key)?.student.schoolIds ?? []).sort()[0] ?? 'none',
      contactKeys: [...new Set(of.flatMap(({ one }) => one.contactKeys))],
      students: pupils,
      cause: { id: `roster.${hash.slice(0, 16)}.unlisted`, at: contacts.uploadedAt },
    };
  });
  return (await openTasks(ports, openings)).length;
}
