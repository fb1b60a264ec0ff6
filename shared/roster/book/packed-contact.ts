import {
  type PackedAnswer,
  type PackedEdge,
  type PackedNumber,
  packAnswer,
  packEdge,
  packNumber,
  unpackAnswer,
  unpackEdge,
  unpackNumber,
} from '../packed-parts.ts';
import type { ContactOfExport, NewContact } from './book.ts';

/** A contact of an export as it is kept while an import lasts; its print is beside it. */
export type PackedContact = readonly [
  sisId: string,
  person: readonly [
    contactKey: string,
    role: ContactOfExport['role'],
    givenName: string,
    familyName: string,
    language: string,
    isGivenForSchoolContact: 0 | 1,
    worksAt: readonly string[] | 0,
  ],
  numbers: readonly (readonly [numberKey: string, ...PackedNumber])[],
  edges: readonly PackedEdge[],
  answers: readonly PackedAnswer[],
  rows: readonly (readonly [studentKey: string, row: number])[],
  unreadable: readonly string[],
  inWords: readonly string[] | 0,
];

export function packContact(entry: Omit<NewContact, 'print'>): PackedContact {
  const { contact, sisId, answers, rows, unreadable, inWords } = entry;
  const { contactKey, role, givenName, familyName, language, numbers, edges, worksAt, givenForSchoolContact } = contact;
  return [
    sisId,
    [contactKey, role, givenName, familyName, language, givenForSchoolContact ? 1 : 0, worksAt ?? 0],
    numbers.map(({ numberKey, ...number }) => [numberKey, ...packNumber(number)] as const),
    edges.map(packEdge),
    answers.map(packAnswer),
    [...rows],
    [...unreadable],
    inWords === undefined ? 0 : [...inWords],
  ];
}

export function unpackContact(packed: PackedContact): Omit<NewContact, 'print'> {
  const [sisId, person, numbers, edges, answers, rows, unreadable, inWords] = packed;
  const [contactKey, role, givenName, familyName, language, isGivenForSchoolContact, worksAt] = person;
  const contact: ContactOfExport = {
    ...{ contactKey, role, givenName, familyName, language },
    numbers: numbers.map(([numberKey, ...number]) => ({ ...unpackNumber(number), numberKey })),
    edges: edges.map(unpackEdge),
    ...(worksAt === 0 ? {} : { worksAt }),
    givenForSchoolContact: isGivenForSchoolContact === 1,
  };
  return {
    ...{ contact, sisId },
    rows: new Map(rows),
    unreadable: new Set(unreadable),
    ...(inWords === 0 ? {} : { inWords: new Set(inWords) }),
    answers: answers.map(unpackAnswer),
  };
}
