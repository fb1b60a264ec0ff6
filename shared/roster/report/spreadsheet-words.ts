import { stop } from './severity.ts';

const AS_IT_IS =
  'Export again, and upload the file as the system wrote it: never open and save it in a spreadsheet. Nothing of it is taken but what it forbids. Where the system itself writes the column so, correct it there (exportLimits.spreadsheetPercent).';

/** What a spreadsheet can make of a whole column. */
export const SPREADSHEET_PROBLEMS = {
  'column-scientific': stop(
    'A spreadsheet has shortened long numbers of this column (2.17E+09): their digits are lost.',
    AS_IT_IS,
  ),
  'column-decimals': stop('A spreadsheet has made decimals of the numbers of this column (2175550123.0).', AS_IT_IS),
  'column-errors': stop(
    'A spreadsheet has put error values into this column (#REF!, #N/A, #VALUE!): what stood there is lost.',
    AS_IT_IS,
  ),
  'column-too-narrow': stop(
    'A spreadsheet has put number signs into this column (#####), because it was too narrow to show more.',
    AS_IT_IS,
  ),
  'column-day-numbers': stop('A spreadsheet has turned the dates of this column into counts of days (46350).', AS_IT_IS),
  'column-dates': stop('A spreadsheet has turned values of this column into dates (1-Jun).', AS_IT_IS),
  'column-zeros': stop('A spreadsheet has taken the zeros from the beginning of ids in this column (7 for 007).', AS_IT_IS),
} as const;

export type DamageCode = keyof typeof SPREADSHEET_PROBLEMS;
