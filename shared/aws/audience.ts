import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Addressee, SkipReason } from '../calls/plan-calls.ts';
import type { Student } from '../contacts/contact.ts';
import type { AudienceBook, Resolved } from '../notices/audience-book.ts';
import type { Audience } from '../notices/notice.ts';
import { laneOf, type Purpose } from '../notices/purpose.ts';
import type { ContactReader } from './contact-reader.ts';
import { queryAll } from './dynamo-batches.ts';
import { readSchools } from './school-list.ts';
import { readStaff } from './staff-list.ts';

export interface AudienceOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly reader: ContactReader;
  /** Ids of the schools in the district's settings. */
  readonly schools: readonly string[];
}

const STUDENT = 'STUDENT#';

/** Audiences over the contact book: school index → students → their contacts. */
export function createAudienceBook(options: AudienceOptions): AudienceBook {
  return {
    async resolve(audience, purpose) {
      if (audience.kind === 'staff') return staffAt(options, audience.schools);
      const studentKeys = [...new Set(await studentsOf(options, audience, purpose))];
      const students = await options.reader.read('student', studentKeys);
      const concerned = contactsOf([...students.values()]);
      const contacts = await options.reader.read('contact', [...concerned.keys()]);
      const addressees = [...concerned].flatMap(([contactKey, about]): Addressee[] => {
        const contact = contacts.get(contactKey);
        return contact === undefined ? [] : [{ contact, students: about }];
      });
      const skipped: Record<SkipReason, number> = {
        'no-number': 0,
        'emergency-only': 0,
        'no-contact': [...students.values()].filter(({ contactKeys }) => contactKeys.length === 0).length,
        'not-in-book': studentKeys.length - students.size + (concerned.size - contacts.size),
      };
      return { addressees, skipped: Object.fromEntries(Object.entries(skipped).filter(([, count]) => count > 0)) };
    },
  };
}

/** Called about no student. */
async function staffAt({ documents, table, reader }: AudienceOptions, schools?: readonly string[]): Promise<Resolved> {
  const listed = await readStaff(documents, table);
  const wanted = [...listed].filter(([, worksAt]) => schools === undefined || worksAt.some((id) => schools.includes(id)));
  const contacts = await reader.read(
    'contact',
    wanted.map(([contactKey]) => contactKey),
  );
  const missing = wanted.length - contacts.size;
  return {
    addressees: [...contacts.values()].map((contact) => ({ contact, students: [] })),
    skipped: missing === 0 ? {} : { 'not-in-book': missing },
  };
}

async function studentsOf(
  options: AudienceOptions,
  audience: Exclude<Audience, { readonly kind: 'staff' }>,
  purpose: Purpose,
): Promise<readonly string[]> {
  switch (audience.kind) {
    case 'students':
      return audience.students;
    case 'district':
      return (await Promise.all((await districtOf(options, purpose)).map((school) => enrolled(options, school)))).flat();
    case 'schools':
      return (await Promise.all(audience.schools.map((school) => enrolled(options, school)))).flat();
    case 'grades':
      return (await Promise.all(audience.schools.map((school) => enrolled(options, school, audience.grades)))).flat();
  }
}

/** A school that nobody has entered in the settings yet is no reason to leave its children out of an emergency. */
async function districtOf({ documents, table, schools }: AudienceOptions, purpose: Purpose): Promise<readonly string[]> {
  if (laneOf(purpose) !== 'urgent') return schools;
  return [...new Set([...schools, ...(await readSchools(documents, table))])];
}

async function enrolled({ documents, table }: AudienceOptions, school: string, grades?: readonly string[]): Promise<string[]> {
  const items = await queryAll(documents, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :school AND begins_with(sk, :student)',
    ExpressionAttributeValues: { ':school': `SCHOOL#${school}`, ':student': STUDENT },
  });
  const inGrade = items.filter(({ grade }) => grades === undefined || grades.includes(String(grade)));
  return inGrade.map(({ sk }) => String(sk).slice(STUDENT.length));
}

/** Contact → the students of the audience they belong to; in the students' order, and each student's own call order. */
function contactsOf(students: readonly Student[]): ReadonlyMap<string, readonly string[]> {
  const concerned = new Map<string, string[]>();
  for (const { studentKey, contactKeys } of students) {
    for (const contactKey of contactKeys) concerned.set(contactKey, [...(concerned.get(contactKey) ?? []), studentKey]);
  }
  return concerned;
}
