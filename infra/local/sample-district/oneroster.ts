/**
 * The nightly export: OneRoster 1.1 CSV, bulk (1EdTech OneRoster 1.1 CSV tables, https://www.imsglobal.org/oneroster-v11-final-csv-tables).
 * As most real ones, it names guardians but not which phone may be called for what: that is in the companion file.
 */
import { type Chance, chance } from './chance.ts';
import { csv } from './csv.ts';
import { NAMES } from './names.ts';
import type { SampleContact, SampleFamily, SampleStudent } from './people.ts';
import { DISTRICT_ORG, SCHOOLS } from './schools.ts';

const USERS =
  'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password'.split(
    ',',
  );
const DEMOGRAPHICS =
  'sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus'.split(
    ',',
  );
const FILES = ['academicSessions', 'classes', 'courses', 'demographics', 'enrollments', 'orgs', 'users'];
const ABSENT = ['categories', 'classResources', 'courseResources', 'lineItems', 'resources', 'results'];
const PUPILS_PER_TEACHER = 16;

/** Extra rows per file, put behind the good ones: the mess of `mess.ts`. */
export type ExtraRows = Readonly<Record<string, readonly (readonly string[])[]>>;

/** File name → CSV text, ready to be zipped. */
export function oneRosterFiles(seed: number, families: readonly SampleFamily[], extra: ExtraRows = {}): Record<string, string> {
  const luck = chance(seed, 'oneroster');
  const students = families.flatMap((family) => family.students);
  const teachers = makeTeachers(luck, students.length);
  const more = (file: string) => extra[file] ?? [];
  const files: Record<string, string> = {
    'manifest.csv': csv(['propertyName', 'value'], manifest()),
    'orgs.csv': csv('sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId'.split(','), orgs()),
    'academicSessions.csv': csv(
      'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear'.split(','),
      [['ay2627', '', '', '2026-2027', 'schoolYear', '2026-08-17', '2027-06-05', '', '2027']],
    ),
    'courses.csv': csv(
      'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes'.split(
        ',',
      ),
      [['course-homeroom', '', '', 'ay2627', 'Homeroom', 'HR', '', DISTRICT_ORG.id, '', '']],
    ),
    'classes.csv': csv(
      'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods'.split(
        ',',
      ),
      SCHOOLS.flatMap((school) => school.grades.map((grade) => homeroom(school.id, grade))),
    ),
    'users.csv': csv(USERS, [
      ...families.flatMap((family) => familyRows(luck, family)),
      ...teachers.map(([id, given, family, school]) => userRow({ id, role: 'teacher', given, family, orgs: school })),
      ...more('users.csv'),
    ]),
    'enrollments.csv': csv(
      'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate'.split(','),
      [...students.map((student) => enrollment(student)), ...more('enrollments.csv')],
    ),
    'demographics.csv': csv(
      DEMOGRAPHICS,
      students.map((student) => [student.id, '', '', student.birthDate, ...Array<string>(12).fill('')]),
    ),
  };
  return files;
}

function manifest(): string[][] {
  return [
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.1'],
    ...FILES.map((file) => [`file.${file}`, 'bulk']),
    ...ABSENT.map((file) => [`file.${file}`, 'absent']),
    ['source.systemName', 'Sample SIS'],
    ['source.systemCode', 'sample'],
  ];
}

function orgs(): string[][] {
  const schools = SCHOOLS.map((school, index) => [school.id, '', '', school.name, 'school', `0${index + 1}`, DISTRICT_ORG.id]);
  return [...schools, [DISTRICT_ORG.id, '', '', DISTRICT_ORG.name, 'district', '', '']];
}

function homeroom(school: string, grade: string): string[] {
  return [
    `${school}-hr-${grade}`,
    '',
    '',
    `Homeroom ${grade}`,
    grade,
    'course-homeroom',
    `HR${grade}`,
    'homeroom',
    '',
    school,
    'ay2627',
    '',
    '',
    '1',
  ];
}

function enrollment(student: SampleStudent): string[] {
  return [
    `E-${student.id}`,
    '',
    '',
    `${student.schoolId}-hr-${student.grade}`,
    student.schoolId,
    student.id,
    'student',
    '',
    '2026-08-17',
    '2027-06-05',
  ];
}

/** Four families in five are linked from the student's row, the others from the guardian's, as it comes in the field. */
function familyRows(luck: Chance, family: SampleFamily): string[][] {
  const fromStudents = luck.yes(0.8);
  const contactIds = family.contacts.map((contact) => contact.id);
  const studentIds = family.students.map((student) => student.id);
  return [
    ...family.students.map((student) => studentRow(student, fromStudents ? contactIds : [])),
    ...family.contacts.map((contact) => contactRow(luck, contact, fromStudents ? [] : studentIds, family.students)),
  ];
}

function studentRow(student: SampleStudent, agents: readonly string[]): string[] {
  return userRow({
    id: student.id,
    role: 'student',
    given: student.givenName,
    family: student.familyName,
    orgs: student.schoolId,
    sms: student.ownPhone ?? '',
    agents: agents.join(','),
    grades: student.grade,
  });
}

function contactRow(
  luck: Chance,
  contact: SampleContact,
  agents: readonly string[],
  students: readonly SampleStudent[],
): string[] {
  return userRow({
    id: contact.id,
    role: roleOf(contact.relationship),
    given: contact.givenName,
    family: contact.familyName,
    orgs: [...new Set(students.map((student) => student.schoolId))].join(','),
    // Many exports carry some number here; the companion file says which one may be called.
    phone: luck.yes(0.4) ? (contact.numbers[0]?.e164 ?? '') : '',
    agents: agents.join(','),
  });
}

function roleOf(relationship: string): string {
  if (/^(Mother|Father)$/.test(relationship)) return 'parent';
  return /^(Grand|Aunt|Uncle)/.test(relationship) ? 'relative' : 'guardian';
}

interface UserFields {
  readonly id: string;
  readonly role: string;
  readonly given: string;
  readonly family: string;
  readonly orgs: string;
  readonly sms?: string;
  readonly phone?: string;
  readonly agents?: string;
  readonly grades?: string;
}

/** One line of users.csv; Excel has been here, hence TRUE. */
export function userRow(user: UserFields): string[] {
  const contact = ['', user.sms ?? '', user.phone ?? '', user.agents ?? '', user.grades ?? '', ''];
  return [
    user.id,
    '',
    '',
    'TRUE',
    user.orgs,
    user.role,
    user.id.toLowerCase(),
    '',
    user.given,
    user.family,
    '',
    user.id,
    ...contact,
  ];
}

function makeTeachers(luck: Chance, students: number): [string, string, string, string][] {
  return Array.from({ length: Math.ceil(students / PUPILS_PER_TEACHER) }, (_, index) => [
    `T${300_001 + index}`,
    luck.pick(NAMES.en.given),
    luck.pick(NAMES.en.family),
    luck.pick(SCHOOLS).id,
  ]);
}
