/** Finalsite and what it took over: Blackboard Connect, ParentLink (ROSTER §6). */
import { optional, promised } from '../bytes/column-map.ts';
import type { LongLayout, WideLayout } from '../layouts/layout.ts';

/** One row per student, whose name stands in it and is not read; the guardian is not named. Staff have rows too. */
export const BLACKBOARD_CONNECT_WIDE: WideLayout = {
  kind: 'wide',
  name: 'blackboard-connect-wide@1',
  skip: { column: promised('CONTACTTYPE'), is: ['staff'] },
  fields: { studentId: promised('REFERENCECODE'), language: optional('LANGUAGE') },
  contacts: [
    {
      name: 'Household',
      fields: {},
      phones: [
        { number: promised('PRIMARYPHONE'), label: 'unknown' },
        { number: optional('MOBILEPHONE'), label: 'cell' },
        { number: optional('HOMEPHONE'), label: 'home' },
        { number: optional('MOBILEPHONEALT'), label: 'cell' },
        { number: optional('HOMEPHONEALT'), label: 'home' },
      ],
    },
  ],
};

/** parents.csv. Its columns were seen in part; phones are called as in students.csv of the same family. */
export const PARENTLINK: LongLayout = {
  kind: 'long',
  name: 'parentlink@1',
  fields: {
    studentId: promised('studentid'),
    contactId: promised('parentid'),
    givenName: promised('firstName'),
    familyName: promised('lastName'),
    language: optional('preferredLanguage1ID'),
  },
  phones: [
    { number: optional('mobilephoneNumber'), label: 'cell' },
    { number: optional('phoneNumber'), label: 'home' },
    { number: optional('otherphoneNumber'), label: 'other' },
  ],
  contactIds: 'theirs',
};

/** The parents' file of Finalsite in which `Title` is the relationship. */
export const FINALSITE_PARENTS: LongLayout = {
  kind: 'long',
  name: 'finalsite-parents@1',
  fields: {
    studentId: promised('Student ID'),
    contactId: promised('Account ID'),
    givenName: promised('First Name'),
    familyName: promised('Last Name'),
    relationship: promised('Title'),
    language: optional('Language'),
  },
  phones: [
    { number: promised('Primary Phone'), label: 'unknown' },
    { number: optional('Cell Phone'), label: 'cell' },
    { number: optional('Home Phone'), label: 'home' },
  ],
  contactIds: 'theirs',
};
