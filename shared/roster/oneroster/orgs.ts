import type { Row } from '../bytes/read-table.ts';
import { ORG_TYPES, type OrgColumn } from '../maps/oneroster-1.1.ts';
import type { ProblemLog } from '../report/problem.ts';
import { readWord } from '../values.ts';

export interface Orgs {
  /** Ids of the schools; absent where no orgs.csv says what a school is. */
  readonly schools?: readonly string[];
  /** The school that an org is, or is a part of; undefined for what stands above schools. Without orgs.csv every org passes for one. */
  schoolOf(org: string): string | undefined;
}

/** Deeper than any district; what is not found by then goes in a circle. */
const MAX_PARENTS = 8;

interface Org {
  readonly isSchool: boolean;
  readonly parent: string;
}

/** @param rows of orgs.csv that are in force; undefined without the file */
export function readOrgs(rows: readonly Row<OrgColumn>[] | undefined, problems: ProblemLog): Orgs {
  if (rows === undefined) return { schoolOf: (org) => (org === '' ? undefined : org) };
  const orgs = new Map<string, Org>();
  for (const { cells } of rows)
    orgs.set(cells.sourcedId, { isSchool: readWord(cells.type) === 'school', parent: cells.parentSourcedId });
  const found = new Map<string, string>();
  for (const { row, cells } of rows) {
    if (!ORG_TYPES.has(readWord(cells.type)))
      problems.add('org-type-unknown', { file: 'orgs.csv', row, column: 'type' }, cells.type);
    const above = schoolAbove(cells.sourcedId, orgs);
    if (above === 'endless')
      problems.add('org-circle', { file: 'orgs.csv', row, column: 'parentSourcedId' }, cells.parentSourcedId);
    else if (above !== undefined) found.set(cells.sourcedId, above.school);
  }
  return {
    schools: [...orgs].flatMap(([id, { isSchool }]) => (isSchool ? [id] : [])),
    schoolOf: (org) => found.get(org),
  };
}

/** An org without a parent, or with one that the file does not have, is the district, or stands above it. */
function schoolAbove(id: string, orgs: ReadonlyMap<string, Org>): { readonly school: string } | 'endless' | undefined {
  let at = id;
  for (let steps = 0; steps <= MAX_PARENTS; steps += 1) {
    const org = orgs.get(at);
    if (org === undefined || (!org.isSchool && org.parent === at)) return undefined;
    if (org.isSchool) return { school: at };
    at = org.parent;
  }
  return 'endless';
}
