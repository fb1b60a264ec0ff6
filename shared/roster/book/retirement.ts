/**
 * Who leaves the book. Being absent from one export is no reason: a filter, a typo, a night's fault. Whoever is in no row, valid or
 * not, of the exports of three days is retired: their links go, and nobody is planned for them. What they agreed to and stopped, and
 * whom a court has kept from whom, stays (ROSTER §0.2, §11).
 */
/** Days, YYYY-MM-DD, whose export did not have them, by key. */
export type DaysMissing = ReadonlyMap<string, readonly string[]>;

export interface Missing {
  readonly students: DaysMissing;
  readonly contacts: DaysMissing;
}

/** A line of the list of missing people; `days` absent: it goes. */
export interface MissingChange {
  readonly kind: 'student' | 'contact';
  readonly id: string;
  readonly days?: readonly string[];
}

export interface Retirement {
  readonly retired: ReadonlySet<string>;
  readonly changes: readonly MissingChange[];
}

const EXPORTS = 3;

/** Days that an export stands for, YYYY-MM-DD, the same in every delivery of it. */
export interface ExportDays {
  /** Of the export itself. */
  readonly day: string;
  /** Of the bulk export it rests on, where it is a delta: who is merely not in that one is not missing anew each night. */
  readonly bulkDay: string;
}

/** @param absent from tonight's export, of all who are in the book @param ended whom it marks as gone */
export function retiredStudents(
  absent: ReadonlySet<string>,
  ended: ReadonlySet<string>,
  missing: DaysMissing,
  { day, bulkDay }: ExportDays,
): Retirement {
  const dayOf = (key: string) => (ended.has(key) ? day : bulkDay);
  return retirementOf('student', absent, () => false, missing, dayOf);
}

/** @param stays who must not be retired, whatever the exports say: a restriction of theirs would be forgotten */
export function retiredContacts(
  absent: ReadonlySet<string>,
  stays: (contactKey: string) => boolean,
  missing: DaysMissing,
  day: string,
): Retirement {
  return retirementOf('contact', absent, stays, missing, () => day);
}

function retirementOf(
  kind: MissingChange['kind'],
  keys: ReadonlySet<string>,
  stays: (key: string) => boolean,
  missing: DaysMissing,
  dayOf: (id: string) => string,
): Retirement {
  const absent = new Map([...keys].map((id) => [id, daysOf(missing.get(id), dayOf(id))]));
  const retired = new Set([...absent].flatMap(([id, days]) => (days.length >= EXPORTS && !stays(id) ? [id] : [])));
  const longer = [...absent].filter(([id, days]) => !retired.has(id) && days.length !== missing.get(id)?.length);
  // Back again, retired, or not in the book any more.
  const gone = [...missing.keys()].filter((id) => !absent.has(id) || retired.has(id));
  return { retired, changes: [...longer.map(([id, days]) => ({ kind, id, days })), ...gone.map((id) => ({ kind, id }))] };
}

/** Two exports of a day count once: whoever sends one again in the hour has not waited a night. More days than enough are not kept. */
function daysOf(before: readonly string[] = [], day: string): readonly string[] {
  return [...new Set([...before, day])].sort().slice(0, EXPORTS);
}
