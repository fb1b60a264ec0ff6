/**
 * The companion contact file of our own: one row per student and contact. The flags are promised: a file in which one of these
 * columns is missing is not taken, because what forbids a call may have fallen out of the export (ROSTER §10).
 */

import type { Purpose } from '../../notices/purpose.ts';
import { type ColumnRule, optional, promised } from '../bytes/column-map.ts';
import type { ContactField, FlagEffect } from '../layouts/contact-row.ts';
import type { FlagRule, LongLayout } from '../layouts/layout.ts';

/** The values a flag may have, lower case; whatever else stands there is unknown, and unknown never calls. */
export const FLAG_VALUES = {
  yes: ['y', 'yes', 'true', '1', 't'],
  no: ['n', 'no', 'false', '0', 'f'],
} as const;

/** Set by a yes; blank says no, because the column is promised and never empty throughout, or may be left out. */
const setByYes = (effect: FlagEffect, column: ColumnRule): FlagRule => ({
  effect,
  column,
  when: FLAG_VALUES.yes,
  otherwise: [...FLAG_VALUES.no, ''],
});

export const COMPANION_LAYOUT: LongLayout = {
  kind: 'long',
  name: 'companion-contacts@2',
  fields: {
    studentId: promised('studentSourcedId', 'studentId', 'studentNumber', 'sisStudentId'),
    contactId: promised('guardianSourcedId', 'contactSourcedId', 'contactId', 'guardianId'),
    givenName: promised('givenName', 'firstName'),
    familyName: promised('familyName', 'lastName'),
    relationship: promised('relationship', 'relation'),
    priority: promised('priority', 'contactPriorityOrder', 'callOrder', 'seq', 'rank', 'orderBy'),
    language: promised('language', 'communicationLanguage', 'correspondenceLanguage', 'preferredLanguage'),
    consentAttendance: optional('consentAttendance'),
    consentEvent: optional('consentEvent', 'consentEvents'),
    consentSurvey: optional('consentSurvey', 'consentSurveys'),
    consentFundraising: optional('consentFundraising'),
    consentDate: optional('consentDate'),
    consentForm: optional('consentForm', 'consentEvidence'),
    consentWording: optional('consentWording'),
  },
  phones: [
    {
      number: promised('phone', 'phone1', 'primaryPhone', 'contactPhone'),
      label: optional('phoneType', 'phone1Type'),
      extension: optional('phoneExtension', 'phoneExt'),
    },
    { number: optional('phone2', 'secondaryPhone'), label: optional('phone2Type'), extension: optional('phone2Extension') },
  ],
  contactIds: 'theirs',
  flags: [
    setByYes('restricted', promised('restricted', 'noContact', 'courtOrder')),
    setByYes('emergency-only', promised('emergencyOnly', 'isEmergencyContactOnly')),
    setByYes('pickup-only', optional('pickupOnly', 'allowSchoolPickupOnly', 'releaseToOnly')),
    setByYes('no-location', optional('noLocation', 'locationConfidential', 'addressConfidential')),
    // This one permits nothing where it is blank.
    {
      effect: 'legal-guardian',
      column: promised('legalGuardian', 'isLegalGuardian'),
      when: FLAG_VALUES.yes,
      otherwise: FLAG_VALUES.no,
    },
    // And this one is set by a no.
    {
      effect: 'no-routine',
      column: optional('generalCommunication', 'generalCommFlag', 'receivesGeneralCommunication'),
      when: FLAG_VALUES.no,
      otherwise: [...FLAG_VALUES.yes, ''],
    },
  ],
};

/** Which column carries the answer for which purpose. Emergencies and closures are never asked about on a form. */
export const CONSENT_COLUMNS: readonly (readonly [ContactField, Purpose])[] = [
  ['consentAttendance', 'attendance'],
  ['consentEvent', 'event'],
  ['consentSurvey', 'survey'],
  ['consentFundraising', 'fundraising'],
];
