import type { SampleContact, SampleDistrict } from '../../infra/local/sample-district/index.ts';

/** A family a story can be about. */
export interface Family {
  readonly contacts: readonly SampleContact[];
  /** First numbers of its contacts, in order. */
  readonly numbers: readonly string[];
}

/** Families at a school in which nothing is special: all children there, nobody restricted or for emergencies only, no shared phone. */
export function familiesAt(school: string, { families }: SampleDistrict): readonly Family[] {
  const owners = new Map<string, number>();
  for (const number of families.flatMap(({ contacts }) => contacts.flatMap(({ numbers }) => numbers.map(({ e164 }) => e164)))) {
    owners.set(number, (owners.get(number) ?? 0) + 1);
  }
  return families
    .filter(({ students }) => students.every(({ schoolId }) => schoolId === school))
    .map(({ contacts }) => ({ contacts: contacts.filter(({ numbers }) => numbers.length > 0) }))
    .filter(
      ({ contacts }) =>
        contacts.length > 0 &&
        contacts.every(plain) &&
        contacts.every(({ numbers }) => numbers.every(({ e164 }) => owners.get(e164) === 1)),
    )
    .map(({ contacts }) => ({
      contacts,
      numbers: contacts.flatMap(({ numbers }) => numbers.slice(0, 1).map(({ e164 }) => e164)),
    }));
}

function plain({ restrictedFor, emergencyOnly, legalGuardian }: SampleContact): boolean {
  return restrictedFor.length === 0 && !emergencyOnly && legalGuardian;
}

/** Whether the contact file gives this number in a row about one of the students, however its office wrote it. */
export function givenFor(studentIds: ReadonlySet<string>, { contacts }: SampleDistrict): (number: string) => boolean {
  const rows = contacts.csv.split('\r\n').filter((row) => studentIds.has(row.split(',')[0] ?? ''));
  const digits = rows.map((row) => row.replaceAll(/[^\d,/]/g, ''));
  return (number) => digits.some((row) => row.includes(number.slice(2)));
}
