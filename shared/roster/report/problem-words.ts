import { FILE_PROBLEMS } from './file-words.ts';
import { PHONE_PROBLEMS } from './phone-words.ts';
import { held, note, rejected, type Severity, stop } from './severity.ts';
import { SPREADSHEET_PROBLEMS } from './spreadsheet-words.ts';

/** What can be wrong with a file, in plain words. */
export const PROBLEMS = {
  ...FILE_PROBLEMS,
  ...PHONE_PROBLEMS,
  ...SPREADSHEET_PROBLEMS,
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
  'restriction-unknown': held(
    'This row keeps somebody from calls about a student, and the contact book does not know both; it waits for an export that is taken.',
    'If the person is called under another id, restrict them by hand, today: ringfence restriction set --contact <id> --student <id>.',
  ),
  'alone-other-ids': held(
    'Read without the OneRoster file, the students of the contacts are not found in the book, as by numbers of the district’s own; nothing they say about a student holds yet.',
    'Send a OneRoster export that can be taken; record an order that is new by hand, today: ringfence restriction set --contact <id> --student <id>.',
  ),
  'alone-doubted': held(
    'Read without the OneRoster file, the contacts keep so many people from calls (exportLimits.restrictedPercent) that it may be another column; what is doubted holds for nobody yet.',
    'Look at the flags of the contacts; record an order that is new by hand, today: ringfence restriction set --contact <id> --student <id>.',
  ),
  formula: rejected('The field holds a formula, not text.', 'Correct the field in the student information system.'),
  'consent-incomplete': rejected(
    'A consent without a readable date and the form it stands on is no evidence.',
    'Fill in consentDate and consentForm.',
  ),
  'consent-date-ahead': rejected(
    'The form would be signed on a day that has not come; its yes is not taken.',
    'Correct consentDate.',
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
  'name-missing': held(
    'The contact has no name, so nobody knows whose phone this is; not called about this student.',
    'Name the contact in the student information system, or remove it there.',
  ),
  'flags-missing': held(
    'The companion file says nothing about this guardian: not called, and a phone shared with somebody else of the student rings in emergencies only.',
    'Add the guardian to the companion file, or leave guardians out of the OneRoster export.',
  ),
  'guardian-unknown': held(
    'Whether this person is a legal guardian is not said; treated as emergency contact only.',
    'Fill in legalGuardian.',
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
  'student-ids-by-number': note(
    'The students of this file go by their number (identifier in users.csv), not by their sourcedId; they were taken by that.',
    'Nothing needs to be done.',
  ),
  'language-unknown': note(
    'The language is not known; the district’s default language is spoken.',
    'Write the language’s name or ISO code.',
  ),
  'grade-unknown': note('The grade is not known; calls by grade leave this student out.', 'Write the grade as PK, KG, 01 … 12.'),
  'birth-date-unreadable': note('The date of birth cannot be read.', 'Write it as YYYY-MM-DD.'),
  'priority-unreadable': note('The call order is not a number; called after the others.', 'Write 1, 2, 3 …'),
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
    'A school of the export is not in the district’s settings: no notice can be raised for it, and calls name the district instead.',
    'Add the school to the settings, if students of yours are there.',
  ),
  'row-total': note('The last row is a total, not a record; it was left out.', 'Switch totals off in the export.'),
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
  'date-ahead': rejected(
    'The row is about a day that has not come yet; nobody is called because of it.',
    'Correct the date in the student information system; it counts with a file of that day.',
  ),
  'no-row-today': held(
    'No row of the file is about today; nobody is called because of it.',
    'Send the file of the day on that day. If this is today’s, look at its date column, and at the time zone in the settings.',
  ),
  'not-a-school-day': held(
    'The settings, or a file under calendar/, say that there is no school today, for the district or for a school; nobody is called about its students.',
    'If there is, correct holidays, weekendSchoolDays or closedDays in the settings, or the calendar file, and drop this file again.',
  ),
  'calendar-date': stop(
    'The date of a day of the calendar cannot be read.',
    'Write it as YYYY-MM-DD, and drop the whole file again; until then the calendar is what it was.',
  ),
  'calendar-type': stop(
    'Whether there is school on a day of the calendar is said in a word that nobody has agreed on.',
    'Write closed or open, or one of the words of docs/files.md, and drop the whole file again; until then the calendar is what it was.',
  ),
  'calendar-row-lost': stop(
    'A row of the calendar cannot be read, and it may be a holiday.',
    'Correct the row that is reported below, and drop the whole file again; until then the calendar is what it was.',
  ),
  'calendar-closes-most': stop(
    'The calendar closes a school on more than 130 days from Monday to Friday of one year: most likely its flag is read the wrong way round.',
    'Look at the column that says whether there is school, and drop the file again; until then the calendar is what it was.',
  ),
  'calendar-school': held(
    'No school of the settings has this id; of those that have one, none is closed by this row.',
    'Write the id of orgs.csv, or leave the field empty to close every school.',
  ),
  'calendar-weekend': note(
    'The calendar says that there is school on a Saturday or Sunday; a file opens no day, so absences of that day call nobody.',
    'If there is, name the day under weekendSchoolDays in the settings.',
  ),
  'export-stale': held(
    'No new export was taken for days (exportLimits.staleAfterDays): whoever has moved or been restricted since is not in the book, so nobody is called.',
    'Call from the office. See the reports on the exports; once one is taken, drop this file again, the same day.',
  ),
  'absences-held': held(
    'So many students of a school are absent without excuse that this may be a mistake; nobody of that school is called.',
    'Look at the list below. Send a corrected file; or, if it is true, let it pass with ringfence attendance approve.',
  ),
  'code-contradicts': held(
    'Two rows of the same student and period say different things; nobody is called because of them.',
    'Look the student up and act by hand; correct the period in the student information system.',
  ),
  'code-unmapped': held(
    'The code is not in the district’s settings; nobody is called because of it.',
    'Look the student up and act by hand; add the code to attendanceCodes.',
  ),
} as const satisfies Readonly<Record<string, { severity: Severity; what: string; todo: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;
