/**
 * A file format as data: which of our columns is called what in the file. Headers match on letters and digits only, so
 * `Student_ID`, `student id` and `studentId` are one. What a map does not name is never looked at beyond the tokenizer.
 */
export interface ColumnMap<Column extends string> {
  /** Name and version of the map; stated in each report. */
  readonly name: string;
  readonly columns: Readonly<Record<Column, ColumnRule>>;
  /**
   * Columns that are read to the letter: flags, answers, codes. Elsewhere `NULL`, `n/a` or `-` is an empty field; here it may mean
   * something, and an empty flag says "no restriction", so it stays, is unknown, and never calls.
   */
  readonly literal: readonly Column[];
  /** Fields that are dropped the moment a row is read, where another column has one of these values. */
  readonly forget?: { readonly where: Column; readonly is: readonly string[]; readonly columns: readonly Column[] };
}

export interface ColumnRule {
  /** Name to show in reports, then synonyms. */
  readonly headers: readonly [string, ...string[]];
  /** A file without this column is not taken: the flag it carries might be the one that forbids the call. */
  readonly promised: boolean;
}

export const promised = (...headers: [string, ...string[]]): ColumnRule => ({ headers, promised: true });
export const optional = (...headers: [string, ...string[]]): ColumnRule => ({ headers, promised: false });

/** `Student_ID ` → `studentid`. */
export function normalHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
