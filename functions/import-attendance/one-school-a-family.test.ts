import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneSchoolAFamily, type Pupil } from './one-school-a-family.ts';

const pupil = (schoolId: string, ...contactKeys: string[]): Pupil => ({ schoolId, contactKeys });

describe('one school tells a family', () => {
  test('brothers and sisters of two schools, by the first of them', () => {
    expect(oneSchoolAFamily([pupil('south', 'mother'), pupil('north', 'mother', 'father')])).toEqual(['north', 'north']);
  });

  test('half-brothers who share nobody, through the sister who shares somebody with each', () => {
    const found = oneSchoolAFamily([pupil('east', 'mother'), pupil('north', 'father'), pupil('west', 'mother', 'father')]);
    expect(found).toEqual(['east', 'east', 'east']);
  });

  test('strangers each by their own, also when nobody is to be called', () => {
    expect(oneSchoolAFamily([pupil('south', 'a'), pupil('north', 'b'), pupil('east')])).toEqual(['south', 'north', 'east']);
  });
});

test('whatever the families, a contact hears from one school, and the order of the file changes nothing', () => {
  const anyPupil = fc.record({
    schoolId: fc.constantFrom('east', 'north', 'south', 'west'),
    contactKeys: fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(anyPupil, { maxLength: 12 }), (pupils) => {
      const schools = oneSchoolAFamily(pupils);
      for (const contact of 'abcdefgh') {
        const telling = schools.filter((_, index) => pupils[index]?.contactKeys.includes(contact));
        expect(new Set(telling).size).toBeLessThanOrEqual(1);
      }
      expect(oneSchoolAFamily(pupils.toReversed()).toReversed()).toEqual(schools);
    }),
  );
});
