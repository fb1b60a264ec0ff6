import type { ProblemLog } from '../report/problem.ts';
import type { ProblemCode } from '../report/problem-words.ts';
import type { People } from './people.ts';
import type { PersonRows } from './person-rows.ts';

/**
 * Guardian → students. Links stand on the student's row, on the guardian's, or on both: their union, where one end is a student and
 * the other a guardian. Any other link is reported, except to people who are marked as gone or whose row is reported already.
 * @param isStudent whether this student is taken
 */
export function linksOf(
  people: People,
  isStudent: (sisId: string) => boolean,
  problems: ProblemLog,
): ReadonlyMap<string, readonly string[]> {
  const { students, guardians, staff, invalid, ended } = people;
  const told = new Set([...invalid, ...ended]);
  const links = new Map<string, string[]>();
  const link = (guardian: string, student: string) => {
    const linked = links.get(guardian) ?? [];
    if (isStudent(student) && !linked.includes(student)) links.set(guardian, [...linked, student]);
  };
  const report = (row: number, agent: string, wrongKind: ProblemCode) => {
    const isKnown = students.has(agent) || guardians.has(agent) || staff.has(agent);
    if (isKnown || !told.has(agent))
      problems.add(isKnown ? wrongKind : 'agent-unknown', { file: 'users.csv', row, column: 'agentSourcedIds' }, agent);
  };
  for (const { sisId, row, agent } of agentsIn(students)) {
    if (guardians.has(agent)) link(agent, sisId);
    // Who is a guardian as well may list children of their own.
    else if (!guardians.has(sisId) || !students.has(agent)) report(row, agent, 'agent-not-guardian');
  }
  for (const { sisId, row, agent } of agentsIn(guardians)) {
    if (students.has(agent)) link(sisId, agent);
    // Of those who are students as well it is reported above.
    else if (!students.has(sisId)) report(row, agent, 'agent-not-student');
  }
  for (const { sisId, row, agent } of agentsIn(staff))
    if (!guardians.has(sisId) && !students.has(sisId)) report(row, agent, 'agent-not-guardian');
  return links;
}

function* agentsIn(all: PersonRows): Generator<{ readonly sisId: string; readonly row: number; readonly agent: string }> {
  for (const [sisId, rows] of all) for (const { row, agents } of rows) for (const agent of agents) yield { sisId, row, agent };
}
