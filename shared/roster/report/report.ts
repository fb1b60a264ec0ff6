import type { Signal } from '../book/breaker.ts';
import type { Problem, ProblemLog } from './problem.ts';

/** How one dropped file, or one pair of files, fared. Ids of rows at most; never a name, a number or a value. */
export interface Report {
  /** Key of the file in the intake bucket. */
  readonly file: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  /** `waiting`: the other half is not there yet. `held`: it, or part of it, takes no effect until a named person has looked. */
  readonly result: 'imported' | 'rejected' | 'waiting' | 'held';
  /** One plain sentence. */
  readonly summary: string;
  /** Hex SHA-256 of the files, where a person's yes is asked for. */
  readonly hash?: string;
  /** What is unlike last night. */
  readonly signals?: readonly Signal[];
  /** What was counted, in reading order: name in words → number. */
  readonly counts: Readonly<Record<string, number>>;
  /** Lists for the clerk, e.g. absences that nobody was called about. */
  readonly lists?: readonly ReportList[];
  readonly problems: readonly Problem[];
  /** Column maps that were used. */
  readonly maps: readonly string[];
}

export interface ReportList {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * The list as it may be shown. Its ids and codes are copied out of the page into spreadsheets, which would run what begins like a
 * formula (ROSTER §11). A dash alone is an attendance code.
 */
export function withoutFormulas(list: ReportList): ReportList {
  return { ...list, rows: list.rows.map((row) => row.map((cell) => (/^[=+@-]./s.test(cell) ? '(a formula)' : cell))) };
}

/** `reports/<key of the file>`: with `.json` and `.html` behind it. */
export function reportKey(file: string): string {
  return `reports/${file}`;
}

/** What stops a file, each reason once; of a whole column, where it stands and how much of it. */
export function whyStopped(log: ProblemLog): string {
  const stops = log.list().filter(({ severity }) => severity === 'stop');
  const words = stops.map(({ file, column, rows, what }) =>
    rows === undefined ? what : `${file}, ${column}, in ${rows} rows: ${what}`,
  );
  return [...new Set(words)].join(' ');
}

/** The worst first: what stops the file, what was not taken, what is held, what is worth knowing. @param more read once more: each is told once */
export function problemsInOrder(log: ProblemLog, more?: ProblemLog): readonly Problem[] {
  const rank = { stop: 0, rejected: 1, held: 2, note: 3 };
  const told = new Set(log.list().map((problem) => JSON.stringify(problem)));
  const further = more?.list().filter((problem) => !told.has(JSON.stringify(problem))) ?? [];
  return [...log.list(), ...further].toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}
