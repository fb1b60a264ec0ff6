/**
 * What stops an export that does not look like last night's: a cut-off file, another school's, a training database, a column that
 * has moved. Its restrictions hold at once all the same; what it permits waits for a named person (ROSTER §11).
 */
import type { DistrictSettings } from '../../district/settings.ts';
import type { ExportMeasures } from './measure-export.ts';

export type ExportLimits = DistrictSettings['exportLimits'];

export type SignalId =
  | 'first-export'
  | 'students-absent'
  | 'school-students-absent'
  | 'contacts-absent'
  | 'ids-unknown'
  | 'students-new'
  | 'contacts-new'
  | 'phones-changed'
  | 'restrictions-dropped'
  | 'restrictions-many'
  | 'rows-rejected'
  | 'phones-placeholder'
  | 'phone-shared'
  | 'contacts-per-student'
  | 'export-size'
  | 'halves-apart'
  | 'schools-unknown'
  | 'guardians-unlisted';

/** One thing that is unlike last night. `hold`: the export waits for a person's yes; `warn`: it is said, and taken. */
export interface Signal {
  readonly id: SignalId;
  readonly level: 'warn' | 'hold';
  /** What was found, against what limit, in words for whoever decides. No value of a row. */
  readonly words: string;
}

/** Shares of fewer people than this say nothing: two of ten are a family that moved. Of rows it takes more: every export has bad ones. */
const FEW = 200;
const FEW_ROWS = 500;
const SMALL_SCHOOL = 40;

/** A share of so many per cent is said, below the district's own limit, at which it holds. */
interface ShareRule {
  readonly id: SignalId;
  readonly warn: number;
  readonly hold: number;
  readonly part: number;
  readonly of: number;
  readonly words: string;
  /** Below so many nothing is said; `FEW` unless told. */
  readonly least?: number;
}

/** @returns signals that hold first; none where the export is like last night's */
export function signalsOf(measures: ExportMeasures, limits: ExportLimits): readonly Signal[] {
  if (measures.first) return [{ id: 'first-export', level: 'hold', words: FIRST }, ...ofItself(measures, limits)];
  const signals = [...turnover(measures, limits), ...ofItself(measures, limits)];
  return signals.toSorted((a, b) => Number(b.level === 'hold') - Number(a.level === 'hold'));
}

const FIRST =
  'No export has been taken before, so there is nothing to compare it with. Look at the counts: are these your schools, your students, your contacts?';

/** Restrictions of a held export apply at once, but not where the column itself is in doubt: nobody could be reached in an emergency. */
export const restrictionsAreMeant = (signals: readonly Signal[]): boolean =>
  !signals.some(({ id, level }) => id === 'restrictions-many' && level === 'hold');

/** So many of the links would be kept from calls that the column is most likely another one. */
export const columnInDoubt = (part: number, links: number, { restrictedPercent }: ExportLimits): boolean =>
  links >= FEW && (100 * part) / links > restrictedPercent;

export const isHeld = (signals: readonly Signal[]): boolean => signals.some(({ level }) => level === 'hold');

/** What has become of those who were in the book. */
function turnover(measures: ExportMeasures, limits: ExportLimits): readonly Signal[] {
  const { students, contacts, links, phones } = measures;
  const ids = { before: students.before + contacts.before, absent: students.absent + contacts.absent };
  const shares: readonly ShareRule[] = [
    {
      id: 'students-absent',
      ...{ warn: 2, hold: limits.studentsAbsentPercent, part: students.absent, of: students.before },
      words: 'students of the book are not in it',
    },
    {
      id: 'contacts-absent',
      ...{ warn: 3, hold: limits.contactsAbsentPercent, part: links.absent, of: links.before },
      words: 'links of a contact to a student are not in it',
    },
    {
      id: 'ids-unknown',
      ...{ warn: 5, hold: 100 - limits.idOverlapPercent, part: ids.absent, of: ids.before },
      words: 'ids of the book do not occur in it; were all ids given anew',
    },
    {
      id: 'students-new',
      ...{ warn: 5, hold: limits.newPercent, part: students.fresh, of: students.before },
      words: 'students are new, measured by those in the book',
    },
    {
      id: 'contacts-new',
      ...{ warn: 5, hold: limits.newPercent, part: contacts.fresh, of: contacts.before },
      words: 'contacts are new, measured by those in the book',
    },
    {
      id: 'phones-changed',
      ...{ warn: 5, hold: limits.phonesChangedPercent, part: phones.changed, of: phones.compared },
      words: 'contacts have other phones than before',
    },
  ];
  return [...shares.flatMap(ofShare), ...absentInNumbers(measures, limits), ...dropped(measures, limits)];
}

function ofShare({ id, warn, hold, part, of, words, least = FEW }: ShareRule): Signal[] {
  const percent = of === 0 ? 0 : (100 * part) / of;
  if (of < least || percent <= Math.min(warn, hold)) return [];
  const level = percent > hold ? 'hold' : 'warn';
  return [{ id, level, words: `${part} of ${of} ${words} (${rounded(percent)} %; it is held above ${hold} %).` }];
}

/** In a large district a small share is many children; in one school even a large share is a small one of the district. */
function absentInNumbers({ students, schools }: ExportMeasures, limits: ExportLimits): readonly Signal[] {
  const most = limits.studentsAbsent;
  const many: Signal[] =
    students.absent > most
      ? [
          {
            id: 'students-absent',
            level: 'hold',
            words: `${students.absent} students of the book are not in it (it is held above ${most}).`,
          },
        ]
      : [];
  const empty = schools.flatMap(({ school, before, absent }): Signal[] => {
    const percent = (100 * absent) / Math.max(1, before);
    if (before < SMALL_SCHOOL || percent <= limits.schoolAbsentPercent) return [];
    const words = `${absent} of ${before} students of ${school} are not in it (it is held above ${limits.schoolAbsentPercent} % of a school).`;
    return [{ id: 'school-students-absent', level: 'hold', words }];
  });
  return [...many, ...empty];
}

/** A restriction that is gone is said however few they are: behind one there may be a court's order. */
function dropped({ links, restrictions }: ExportMeasures, limits: ExportLimits): readonly Signal[] {
  if (restrictions.dropped === 0) return [];
  const share = links.before < FEW ? Number.POSITIVE_INFINITY : (limits.restrictionsDroppedPercent / 100) * links.before;
  const limit = Math.floor(Math.min(limits.restrictionsDropped, share));
  const words = `${restrictions.dropped} restrictions are gone from it (it is held above ${limit}). They hold until somebody clears them, each by name.`;
  return [{ id: 'restrictions-dropped', level: restrictions.dropped > limit ? 'hold' : 'warn', words }];
}

/** What is odd about an export whatever was before. */
function ofItself(measures: ExportMeasures, limits: ExportLimits): readonly Signal[] {
  const { rows, numbers, links, restrictions } = measures;
  const shares: readonly ShareRule[] = [
    {
      id: 'rows-rejected',
      ...{ warn: 1, hold: limits.rowsRejectedPercent, part: rows.rejected, of: rows.seen, least: FEW_ROWS },
      words: 'rows could not be taken, or are held',
    },
    {
      id: 'phones-placeholder',
      ...{ warn: 1, hold: limits.placeholderPercent, part: numbers.placeholders, of: numbers.seen },
      words: 'phones only fill the field; is it a training database',
    },
    {
      id: 'restrictions-many',
      ...{ warn: 5, hold: limits.restrictedPercent, part: restrictions.said, of: links.present },
      words: 'links are restricted; is it the right column',
    },
  ];
  return [...shares.flatMap(ofShare), ...sharedPhone(measures, limits), ...perStudent(measures), ...size(measures, limits)];
}

function sharedPhone({ numbers: { mostShared } }: ExportMeasures, { personsPerPhone }: ExportLimits): readonly Signal[] {
  if (mostShared <= personsPerPhone) return [];
  const words = `One phone belongs to ${mostShared} persons (it is held above ${personsPerPhone}).`;
  return [{ id: 'phone-shared', level: 'hold', words }];
}

/** The bounds of every real district; outside them a half of the export is missing, or joined wrongly. */
const PER_STUDENT = { least: 0.5, few: 0.8, many: 3.5, most: 6 } as const;

function perStudent({ links, students }: ExportMeasures): readonly Signal[] {
  if (students.present < FEW) return [];
  const mean = links.present / students.present;
  if (mean >= PER_STUDENT.few && mean <= PER_STUDENT.many) return [];
  const level = mean < PER_STUDENT.least || mean > PER_STUDENT.most ? 'hold' : 'warn';
  const words = `A student has ${rounded(mean)} contacts on average (it is held below ${PER_STUDENT.least} and above ${PER_STUDENT.most}).`;
  return [{ id: 'contacts-per-student', level, words }];
}

function size({ bytes, students }: ExportMeasures, { sizeDropPercent }: ExportLimits): readonly Signal[] {
  if (bytes.before === undefined || students.before < FEW) return [];
  const change = (100 * (bytes.now - bytes.before)) / Math.max(1, bytes.before);
  if (Math.abs(change) <= 20) return [];
  const words = `The files have ${bytes.now} bytes, ${bytes.before} the last time (it is held when it shrinks by more than ${sizeDropPercent} %).`;
  return [{ id: 'export-size', level: change < -sizeDropPercent ? 'hold' : 'warn', words }];
}

const rounded = (number: number): string => String(Math.round(number * 10) / 10);
