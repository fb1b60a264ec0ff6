/**
 * The companion contact file: one row per student and contact. The flags are promised: a file in which one of these columns is
 * missing is not taken, because what forbids a call may have fallen out of the export (ROSTER §10).
 */

import type { Purpose } from '../../notices/purpose.ts';
import { type ColumnMap, optional, promised } from '../column-map.ts';

export type CompanionColumn =
  | 'studentId'
  | 'contactId'
  | 'givenName'
  | 'familyName'
  | 'relationship'
  | 'priority'
  | 'phone'
  | 'phoneType'
  | 'phone2'
  | 'phone2Type'
  | 'language'
  | 'legalGuardian'
  | 'restricted'
  | 'emergencyOnly'
  | 'pickupOnly'
  | 'generalCommunication'
  | 'noLocation'
  | 'consentAttendance'
  | 'consentEvent'
  | 'consentSurvey'
  | 'consentFundraising'
  | 'consentDate'
  | 'consentForm'
  | 'consentWording';

export const COMPANION_MAP: ColumnMap<CompanionColumn> = {
  name: 'companion-contacts@2',
  literal: [
    'legalGuardian',
    'restricted',
    'emergencyOnly',
    'pickupOnly',
    'generalCommunication',
    'noLocation',
    'consentAttendance',
    'consentEvent',
    'consentSurvey',
    'consentFundraising',
  ],
  columns: {
    studentId: promised('studentSourcedId', 'studentId', 'studentNumber', 'sisStudentId'),
    contactId: promised('guardianSourcedId', 'contactSourcedId', 'contactId', 'guardianId'),
    givenName: promised('givenName', 'firstName'),
    familyName: promised('familyName', 'lastName'),
    relationship: promised('relationship', 'relation'),
    priority: promised('priority', 'contactPriorityOrder', 'callOrder', 'seq', 'rank', 'orderBy'),
    phone: promised('phone', 'phone1', 'primaryPhone', 'contactPhone'),
    phoneType: optional('phoneType', 'phone1Type'),
    phone2: optional('phone2', 'secondaryPhone'),
    phone2Type: optional('phone2Type'),
    language: promised('language', 'communicationLanguage', 'correspondenceLanguage', 'preferredLanguage'),
    legalGuardian: promised('legalGuardian', 'isLegalGuardian'),
    restricted: promised('restricted', 'noContact', 'courtOrder'),
    emergencyOnly: promised('emergencyOnly', 'isEmergencyContactOnly'),
    pickupOnly: optional('pickupOnly', 'allowSchoolPickupOnly', 'releaseToOnly'),
    generalCommunication: optional('generalCommunication', 'generalCommFlag', 'receivesGeneralCommunication'),
    noLocation: optional('noLocation', 'locationConfidential', 'addressConfidential'),
    consentAttendance: optional('consentAttendance'),
    consentEvent: optional('consentEvent', 'consentEvents'),
    consentSurvey: optional('consentSurvey', 'consentSurveys'),
    consentFundraising: optional('consentFundraising'),
    consentDate: optional('consentDate'),
    consentForm: optional('consentForm', 'consentEvidence'),
    consentWording: optional('consentWording'),
  },
};

/** Which column carries the answer for which purpose. Emergencies and closures are never asked about on a form. */
export const CONSENT_COLUMNS: readonly (readonly [CompanionColumn, Purpose])[] = [
  ['consentAttendance', 'attendance'],
  ['consentEvent', 'event'],
  ['consentSurvey', 'survey'],
  ['consentFundraising', 'fundraising'],
];

/** The values a flag may have, lower case; whatever else stands there is unknown, and unknown never calls. */
export const FLAG_VALUES = {
  yes: ['y', 'yes', 'true', '1', 't'],
  no: ['n', 'no', 'false', '0', 'f'],
} as const;
