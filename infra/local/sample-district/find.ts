/** Finding people of the sample: what a demo dials into, and what a scan for plaintext looks for. */
import { readFileSync } from 'node:fs';
import { MESS_NAMES } from './mess.ts';
import type { SampleContact, SampleFamily } from './people.ts';

/** Families with at least one child at that school. */
export function familiesOf(families: readonly SampleFamily[], schoolId: string): SampleFamily[] {
  return families.filter((family) => family.students.some((student) => student.schoolId === schoolId));
}

/**
 * Numbers (E.164) of the contacts of a school's families, each with whom it would reach. A number that several people share
 * comes once, with all of them.
 */
export function numbersOf(families: readonly SampleFamily[], schoolId: string): Map<string, SampleContact[]> {
  const numbers = new Map<string, SampleContact[]>();
  for (const contact of familiesOf(families, schoolId).flatMap((family) => family.contacts)) {
    for (const { e164 } of contact.numbers) numbers.set(e164, [...(numbers.get(e164) ?? []), contact]);
  }
  return numbers;
}

/**
 * Strings that must not lie in the clear anywhere after the day: every name of seven letters or more, every number in its
 * usual spellings, and the wording of every message, cut to phrases that survive JSON and XML escaping.
 */
export function plaintexts(families: readonly SampleFamily[]): { names: string[]; numbers: string[]; phrases: string[] } {
  const people = families.flatMap((family) => [...family.students, ...family.contacts]);
  const names = new Set([...people.flatMap((person) => [person.givenName, person.familyName]), ...MESS_NAMES]);
  const phones = new Set(
    families.flatMap((family) => [
      ...family.contacts.flatMap((contact) => contact.numbers.map((number) => number.e164)),
      ...family.students.flatMap((student) => (student.ownPhone === undefined ? [] : [student.ownPhone])),
    ]),
  );
  return {
    names: [...names].filter((name) => name.length >= 7),
    numbers: [...phones].flatMap((e164) => [e164, e164.slice(2), `(${e164.slice(2, 5)}) ${e164.slice(5, 8)}-${e164.slice(8)}`]),
    phrases: phrases(),
  };
}

function phrases(): string[] {
  const settings: unknown = JSON.parse(readFileSync(new URL('./district.json', import.meta.url), 'utf8'));
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'text' && typeof inner === 'string') found.push(...inner.split(/\{\w+\}|[.!?,:;"“”'’؟،]/u));
      else walk(inner);
    }
  };
  walk(settings);
  return [...new Set(found.map((phrase) => phrase.trim()))].filter((phrase) => phrase.length >= 20);
}
