export interface Pupil {
  readonly schoolId: string;
  /** Whom the book would call about this student. */
  readonly contactKeys: readonly string[];
}

/**
 * Brothers and sisters go to different schools, and their parents' phone is to ring once: students who share a contact, directly
 * or through others, are told of by one school, the first of theirs in alphabetical order. The order of the file does not matter,
 * so that a redelivery comes to the same schools.
 * @returns the school for each student, in the order given
 */
export function oneSchoolAFamily(pupils: readonly Pupil[]): readonly string[] {
  const parents = pupils.map((_, index) => index);
  const familyOf = (index: number): number => {
    const parent = parents[index] ?? index;
    return parent === index ? index : familyOf(parent);
  };
  const firstOf = new Map<string, number>();
  for (const [index, { contactKeys }] of pupils.entries()) {
    for (const contactKey of contactKeys) {
      const known = firstOf.get(contactKey);
      if (known === undefined) firstOf.set(contactKey, index);
      else parents[familyOf(index)] = familyOf(known);
    }
  }
  const schools = new Map<number, string>();
  for (const [index, { schoolId }] of pupils.entries()) {
    const family = familyOf(index);
    const other = schools.get(family);
    schools.set(family, other === undefined || schoolId < other ? schoolId : other);
  }
  return pupils.map(({ schoolId }, index) => schools.get(familyOf(index)) ?? schoolId);
}
