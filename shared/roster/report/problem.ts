import { valueClass } from '../bytes/value-class.ts';
import { PROBLEMS, type ProblemCode } from './problem-words.ts';
import type { Severity } from './severity.ts';

/** One thing wrong with a file: what, where, what to do. Never the value, only what kind of value it was. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly file: string;
  /** As a spreadsheet counts: the header is row 1. */
  readonly row?: number;
  /** Of a whole column: in how many rows. */
  readonly rows?: number;
  readonly column?: string;
  /** E.g. `digits(7)`, `text(12)`, `empty`. */
  readonly valueClass?: string;
  readonly what: string;
  readonly todo: string;
}

export interface Place {
  readonly file: string;
  readonly row?: number;
  readonly rows?: number;
  readonly column?: string;
}

/** Collects problems, every row that was not taken among them; of notes it keeps the first of a kind and counts the rest. */
export interface ProblemLog {
  add(code: ProblemCode, place: Place, value?: string): void;
  /** Takes back what was said of rows that something said of the whole file makes needless; rows stay counted as not taken. */
  forget(isNeedless: (problem: Problem) => boolean): void;
  /** True once a problem of severity `stop` is in: nothing of the file may be taken. */
  stopped(): boolean;
  list(): readonly Problem[];
  /** How often each code was met, those left out of the list included. */
  counts(): Readonly<Partial<Record<ProblemCode, number>>>;
  /** Rows with at least one problem that is no mere note. */
  rowsRejected(): number;
}

/** Of one kind in one column. With more rows that were not taken, the export is held, and somebody looks at the column. */
const LISTED_PER_KIND: Readonly<Record<Severity, number>> = { stop: 200, rejected: 20_000, held: 20_000, note: 200 };

export function problemLog(): ProblemLog {
  let problems: Problem[] = [];
  const listed = new Map<string, number>();
  const counts: Partial<Record<ProblemCode, number>> = {};
  const rows = new Set<string>();
  let stopped = false;
  return {
    add(code, place, value) {
      const { severity, what, todo } = PROBLEMS[code];
      counts[code] = (counts[code] ?? 0) + 1;
      stopped ||= severity === 'stop';
      if (place.row !== undefined && severity !== 'note') rows.add(`${place.file}:${place.row}`);
      const kind = `${code} ${place.file} ${place.column ?? ''}`;
      const seen = (listed.get(kind) ?? 0) + 1;
      listed.set(kind, seen);
      if (seen > LISTED_PER_KIND[severity]) return;
      problems.push({ code, severity, ...place, ...(value === undefined ? {} : { valueClass: valueClass(value) }), what, todo });
    },
    forget(isNeedless) {
      const codes = new Set(problems.filter(isNeedless).map(({ code }) => code));
      problems = problems.filter((problem) => !isNeedless(problem));
      // Those left out of the list were of rows, as the ones in it.
      for (const code of codes) {
        const left = problems.filter((problem) => problem.code === code).length;
        if (left === 0) delete counts[code];
        else counts[code] = left;
      }
    },
    stopped: () => stopped,
    list: () => problems,
    counts: () => counts,
    rowsRejected: () => rows.size,
  };
}
