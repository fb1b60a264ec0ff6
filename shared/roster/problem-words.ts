/**
 * What can be wrong with a file, in plain words: how much it holds back, what it is, what to do about it.
 * `stop`: nothing of the file is taken. `rejected`: this row or field is not taken. `held`: taken, but on the safe side: nobody
 * is called because of it. `note`: taken; worth knowing.
 */
export type Severity = 'stop' | 'rejected' | 'held' | 'note';

const stop = (what: string, todo: string) => ({ severity: 'stop', what, todo }) as const;
const rejected = (what: string, todo: string) => ({ severity: 'rejected', what, todo }) as const;
const held = (what: string, todo: string) => ({ severity: 'held', what, todo }) as const;
const note = (what: string, todo: string) => ({ severity: 'note', what, todo }) as const;

const EXPORT_AGAIN = 'Run the export again and upload it once it has finished.';
const CORRECT_PHONE = 'Correct the phone in the student information system; it is taken with the next export.';

export const PROBLEMS = {
  'name-unexpected': stop(
    'The name of the file is none that is expected here.',
    'Name the export <date>.zip and the companion file <date>.contacts.csv; attendance files end in .csv.',
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
  'delta-export': stop(
    'The manifest says that this file lists changes only (delta). A change says nothing of a person’s other schools, roles and guardians, and after one lost file nothing is right any more.',
    'Set users, roles, orgs, enrollments and demographics to bulk in the export: every file complete, every night. A bulk export is cheap: who has not changed is not written.',
  ),
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
  'column-twice': stop('Two columns stand for the same thing.', 'Remove or rename one of the two.'),
  'no-known-school': stop(
    'None of the export’s schools is in the district’s settings.',
    'Check that this is not a test system’s export; else correct the school ids in the settings.',
  ),
  'no-students': stop(
    'No row describes a student that could be taken.',
    'Look at the rows reported below, or at the filter of the export.',
  ),

  'row-columns': rejected(
    'The row has more or fewer columns than the header.',
    'Look for a comma or a line break that is not in quotation marks.',
  ),
  'row-unreadable': rejected('The row cannot be read.', 'Look for a stray quotation mark.'),
  'id-missing': rejected('The row has no id.', 'Give the person an id in the student information system.'),
  'id-unusable': rejected(
    'The id is longer than 255 characters, or holds characters that nobody can see.',
    'Correct the id in the student information system.',
  ),
  'status-unknown': rejected(
    'The status is none that OneRoster knows.',
    'Leave status empty, or write active or tobedeleted; nobody is taken or dropped because of this row.',
  ),
  'role-unknown': rejected(
    'The role is none that OneRoster knows.',
    'Correct the role; nobody is enrolled or dropped because of this row.',
  ),
  'role-none': rejected(
    'roles.csv has no row about this person.',
    'Check that users.csv and roles.csv are of the same export; nobody is enrolled or dropped because of this row.',
  ),
  'person-unknown': rejected(
    'users.csv has no row about this person.',
    'Check that users.csv and roles.csv are of the same export.',
  ),
  'student-unknown': rejected(
    'No student of the export has this id.',
    'Correct the student id, or include the student in the export.',
  ),
  'school-missing': rejected('The student is at no school of the export.', 'Enroll the student, or correct the student’s orgs.'),
  'agent-not-guardian': rejected(
    'A student’s agentSourcedIds name somebody who is no parent, guardian or relative, or somebody of the staff has some; nobody belongs to anybody by it.',
    'Name the guardians, and give whoever is one the role of one.',
  ),
  'agent-not-student': rejected('The person named here is no student.', 'A guardian’s agentSourcedIds name students only.'),
  'agent-unknown': rejected('Nobody in the export has this id.', 'Correct agentSourcedIds, or include the person.'),
  'self-minor': held(
    'This is the own phone of a student who is not known to be 18: it is called in emergencies only, unless the student and a guardian have both agreed.',
    'Include demographics.csv; record a guardian’s agreement with ringfence consent grant.',
  ),
  'restriction-clearing': held(
    'The export says no longer that this person may not be called about this student; the restriction holds all the same.',
    'If the order is over, a named person clears it, with the evidence: ringfence restriction clear --contact <id> --student <id>.',
  ),
  'restriction-unmatched': held(
    'This held export restricts somebody under an id the contact book does not have, and nobody there has this name and phone.',
    'Find the person and restrict them by hand, today: ringfence restriction set --contact <id> --student <id>.',
  ),
  formula: rejected('The field holds a formula, not text.', 'Correct the field in the student information system.'),
  'phone-impossible': rejected('No numbering plan has this phone number.', CORRECT_PHONE),
  'phone-not-a-number': rejected('The field holds no phone number.', CORRECT_PHONE),
  'phone-none': rejected('The field says in words that there is no phone.', 'Leave the field empty, or give a phone.'),
  'phone-placeholder': rejected('The phone is a placeholder.', CORRECT_PHONE),
  'phone-short': rejected('The phone has no area code.', 'Add the area code; none is ever guessed.'),
  'phone-spreadsheet': rejected(
    'A spreadsheet has ruined the phone number.',
    'Export straight from the student information system, without opening the file in a spreadsheet.',
  ),
  'phone-several': rejected('The field holds several phones or text beside the phone.', 'Put each phone in a column of its own.'),
  'phone-extension': rejected('The phone leads to an extension, which an automated call cannot reach.', 'Give a direct number.'),
  'phone-country': rejected(
    'The phone lies in a country the district does not call.',
    'Give a number the district may call, or allow the country in the settings.',
  ),
  'phone-undialable': rejected('The phone is toll-free, premium, satellite or a service code.', CORRECT_PHONE),
  'phone-wrong-number': rejected('The field says that this is a wrong number.', 'Ask the family for their number.'),
  'phone-of-minor': rejected(
    'This is the own phone of a minor student, so it is nobody’s guardian number.',
    'Give the guardian’s own number.',
  ),
  'consent-incomplete': rejected(
    'A consent without a readable date and the form it stands on is no evidence.',
    'Fill in consentDate and consentForm.',
  ),
  'consent-unreadable': rejected('The answer is neither yes nor no.', 'Write yes, no, or nothing.'),
  'consent-contradicts': held(
    'The same person says yes in one row and no in another; no is taken.',
    'Ask the person and correct the rows.',
  ),

  'flag-unknown': held(
    'The value of this flag is not among the agreed ones; the contact is not called about this student.',
    'Correct the value, or have its meaning added to the district’s map.',
  ),
  'flags-missing': held(
    'The companion file says nothing about this guardian; not called about this student.',
    'Add the guardian to the companion file.',
  ),
  'guardian-unknown': held(
    'Whether this person is a legal guardian is not said; treated as emergency contact only.',
    'Fill in legalGuardian.',
  ),
  'do-not-call': held(
    'The phone field says that this number must not be called; every call but emergencies stops.',
    'Ask the family, then clean the field.',
  ),

  'number-moved': note(
    'This phone was another person’s until now: what was stopped on it stays stopped, and agreements from before do not count for it.',
    'Ask the person for their agreement on this phone; it needs a form dated after today.',
  ),
  'birth-date-missing': note(
    'At least one student has no date of birth, so nobody knows whether the rights over their records are still a parent’s: calls that depend on it are not made.',
    'Include demographics.csv with a birthDate for every student.',
  ),
  'birth-date-ambiguous': note(
    'The date of birth can be read in two ways, or another row says another; none is taken.',
    'Write it as YYYY-MM-DD, once for each student.',
  ),
  'id-zeros': note(
    'Two ids differ only in the zeros before them; they are taken for two people.',
    'If they are one, a spreadsheet took the zeros away: export without opening the files in one.',
  ),
  'staff-is-student': note(
    'This member of the staff is a student as well; a student’s own phone is not called as one of the staff’s.',
    'Nothing need be done; a grown student can be called on a row of their own in the companion file.',
  ),
  'role-over': note(
    'No role of this person is in force today; the person is left out.',
    'Nothing need be done, unless the dates in roles.csv are wrong.',
  ),
  'org-type-unknown': note(
    'The type of the org is none that OneRoster knows; it is taken for no school.',
    'If it is one, write school; if it is a part of one, name the school as its parent.',
  ),
  'org-circle': note(
    'The parents of this org go in a circle, or more than eight deep; it is taken for a part of no school.',
    'Correct parentSourcedId.',
  ),
  'null-literal': note(
    'The field holds a word for nothing, such as NULL, N/A or a dash; taken as empty.',
    'Export empty fields as empty.',
  ),
  'language-unknown': note(
    'The language is not known; the district’s default language is spoken.',
    'Write the language’s name or ISO code.',
  ),
  'grade-unknown': note('The grade is not known; calls by grade leave this student out.', 'Write the grade as PK, KG, 01 … 12.'),
  'birth-date-unreadable': note('The date of birth cannot be read.', 'Write it as YYYY-MM-DD.'),
  'priority-unreadable': note('The call order is not a number; called after the others.', 'Write 1, 2, 3 …'),
  'phone-split': note(
    'The field holds several phones; each was taken as this person’s.',
    'Put each phone in a column of its own, with the person it belongs to.',
  ),
  'wording-unknown': note(
    'Nobody has entered this version of the consent form, or it was not in use on that day; the answer is kept as it came.',
    'Find out which words were signed; enter the form under consentWordings in the settings, or correct the row.',
  ),
  'person-differs': note(
    'Rows of one person differ; the numbers of all of them are taken, the rest from the first.',
    'Correct the rows so that they agree.',
  ),
  'row-twice': note('The row repeats an earlier one.', 'Nothing needs to be done.'),
  'status-filled': note('The row is marked as ended; it is left out.', 'Leave status empty in a bulk export.'),
  'school-not-in-settings': note(
    'A school of the export is not in the district’s settings.',
    'Add the school to the settings, so that calls can name it.',
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
  'row-total': note('The last row is a total, not a record; it was left out.', 'Switch totals off in the export.'),
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

  'optout-phone': rejected(
    'The row names no telephone that could be stopped.',
    'Write the number with its area code, e.g. 202-555-0123, and drop the file again; until then nothing is stopped.',
  ),
  'optout-scope': held(
    'What shall stop is not among the agreed words; every call but emergencies is stopped.',
    'Ask the person, and write all, attendance, closure, event, survey, fundraising, emergencies or wrong number.',
  ),
  'optout-date': held(
    'The date cannot be read; the stop counts from the upload of the file.',
    'Nothing need be done; write dates as YYYY-MM-DD.',
  ),
  'optout-emergencies': held(
    'The row refuses emergency calls too; all others stop now, and emergencies wait for a person.',
    'Ask the person; if that is what they want, record it with ringfence optout record --scope everything.',
  ),
  'optout-unreadable': held(
    'The opt-out record of this number does not open, so the row was not added; nobody is called on it, in an emergency neither.',
    'Treat it as tampering (docs/ways-out.md), then drop the file again.',
  ),

  'date-unreadable': rejected('The date cannot be read.', 'Write the date as YYYY-MM-DD.'),
  'date-other-day': rejected('The row is not about today; nobody is called because of it.', 'Send each day’s file on that day.'),
  'code-unmapped': held(
    'The code is not in the district’s settings; nobody is called because of it.',
    'Look the student up and act by hand; add the code to attendanceCodes.',
  ),
} as const satisfies Readonly<Record<string, { severity: Severity; what: string; todo: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;
