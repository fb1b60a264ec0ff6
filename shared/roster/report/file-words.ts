import { note, stop } from './severity.ts';

const EXPORT_AGAIN = 'Run the export again and upload it once it has finished.';

const SEND_BULK = 'Send a bulk export: users, roles, orgs, enrollments and demographics complete.';

/** What can be wrong with a whole file. */
export const FILE_PROBLEMS = {
  'name-unexpected': stop(
    'The name of the file is none that is expected here.',
    'Name the export <date>.zip and the companion file <date>.contacts.csv; attendance files end in .csv, .txt or .tsv.',
  ),
  'not-a-zip': stop(
    'The file is not a zip archive.',
    'Upload the zip that the student information system made, unopened and not renamed from something else.',
  ),
  'zip-damaged': stop('The zip archive is damaged or was cut off.', EXPORT_AGAIN),
  'zip-encrypted': stop(
    'The zip archive has a password.',
    'Switch the password off in the export; the bucket itself is encrypted.',
  ),
  'zip-unsafe': stop('The zip archive holds a path that leads out of it.', 'Zip the CSV files again, without folders.'),
  'zip-too-large': stop(
    'The zip archive unpacks to more than an export can be.',
    'Check what was uploaded; an export holds CSV files only.',
  ),
  'zip-nested': stop(
    'The zip archive holds another zip archive, and no export beside it.',
    'Upload the inner archive, or zip the CSV files themselves.',
  ),
  'zip-method': stop(
    'The zip archive is compressed in a way that is not read here.',
    'Zip the CSV files with the ordinary method (deflate).',
  ),
  'zip-file-twice': stop('The zip archive holds the same file twice.', EXPORT_AGAIN),
  'users-missing': stop(
    'The zip archive holds no users.csv.',
    'Include users.csv in the export (OneRoster 1.1 or 1.2 CSV, bulk).',
  ),
  'roles-missing': stop(
    'The export is OneRoster 1.2 and holds no roles.csv, so nobody knows who is a student.',
    'Include roles.csv in the export, or export OneRoster 1.1.',
  ),
  'delta-no-bulk': stop('The file lists changes only (delta), and no bulk export that was taken has what it changes.', SEND_BULK),
  'delta-bulk-old': stop(
    'The delta rests on this bulk export, which is more than seven days older: a file that got lost meanwhile would never be missed.',
    'Send a bulk export at least once a week.',
  ),
  'delta-base-gone': stop(
    'The delta rests on this file, and it is no longer in the intake bucket as it was when it was taken.',
    `${SEND_BULK} Give every file a name of its own, such as the date, delete none, and leave exportsExpireDays at 7 or more.`,
  ),
  'delta-after-untaken': stop(
    'This export came before the delta and was not taken, so the delta does not rest on what is held here.',
    'Have that export taken first (its report says what is missing; a held one is approved), then drop the delta again; or send a bulk export.',
  ),
  'delta-older': stop('The delta is older than what has been taken already.', SEND_BULK),
  'delta-row-unclear': stop(
    'A delta must say of each record which it is, whether it is active or tobedeleted, and when it was last modified; of one row that cannot be told.',
    `Fill sourcedId (once in the file), status and dateLastModified in every row. ${SEND_BULK}`,
  ),
  'delta-manifest': stop(
    'The manifest of a delta must say of each file whether it is delta, bulk or absent, and the zip archive must hold it so.',
    `Correct the manifest. ${SEND_BULK}`,
  ),
  'delta-version': stop('The delta is of another version of OneRoster than the bulk export it rests on.', SEND_BULK),
  'file-too-large': stop('The file is larger than an export can be.', 'Check what was uploaded.'),
  'file-empty': stop('The file has no rows.', `An empty file never means that everybody left. ${EXPORT_AGAIN}`),
  'file-cut-off': stop(
    'The file ends in the middle of a row.',
    `${EXPORT_AGAIN} If it had finished, look for a quotation mark that is never closed.`,
  ),
  'file-unreadable': stop('The file cannot be read as text.', 'Export as CSV, UTF-8.'),
  'field-too-large': stop(
    'A field is longer than 64 KB, or a row has more than 512 columns.',
    'Look for a quotation mark that is never closed.',
  ),
  'column-missing': stop('A column that was promised is not there.', 'Put the column back into the export, under this name.'),
  'flag-column-empty': stop(
    'The column that says who must not be called is empty in every row.',
    'Write N where nothing stands against a call; then run the export again.',
  ),
  'flag-values-unsigned': stop(
    'More than a quarter of what stands in this column, which says who must not be called, has no agreed meaning.',
    'Look at the values with ringfence roster map, and have their meaning added to the settings; nothing was taken, so nothing needs to be cleared by hand.',
  ),
  'table-missing': stop(
    'No file of the zip archive is the table with these columns, or several are.',
    'Put each table of the layout into the archive once, with its header row.',
  ),
  'student-not-exported': note(
    'The table of students does not have this student; the row was passed over.',
    'Nothing need be done for students who have left; include everybody who is enrolled.',
  ),
  'column-twice': stop('Two columns stand for the same thing.', 'Remove or rename one of the two.'),
  'no-known-school': stop(
    'None of the export’s schools is in the district’s settings.',
    'Check that this is not a test system’s export; else correct the school ids in the settings.',
  ),
  'student-ids-unclear': stop(
    'The students of this file go partly by their sourcedId and partly by their number, or by neither: nobody can tell which it is.',
    'Export one of the two ids of users.csv, sourcedId or identifier, for every student.',
  ),
  'no-students': stop(
    'No row describes a student that could be taken.',
    'Look at the rows reported below, or at the filter of the export.',
  ),

  'encoding-guessed': note(
    'The file is not UTF-8; it was read as Windows-1252.',
    'Export as UTF-8, so that names keep their letters.',
  ),
  'encoding-latin1': note(
    'The file is not UTF-8; it was read as ISO-8859-1, which Windows-1252 agrees with here.',
    'Export as UTF-8, so that names keep their letters.',
  ),
  'encoding-mixed': note(
    'Some lines of the file are UTF-8 and some are not; the others were read as Windows-1252.',
    'Export every part as UTF-8; such files come from several put together.',
  ),
  'encoding-unknown': note(
    'The file is neither UTF-8 nor all of it Windows-1252; it was read as Windows-1252, and some letters of names may be others.',
    'Export as UTF-8, so that names keep their letters.',
  ),
  'letters-lost': note(
    'Letters of this field were lost before the file came here.',
    'Export as UTF-8 from the start, and correct the field in the student information system.',
  ),
  'letters-doubled': note(
    'The letters of this field were encoded twice on the way (é has become Ã©); taken as they stand.',
    'Switch off the second conversion to UTF-8 in the export.',
  ),
  'quotes-backslash': note(
    'Quotation marks within fields have a backslash before them; the file was read so.',
    'Nothing needs to be done; CSV doubles them.',
  ),
  'encoding-utf16': note('The file is UTF-16; it was read as such.', 'Export as UTF-8.'),
  'manifest-missing': note(
    'There is no manifest.csv; the files were taken for bulk, and their version was told from their headers.',
    'Include manifest.csv.',
  ),
  'manifest-differs': note(
    'The manifest says otherwise than the zip archive whether this file is there; what is there was read.',
    'Check that the zip archive holds every file of the export, and none of an earlier one.',
  ),
  'version-differs': note(
    'The manifest and the files are of different versions of OneRoster; the files were read by their headers.',
    'Set the version in the export, so that manifest and files agree.',
  ),
  'students-unknown': stop(
    'Hardly any student of the file is in the export: its ids are most likely internal ones of the student information system.',
    'Put the id that users.csv has as sourcedId into the column; PowerSchool’s StudentID and Infinite Campus’s personID are others.',
  ),
} as const;
