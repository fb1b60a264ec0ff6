/**
 * Guardians of OneRoster about whom the contacts are silent (ADR 35): nobody knows whether they may be called, so they are not, and a
 * phone they share with somebody who may is silent too, but for emergencies. Here is whom that cuts off.
 */
import { isOrder } from '../../contacts/contact.ts';
import type { NewBook, NewContact } from './book.ts';

/** A student whom no phone is left for, because a guardian of theirs is not in the contacts. */
export interface CutOff {
  readonly studentKey: string;
  /** `emergencies`: a phone still rings in those. `nobody`: none does. */
  readonly reach: 'emergencies' | 'nobody';
  /** Phones that would ring if the contacts spoke of everybody who has them; else those of the guardians themselves. */
  readonly numberKeys: readonly string[];
  /** The guardians. */
  readonly contactKeys: readonly string[];
}

/** @param emergencyOnly contacts who are no guardians are called in emergencies */
export function cutOffBySilence({ contacts, students }: NewBook, emergencyOnly: boolean): readonly CutOff[] {
  const touched = new Set<string>();
  for (const { contact } of contacts.values())
    for (const { studentKey, unlisted } of contact.edges) if (unlisted) touched.add(studentKey);
  return [...touched].sort().flatMap((studentKey) => {
    const keys = students.get(studentKey)?.student.contactKeys ?? [];
    const cut = cutOff(
      studentKey,
      phonesAbout(
        studentKey,
        keys.flatMap((key) => contacts.get(key) ?? []),
      ),
      emergencyOnly,
    );
    return cut === undefined ? [] : [cut];
  });
}

type Phones = ReturnType<typeof phonesAbout>;

/** Numbers of a student's people, by what the people may be told. */
function phonesAbout(studentKey: string, people: readonly NewContact[]) {
  const phones = {
    routine: new Set<string>(),
    emergency: new Set<string>(),
    barred: new Set<string>(),
    silent: new Set<string>(),
  };
  const contactKeys: string[] = [];
  for (const { contact } of people) {
    const edge = contact.edges.find((one) => one.studentKey === studentKey);
    if (edge === undefined || edge.limits?.includes('never')) continue;
    if (edge.unlisted) contactKeys.push(contact.contactKey);
    const of = isOrder(edge) ? 'barred' : edge.unlisted ? 'silent' : edge.emergencyOnly ? 'emergency' : 'routine';
    for (const { numberKey } of contact.numbers) phones[of].add(numberKey);
  }
  return { ...phones, contactKeys };
}

function cutOff(studentKey: string, phones: Phones, emergencyOnly: boolean): CutOff | undefined {
  const { routine, emergency, barred, silent, contactKeys } = phones;
  const without = (some: ReadonlySet<string>, ...others: readonly ReadonlySet<string>[]) =>
    [...some].filter((numberKey) => !others.some((other) => other.has(numberKey)));
  if (without(routine, barred, silent).length > 0) return undefined;
  const called = new Set([...routine, ...(emergencyOnly ? emergency : [])]);
  const rings = without(called, barred);
  const silenced = rings.filter((numberKey) => silent.has(numberKey));
  return {
    studentKey,
    reach: rings.length > 0 ? 'emergencies' : 'nobody',
    numberKeys: silenced.length > 0 ? silenced : without(silent, barred),
    contactKeys,
  };
}
