import { z } from 'zod';

const percent = (usual: number, why: string) => z.number().min(0).max(100).default(usual).describe(why);
const count = (usual: number, why: string) => z.int().min(0).default(usual).describe(why);

const DROPPED =
  'Restrictions that are gone, of all links or in numbers, whichever is less. Each holds until it is cleared by name.';
const FRESH = 'Students, or contacts, that are new: it may be another district’s file, or all ids were given anew.';

/**
 * Above these an export waits for a named person (`ringfence roster approve`). Shares in per cent of what the book holds. The last
 * two are about exports that do not come.
 */
export const exportLimits = z
  .strictObject({
    studentsAbsentPercent: percent(
      5,
      'Students of the book who are not in it. A class may leave; a twentieth does not overnight.',
    ),
    studentsAbsent: count(1_000, 'The same in numbers: in a large district a small share is many children.'),
    schoolAbsentPercent: percent(
      25,
      'Of one school of 40 or more: one that fell out of the export is a small share of the district.',
    ),
    contactsAbsentPercent: percent(10, 'Links of a contact to a student that are gone.'),
    phonesChangedPercent: percent(15, 'Contacts whose phones are others: columns that have moved look like that.'),
    restrictionsDroppedPercent: percent(0.5, DROPPED),
    restrictionsDropped: count(10, DROPPED),
    restrictedPercent: percent(10, 'Links that are restricted: two in a hundred are many, one in ten is another column.'),
    spreadsheetPercent: percent(
      5,
      'Of what is filled in a column, five cells at least: above this share it was ruined in a spreadsheet, which ruins a column at once, and the file is ' +
        'stopped but for what it forbids. Fewer are somebody’s typing. 100 stops nothing. Attendance files as well.',
    ),
    rowsRejectedPercent: percent(5, 'Rows that could not be taken.'),
    newPercent: percent(20, FRESH),
    idOverlapPercent: percent(80, 'Ids of the book that must still occur: consent hangs on them.'),
    placeholderPercent: percent(2, 'Phones that only fill the field: training databases have nothing else.'),
    personsPerPhone: count(50, 'Persons with the same phone: above this it is the school’s own, or a form’s default.'),
    sizeDropPercent: percent(50, 'How much smaller the files may be than those taken last.'),
    warnAfterHours: z
      .int()
      .min(1)
      .max(168)
      .default(30)
      .describe(
        'An alarm sounds when for so long no export was taken whose files were younger than this. Default 30: a night’s job that is ' +
          'hours late is none that failed. A district that exports from Monday to Friday alone writes 78. At most 168: alarms look back a week.',
      ),
    staleAfterDays: z
      .int()
      .min(1)
      .max(60)
      .default(7)
      .describe(
        'When the export taken last is older, no notice but an emergency or a closure is taken: who has moved, left or been restricted ' +
          'since is not in the book. Default 7: longer than any holiday but the long ones, in which nobody need be called.',
      ),
  })
  .prefault({});
