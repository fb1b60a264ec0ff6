/**
 * The rows every real export has and none should have (ROSTER §9, §12). Each says what is wrong with it in plain words; which
 * codes the product reports for them is the product's business, and its tests'.
 */
import type { CompanionRow } from './companion.ts';
import { type ExtraRows, userRow } from './oneroster.ts';
import type { SampleContact, SampleFamily } from './people.ts';

export interface Mess {
  readonly file: 'contacts' | 'users.csv' | 'enrollments.csv' | 'attendance';
  readonly column: string;
  readonly wrong: string;
}

export interface CompanionMess extends Mess {
  readonly row: CompanionRow;
}

/** Fourteen rows for the companion file. Their contacts are new, so that the families of the sample stay as they are. */
export function companionMess(families: readonly SampleFamily[]): CompanionMess[] {
  const student = (index: number) => families[index * 7]?.students[0]?.id ?? 'S100001';
  const ownPhone = families.flatMap((family) => family.students).find((s) => s.ownPhone !== undefined)?.ownPhone ?? '';
  const person = (serial: number, over: CompanionRow): CompanionRow => ({
    studentSourcedId: student(serial),
    guardianSourcedId: `G29000${serial.toString(16)}`,
    givenName: 'Barnaby',
    familyName: 'Messerschmitt',
    relationship: 'Uncle',
    priority: '9',
    language: 'English',
    legalGuardian: 'Y',
    restricted: 'N',
    emergencyOnly: 'N',
    phoneType: 'Cell',
    ...over,
  });
  const mess = (column: string, wrong: string, row: CompanionRow): CompanionMess => ({ file: 'contacts', column, wrong, row });
  return [
    mess('phone', 'a phone that cannot exist', person(1, { phone: '(309) 123-45' })),
    mess('studentSourcedId', 'a student nobody has', person(2, { studentSourcedId: 'S999999', phone: '217-448-2093' })),
    mess('restricted', 'a flag value nobody declared', person(3, { restricted: 'see file', phone: '217-448-2094' })),
    mess('phone', 'a literal NULL', person(4, { phone: 'NULL' })),
    mess('phone', 'an extension', person(5, { phone: '(309) 467-2218 x218', phoneType: 'Work' })),
    mess('phone', 'a placeholder', person(6, { phone: '5551234' })),
    mess(
      'familyName',
      'a formula',
      person(7, { familyName: '=HYPERLINK("http://example.invalid","Messerschmitt")', phone: '217-448-2095' }),
    ),
    mess('phone', 'two phones in one field', person(8, { phone: 'Mom 309-467-2219 / Dad (c) 618-467-2220' })),
    mess('phone', 'a note that says stop', person(9, { phone: '217-448-2096 DO NOT CALL' })),
    mess('phone', 'a number a spreadsheet has ruined', person(10, { phone: '3.09467E+09' })),
    mess('phone', 'a number that only looks domestic', person(11, { phone: '1-876-234-5678' })),
    mess('language', 'a language nobody knows', person(12, { language: '01', phone: '217-448-2097' })),
    mess(
      'consentDate',
      'a consent without its date',
      person(13, { phone: '217-448-2098', consentEvent: 'yes', consentForm: 'ENR-2026-900013' }),
    ),
    mess('phone', 'the phone of a minor student', person(14, { phone: ownPhone })),
  ];
}

/** Two rows for users.csv and one for enrollments.csv: an unknown role, a teacher as guardian, an enrollment of nobody. */
export function oneRosterMess(families: readonly SampleFamily[]): { rows: ExtraRows; mess: Mess[] } {
  const school = families[0]?.students[0]?.schoolId ?? '';
  return {
    rows: {
      'users.csv': [
        userRow({ id: 'P400001', role: 'paraprofessional', given: 'Barnaby', family: 'Messerschmitt', orgs: school }),
        userRow({ id: 'G290099', role: 'parent', given: 'Barnaby', family: 'Messerschmitt', orgs: school, agents: 'T300001' }),
      ],
      'enrollments.csv': [['E-S999998', '', '', `${school}-hr-KG`, school, 'S999998', 'student', '', '2026-08-17', '2027-06-05']],
    },
    mess: [
      { file: 'users.csv', column: 'role', wrong: 'a role outside the standard' },
      { file: 'users.csv', column: 'agentSourcedIds', wrong: 'a guardian whose child is a teacher' },
      { file: 'enrollments.csv', column: 'userSourcedId', wrong: 'an enrollment of nobody' },
    ],
  };
}

/** What `mess.ts` put in as people, so that a scan for names looks for them too. */
export const MESS_NAMES: readonly SampleContact['familyName'][] = ['Messerschmitt', 'Barnaby'];
