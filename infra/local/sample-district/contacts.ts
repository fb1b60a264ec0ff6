import type { Chance } from './chance.ts';
import { type HomeLanguage, NAMES } from './names.ts';
import type { Answer, SampleContact, SampleNumber, SampleStudent } from './people.ts';

interface Home {
  readonly id: string;
  readonly index: number;
  readonly language: HomeLanguage;
  readonly familyName: string;
  readonly twoHomes: boolean;
  readonly students: readonly SampleStudent[];
}

/** Who stands where in a family, before names and numbers. */
interface Role {
  readonly relationship: string;
  readonly legalGuardian: boolean;
  readonly emergencyOnly: boolean;
  /** Lives with the first parent and shares its home phone. */
  readonly sameHome: boolean;
}

const parent = (relationship: string, sameHome: boolean): Role => ({
  relationship,
  legalGuardian: true,
  emergencyOnly: false,
  sameHome,
});
const outsider = (relationship: string): Role => ({ relationship, legalGuardian: false, emergencyOnly: true, sameHome: false });

/** About 2.45 contacts a family, so 1.75 a child; 1.6 numbers a contact; parents in one home share its phone. */
export function makeContacts(luck: Chance, nextNumber: () => string, home: Home): SampleContact[] {
  const homePhone = luck.yes(0.5) ? nextNumber() : undefined;
  const roles = rolesOf(luck, home.twoHomes);
  // A court order keeps one of the parents of two homes out: about 1 % of all contacts.
  const barred = home.twoHomes && luck.yes(0.11) ? 1 : -1;
  return roles.map((role, place): SampleContact => {
    const language = home.twoHomes && place === 1 && luck.yes(0.1) ? 'en' : home.language;
    return {
      id: `G${200_001 + home.index * 8 + place}`,
      givenName: luck.pick(NAMES[language].given),
      familyName: luck.yes(0.8) ? home.familyName : luck.pick(NAMES[language].family),
      relationship: role.relationship,
      language,
      familyId: home.id,
      numbers: numbersOf(luck, nextNumber, role.sameHome ? homePhone : undefined),
      priority: place + 1,
      legalGuardian: role.legalGuardian,
      emergencyOnly: role.emergencyOnly,
      restrictedFor: place === barred ? restricted(luck, home.students) : [],
      consent: consentOf(luck, role, home.index * 8 + place),
    };
  });
}

function rolesOf(luck: Chance, twoHomes: boolean): Role[] {
  const first = luck.yes(0.9) ? 'Mother' : 'Grandmother';
  const roles = [parent(first, true)];
  if (twoHomes) {
    roles.push(parent('Father', false));
    if (luck.yes(0.5)) roles.push(parent('Stepfather', true));
    if (luck.yes(0.3)) roles.push(parent('Stepmother', false));
  } else if (luck.yes(0.84)) roles.push(parent('Father', true));
  if (luck.yes(0.25)) roles.push(parent(luck.pick(['Grandfather', 'Aunt', 'Uncle', 'Foster parent']), true));
  if (luck.yes(0.21)) roles.push(outsider(luck.pick(['Grandmother', 'Neighbor', 'Family friend', 'Aunt'])));
  return roles;
}

/** One number, and a second for three in five: the home's phone where there is one, else one at work or another cell. */
function numbersOf(luck: Chance, nextNumber: () => string, homePhone: string | undefined): SampleNumber[] {
  const cell: SampleNumber = { e164: nextNumber(), kind: 'cell' };
  if (!luck.yes(0.6)) return [cell];
  if (homePhone !== undefined) return [cell, { e164: homePhone, kind: 'home' }];
  return [
    cell,
    {
      e164: nextNumber(),
      kind: luck.weighted([
        ['work', 0.6],
        ['cell', 0.4],
      ]),
    },
  ];
}

/** Half of the orders name every child, half only the eldest: flags belong to the pair, never to the person. */
function restricted(luck: Chance, students: readonly SampleStudent[]): string[] {
  return (luck.yes(0.5) ? students : students.slice(0, 1)).map((student) => student.id);
}

function consentOf(luck: Chance, role: Role, serial: number): SampleContact['consent'] {
  const answer = (yes: number, no: number): Answer =>
    luck.weighted([
      ['yes', yes],
      ['no', no],
      ['', 1 - yes - no],
    ]);
  const answered = !role.emergencyOnly && luck.yes(0.93);
  const answers = {
    attendance: answer(0.9, 0.03),
    event: answer(0.58, 0.16),
    survey: answer(0.35, 0.25),
    fundraising: answer(0.12, 0.45),
  };
  const date = `2026-08-${String(luck.between(3, 28)).padStart(2, '0')}`;
  if (!answered) return { attendance: '', event: '', survey: '', fundraising: '', date: '', form: '' };
  return { ...answers, date, form: `ENR-2026-${String(serial).padStart(6, '0')}` };
}
