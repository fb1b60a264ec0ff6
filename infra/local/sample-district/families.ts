import { type Chance, chance } from './chance.ts';
import { makeContacts } from './contacts.ts';
import { type HomeLanguage, NAMES } from './names.ts';
import type { SampleFamily, SampleStudent } from './people.ts';
import { phoneBook } from './phones.ts';
import { GRADES, SCHOOLS } from './schools.ts';

/** 80 % English; the rest in the proportions of a midwestern district (FIELD.md §E2: non-English home about 20 %). */
const LANGUAGES: readonly (readonly [HomeLanguage, number])[] = [
  ['en', 0.8],
  ['es', 0.11],
  ['vi', 0.05],
  ['ar', 0.04],
];

/** Children per family: 35 % of families have two or more, 1.4 on average. */
const CHILDREN: readonly (readonly [number, number])[] = [
  [1, 0.65],
  [2, 0.27],
  [3, 0.065],
  [4, 0.015],
];

const PUPILS_PER_GRADE: Readonly<Record<string, number>> = { PK: 0.75, KG: 0.95 };

/** Makes families until `students` children go to school; the last family is cut to fit. */
export function makeFamilies(seed: number, students: number): SampleFamily[] {
  const luck = chance(seed, 'families');
  const nextNumber = phoneBook(chance(seed, 'phones'));
  const families: SampleFamily[] = [];
  for (let enrolled = 0; enrolled < students; ) {
    const family = makeFamily(luck, nextNumber, families.length, enrolled, students - enrolled);
    families.push(family);
    enrolled += family.students.length;
  }
  return families;
}

function makeFamily(luck: Chance, nextNumber: () => string, index: number, firstStudent: number, room: number): SampleFamily {
  const id = `F${String(10_001 + index)}`;
  const language = luck.weighted(LANGUAGES);
  const familyName = luck.pick(NAMES[language].family);
  const neighbourhood = luck.weighted(SCHOOLS.filter((s) => s.grades.includes('KG')).map((s) => [s.id, s.share] as const));
  const grades = gradesOf(luck, Math.min(luck.weighted(CHILDREN), room));
  const students = grades.map((grade, child): SampleStudent => {
    const base = {
      id: `S${100_001 + firstStudent + child}`,
      givenName: luck.pick(NAMES[language].given),
      familyName,
      schoolId: schoolFor(grade, neighbourhood),
      grade,
      birthDate: birthDate(luck, grade),
      familyId: id,
    };
    return Number(grade) >= 9 && luck.yes(0.3) ? { ...base, ownPhone: nextNumber() } : base;
  });
  const twoHomes = luck.yes(0.22);
  return {
    id,
    language,
    twoHomes,
    students,
    contacts: makeContacts(luck, nextNumber, { id, index, language, familyName, twoHomes, students }),
  };
}

/** Siblings are one to four years apart; whoever would be too old or too young is put in the nearest free year. */
function gradesOf(luck: Chance, children: number): string[] {
  let year = GRADES.indexOf(luck.weighted(GRADES.map((grade) => [grade, PUPILS_PER_GRADE[grade] ?? 1] as const)));
  return Array.from({ length: children }, () => {
    const grade = GRADES[year] ?? 'KG';
    year = (year + luck.between(1, 4)) % GRADES.length;
    return grade;
  });
}

function schoolFor(grade: string, neighbourhood: string): string {
  const schools = SCHOOLS.filter((school) => school.grades.includes(grade));
  return (schools.find((school) => school.id === neighbourhood) ?? schools[0] ?? { id: neighbourhood }).id;
}

function birthDate(luck: Chance, grade: string): string {
  const age = 4 + GRADES.map(String).indexOf(grade);
  // Between 1 September and 31 August of the year that makes this age in autumn 2026.
  const born = Date.UTC(2026 - age - 1, 8, 1) + luck.between(0, 364) * 86_400_000;
  return new Date(born).toISOString().slice(0, 10);
}
