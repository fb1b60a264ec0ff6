import { expect, test } from 'vitest';
import type { Contact } from '../contacts/contact.ts';
import { listenerOf } from './listener.ts';

const edge = (studentKey: string, ...schoolIds: string[]) => ({
  studentKey,
  schoolIds,
  relationship: 'mother',
  restricted: false,
  emergencyOnly: false,
  priority: 1,
});
const person = (contactKey: string, language: string, ...edges: Contact['edges']): readonly [string, Contact] => [
  contactKey,
  {
    contactKey,
    role: 'guardian',
    givenName: 'A',
    familyName: 'B',
    language,
    numbers: [],
    edges,
    givenForSchoolContact: true,
    auditSubject: 'x',
    auditNumberKey: 'x',
  },
];
const contacts = new Map([
  person('ana', 'und', edge('kid', 's1')),
  person('ben', 'es', edge('kid', 's1', 's2'), edge('other', 's3')),
]);
const call = {
  recipients: [
    { contactKey: 'ana', students: ['kid'] },
    { contactKey: 'ben', students: ['kid'] },
  ],
};

test('the first of those who may be told and whose language is known is spoken to, about the children of this call only', () => {
  expect(listenerOf(call, ['ana', 'ben'], contacts)).toEqual({ language: 'es', schoolIds: ['s1', 's2'] });
});

test('whoever may not be told decides neither language nor school', () => {
  expect(listenerOf(call, ['ana'], contacts)).toEqual({ language: 'und', schoolIds: ['s1'] });
  expect(listenerOf(call, [], contacts)).toEqual({ language: 'und', schoolIds: [] });
});
