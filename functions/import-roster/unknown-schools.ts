import type { NewBook } from '../../shared/roster/book/book.ts';
import type { Signal } from '../../shared/roster/book/breaker.ts';
import type { RosterPorts } from './ports.ts';

const NAMED = 5;

/**
 * Students all of whose schools the settings do not name: no notice to a school reaches their families. Said with the export, which is
 * taken all the same, and counted, so that somebody is woken: a school that opened is a line in the settings that is missing.
 */
export function unknownSchools({ settings, measures }: RosterPorts, { students, schools: said }: NewBook): readonly Signal[] {
  const known = new Set(settings.schools.map(({ id }) => id));
  if ([...said].every((id) => known.has(id))) return [];
  const at = new Map<string, number>();
  let stranded = 0;
  for (const { student } of students.values()) {
    if (student.schoolIds.some((id) => known.has(id))) continue;
    stranded += 1;
    for (const id of student.schoolIds) at.set(id, (at.get(id) ?? 0) + 1);
  }
  if (stranded === 0) return [];
  measures.count('StudentsAtUnknownSchools', stranded);
  const schools = [...at].toSorted(([, one], [, other]) => other - one).map(([id, count]) => `${id}: ${count}`);
  const more = schools.length > NAMED ? `, and ${schools.length - NAMED} more` : '';
  const words = `${stranded} students are at schools that are not in the settings (${schools.slice(0, NAMED).join(', ')}${more}): emergencies and closures for the whole district reach their families, and no notice to a school or about an event does. Add the schools to the settings, and deploy.`;
  return [{ id: 'schools-unknown', level: 'warn', words }];
}
