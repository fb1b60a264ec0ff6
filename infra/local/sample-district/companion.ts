/** The companion contact file (ROSTER §12, map 2 and 10): who may be called about whom, on which number, for what. */
import { type Chance, chance } from './chance.ts';
import { csv } from './csv.ts';
import type { HomeLanguage } from './names.ts';
import type { SampleContact, SampleFamily, SampleNumber } from './people.ts';
import { asTyped } from './phones.ts';

export const COMPANION_HEADER = [
  'studentSourcedId',
  'guardianSourcedId',
  'givenName',
  'familyName',
  'relationship',
  'priority',
  'phone',
  'phoneType',
  'phone2',
  'phone2Type',
  'language',
  'legalGuardian',
  'restricted',
  'emergencyOnly',
  'consentAttendance',
  'consentEvent',
  'consentSurvey',
  'consentFundraising',
  'consentDate',
  'consentForm',
  'consentWording',
] as const;
export type CompanionColumn = (typeof COMPANION_HEADER)[number];

/** A row by column name; what is not named is blank. */
export type CompanionRow = Readonly<Partial<Record<CompanionColumn, string>>>;

/** How offices write one and the same language. */
const SPELLINGS: Readonly<Record<HomeLanguage, readonly string[]>> = {
  en: ['English', 'en', 'eng'],
  es: ['Spanish', 'es', 'spa', 'Español'],
  vi: ['Vietnamese', 'vi', 'vie'],
  ar: ['Arabic', 'ar', 'ara'],
};

export function companionRows(seed: number, families: readonly SampleFamily[]): CompanionRow[] {
  const luck = chance(seed, 'companion');
  return families.flatMap((family) =>
    family.contacts.flatMap((contact) => {
      // A person is typed once; the export repeats it for every child.
      const person = personColumns(luck, contact);
      return family.students.map((student) => ({
        ...person,
        studentSourcedId: student.id,
        restricted: contact.restrictedFor.includes(student.id) ? 'Y' : 'N',
      }));
    }),
  );
}

export function companionCsv(rows: readonly CompanionRow[]): string {
  return csv(
    COMPANION_HEADER,
    rows.map((row) => COMPANION_HEADER.map((column) => row[column] ?? '')),
  );
}

function personColumns(luck: Chance, contact: SampleContact): CompanionRow {
  const [first, second] = contact.numbers;
  return {
    guardianSourcedId: contact.id,
    givenName: contact.givenName,
    familyName: contact.familyName,
    relationship: contact.relationship,
    priority: String(contact.priority),
    ...(first === undefined ? {} : { phone: asTyped(first.e164, luck), phoneType: kindAsTyped(first, luck) }),
    ...(second === undefined ? {} : { phone2: asTyped(second.e164, luck), phone2Type: kindAsTyped(second, luck) }),
    language: luck.pick(SPELLINGS[contact.language]),
    legalGuardian: contact.legalGuardian ? 'Y' : 'N',
    emergencyOnly: contact.emergencyOnly ? 'Y' : 'N',
    consentAttendance: contact.consent.attendance,
    consentEvent: contact.consent.event,
    consentSurvey: contact.consent.survey,
    consentFundraising: contact.consent.fundraising,
    consentDate: contact.consent.date,
    consentForm: contact.consent.form,
    consentWording: contact.consent.date === '' ? '' : 'voice-consent-v3',
  };
}

function kindAsTyped(number: SampleNumber, luck: Chance): string {
  return { cell: luck.pick(['Cell', 'cell', 'Mobile']), home: luck.pick(['Home', 'home']), work: luck.pick(['Work', 'work']) }[
    number.kind
  ];
}
