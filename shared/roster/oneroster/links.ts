import type { ProblemLog } from '../report/problem.ts';
import type { ProblemCode } from '../report/problem-words.ts';
import type { People } from './people.ts';
import type { PersonRow, PersonRows } from './person-rows.ts';

/**
 * Guardian → students. Links stand on the student's row, on the guardian's, or on both: their union, where one end is a student and
 * the other a guardian.
 * @param isStudent whether this student is taken
 */
export function linksOf(
  { students, guardians }: People,
  isStudent: (sisId: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const links = new Map<string, readonly string[]>();
  const link = (guardian: string, student: string): void => {
    const linked = links.get(guardian) ?? [];
    if (guardians.has(guardian) && isStudent(student) && !linked.includes(student)) links.set(guardian, [...linked, student]);
  };
  for (const { sisId, agent } of agentsIn(students)) link(agent, sisId);
  for (const { sisId, agent } of agentsIn(guardians)) link(sisId, agent);
  return links;
}

function* agentsIn(all: PersonRows): Generator<{ readonly sisId: string; readonly agent: string }> {
  for (const [sisId, rows] of all) for (const { agents } of rows) for (const agent of agents) yield { sisId, agent };
}

/**
 * Reports links that are none, except to people who are marked as gone or whose row is reported already. It is shown the rows of
 * everybody, once for each kind of person that they are.
 */
export function linkReporter({ students, guardians, staff, invalid, ended }: People, problems: ProblemLog) {
  const told = new Set([...invalid, ...ended]);
  const report = (row: number, agent: string, wrongKind: ProblemCode): void => {
    const isKnown = students.has(agent) || guardians.has(agent) || staff.has(agent);
    if (isKnown || !told.has(agent))
      problems.add(isKnown ? wrongKind : 'agent-unknown', { file: 'users.csv', row, column: 'agentSourcedIds' }, agent);
  };
  const each = (rows: readonly PersonRow[], see: (sisId: string, agent: string, row: number) => void): void => {
    for (const { sisId, row, agents } of rows) for (const agent of agents) see(sisId, agent, row);
  };
  return {
    student: (rows: readonly PersonRow[]): void =>
      each(rows, (sisId, agent, row) => {
        // Who is a guardian as well may list children of their own.
        const isOwnChild = guardians.has(sisId) && students.has(agent);
        if (!guardians.has(agent) && !isOwnChild) report(row, agent, 'agent-not-guardian');
      }),
    guardian: (rows: readonly PersonRow[]): void =>
      each(rows, (sisId, agent, row) => {
        // Of those who are students as well it is reported there.
        if (!students.has(agent) && !students.has(sisId)) report(row, agent, 'agent-not-student');
      }),
    staff: (rows: readonly PersonRow[]): void =>
      each(rows, (sisId, agent, row) => {
        if (!guardians.has(sisId) && !students.has(sisId)) report(row, agent, 'agent-not-guardian');
      }),
  };
}
