/** What every layout is turned into: one row per student and contact. From here on there is one way for all of them. */

/** Columns that say something of their own; phones and flags stand apart, because layouts differ in how many they have. */
export const CONTACT_FIELDS = [
  'studentId',
  'contactId',
  'givenName',
  'familyName',
  'relationship',
  'priority',
  'language',
  'consentAttendance',
  'consentEvent',
  'consentSurvey',
  'consentFundraising',
  'consentDate',
  'consentForm',
  'consentWording',
] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

/** What a flag of an export may do: each one narrows, and none permits (ROSTER §10). `legal-guardian` narrows where it is not set. */
export const FLAG_EFFECTS = [
  'restricted',
  'legal-guardian',
  'emergency-only',
  'pickup-only',
  'inactive',
  'no-routine',
  'no-location',
] as const;
export type FlagEffect = (typeof FLAG_EFFECTS)[number];

/** One flag of one row, read by the words agreed on; a word in neither list is `unknown`. */
export interface FlagReading {
  readonly effect: FlagEffect;
  readonly says: 'yes' | 'no' | 'unknown';
  /** As it is called in the file. */
  readonly column: string;
  /** As typed; for the class of value in the report only. */
  readonly value: string;
  /** Where it stands, where that is not the row itself. */
  readonly place?: { readonly file: string; readonly row: number };
}

export interface TypedPhone {
  readonly text: string;
  /** As typed or as the column is named, e.g. `Cell`. */
  readonly label: string;
  /** Where it is not the file of the row. */
  readonly file?: string;
  readonly row: number;
  readonly column: string;
}

export interface ContactRow {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly cells: Readonly<Record<ContactField, string>>;
  /** The name of a field's column in the file. */
  readonly columnOf: (field: ContactField) => string;
  /** In call order. Rows about one contact may share the list. */
  readonly phones: readonly TypedPhone[];
  readonly flags: readonly FlagReading[];
  /** The layout has a name for each contact, and this one has none: left over from a migration, and nobody knows whose phone it is. */
  readonly isUnnamed: boolean;
  /** A spreadsheet has ruined an id of it, and the column with it: whom it is about, nobody knows. */
  readonly isRuined?: true;
}
