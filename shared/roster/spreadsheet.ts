/**
 * What a spreadsheet does to a file that is opened and saved in one (ROSTER §9, §11): a whole column is ruined at once, and what is
 * left of it may look like data. A cell or two are somebody's typing, and are reported by row.
 */
import type { ProblemLog } from './report/problem.ts';
import type { ProblemCode } from './report/problem-words.ts';
import type { DamageCode } from './report/spreadsheet-words.ts';

/** What a column holds: the same text is a ruined number in one and a name in another. */
export type ColumnKind = 'phone' | 'id' | 'date' | 'grade' | 'text';

/** A column of which so much is ruined that nothing of its file can be trusted. */
export interface Damage {
  /** What was done to most of it. */
  readonly code: DamageCode;
  readonly file: string;
  readonly column: string;
  /** Ruined rows. */
  readonly rows: number;
}

/** Looks at cells as they are read. */
export interface SheetWatch {
  /** Once for each column of a file; what comes back takes each of its cells. */
  column(file: string, column: string, kind: ColumnKind): (value: string) => void;
  /** The log, through which `#N/A` is seen: to the reader of tables it is a word for nothing. */
  watching(problems: ProblemLog): ProblemLog;
  /** The columns that are ruined. */
  found(): readonly Damage[];
  /** Whether a column is among them. */
  isRuined(file: string, column: string): boolean;
}

/** Fewer ruined cells of a column are rows that somebody typed. */
const FEW = 5;

const ERROR = /^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/i;
const HASH = 0x23;
/** A plus is written by spreadsheets; an id may well hold an E between digits. */
const SCIENTIFIC = /^'?\d(?:[.,]\d+)?E\+\d+$/i;
/** 1 January 1930 to 31 December 2064, counted from 1900. */
const DAY_NUMBERS = { first: 10_959, last: 60_266 } as const;

interface Watched {
  readonly file: string;
  readonly column: string;
  filled: number;
  readonly ruined: Map<DamageCode, number>;
}

/** @param percent of what is filled in a column: above this share it is ruined */
export function watchSheets(percent: number): SheetWatch {
  const files = new Map<string, Map<string, Watched>>();
  const countsOf = (file: string, column: string): Watched => {
    const counts: Watched = { file, column, filled: 0, ruined: new Map() };
    const columns = files.get(file) ?? new Map<string, Watched>();
    files.set(file, columns.set(column, counts));
    return counts;
  };
  const watched = (file: string, column: string): Watched => files.get(file)?.get(column) ?? countsOf(file, column);
  const seen = (counts: Watched, code: DamageCode | undefined): void => {
    counts.filled += 1;
    if (code !== undefined) counts.ruined.set(code, (counts.ruined.get(code) ?? 0) + 1);
  };
  const damageIn = ({ file, column, filled, ruined }: Watched): readonly Damage[] => {
    const [most] = [...ruined].sort(([, a], [, b]) => b - a);
    const rows = [...ruined.values()].reduce((sum, one) => sum + one, 0);
    return most === undefined || !isMany(rows, filled, percent) ? [] : [{ code: most[0], file, column, rows }];
  };
  return {
    column: (file, column, kind) => {
      const counts = watched(file, column);
      return (value) => {
        if (value !== '') seen(counts, damageOf(kind, value));
      };
    },
    watching: (problems) => ({
      ...problems,
      add(code, place, value) {
        if (code === 'null-literal' && /^#N\/A$/i.test(value ?? ''))
          seen(watched(place.file, place.column ?? ''), 'column-errors');
        problems.add(code, place, value);
      },
    }),
    found: () => [...files.values()].flatMap((columns) => [...columns.values()].flatMap(damageIn)),
    isRuined: (file, column) => {
      const counts = files.get(file)?.get(column);
      return counts !== undefined && damageIn(counts).length > 0;
    },
  };
}

/** Whether so many of a column are more than slips. */
function isMany(ruined: number, of: number, percent: number): boolean {
  return ruined >= FEW && ruined * 100 > of * percent;
}

/** What a spreadsheet has made of one cell; undefined for what may be what somebody wrote. */
export function damageOf(kind: ColumnKind, value: string): DamageCode | undefined {
  if (value.charCodeAt(0) === HASH)
    return ERROR.test(value) ? 'column-errors' : /^#{3,}$/.test(value) ? 'column-too-narrow' : undefined;
  switch (kind) {
    case 'phone':
      if (SCIENTIFIC.test(value)) return 'column-scientific';
      return /^'?\d{7,}\.0$/.test(value) ? 'column-decimals' : undefined;
    case 'id':
      return SCIENTIFIC.test(value) ? 'column-scientific' : undefined;
    case 'date': {
      const days = /^\d{5}(?:\.\d+)?$/.test(value) ? Number(value) : 0;
      return days >= DAY_NUMBERS.first && days <= DAY_NUMBERS.last ? 'column-day-numbers' : undefined;
    }
    case 'grade':
      return /^(\d{1,2}-\p{L}{3,4}|\p{L}{3,4}-\d{1,2})$/u.test(value) ? 'column-dates' : undefined;
    case 'text':
      return undefined;
  }
}

/** Ids of one column held against those of the column they name. */
export interface LostZeros {
  /** Ids that lost their zeros → those they are. Empty where they are no more than slips. */
  readonly here: ReadonlyMap<string, string>;
  /** Ids of the other column that lost theirs. */
  readonly there: ReadonlySet<string>;
}

/**
 * Ids that are nobody's as they stand, and somebody's with zeros before them or without: of the ids that could have lost some, more
 * than a share. Where `7` is somebody as well as `007`, it stays that one.
 * @param named everybody; gone through only where some of the ids are nobody's by `isNamed`, which knows most of them
 */
export function lostZeros(
  ids: ReadonlySet<string>,
  isNamed: (id: string) => boolean,
  named: Iterable<string>,
  percent: number,
): LostZeros {
  if ([...ids].every(isNamed)) return { here: new Map(), there: new Set() };
  const known = new Set(named);
  const whole = new Map([...known].filter(hasZeros).map((id) => [bare(id), id]));
  const [here, there] = [new Map<string, string>(), new Set<string>()];
  let kept = 0;
  for (const id of ids) {
    const full = whole.get(id);
    if (known.has(id)) kept += hasZeros(id) ? 1 : 0;
    else if (full !== undefined) here.set(id, full);
    else if (hasZeros(id) && known.has(bare(id))) there.add(bare(id));
  }
  const isLost = ({ size }: { readonly size: number }) => isMany(size, size + kept, percent);
  return { here: isLost(here) ? here : new Map(), there: isLost(there) ? there : new Set() };
}

function hasZeros(id: string): boolean {
  return /^0\d+$/.test(id);
}

function bare(id: string): string {
  return id.replace(/^0+(?=\d)/, '');
}

const FORBIDS: ReadonlySet<ProblemCode> = new Set(['do-not-call', 'restriction-unmatched']);

/**
 * Puts ruined columns on record, as what stops the file, in the place of what was said of its rows: they are ruined with it. What a
 * row forbids stays said.
 */
export function reportDamage(damage: readonly Damage[], problems: ProblemLog): void {
  if (damage.length === 0) return;
  problems.forget(({ row, code, severity }) => row !== undefined && severity !== 'stop' && !FORBIDS.has(code));
  for (const { code, ...place } of damage) problems.add(code, place);
}
