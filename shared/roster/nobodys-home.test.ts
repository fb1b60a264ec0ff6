import { describe, expect, test } from 'vitest';
import { companionText, EXPORT_CONTEXT, oneRosterTexts, type SmallExport } from '../../test/fixtures/exports.ts';
import { filesOf } from '../../test/fixtures/oneroster.ts';
import { understand } from '../../test/fixtures/understand.ts';
import { problemLog } from './report/problem.ts';

const onPhone = (count: number, phone: string): SmallExport => ({
  guardians: Array.from({ length: count }, (_, n) => ({ id: `G${n}`, students: ['S1'], phone })),
});

function read(wanted: SmallExport) {
  const problems = problemLog();
  const context = { ...EXPORT_CONTEXT, numberRules: { ...EXPORT_CONTEXT.numberRules, ownLines: ['+12174480100'] } };
  const found = understand(filesOf(oneRosterTexts(wanted)), Buffer.from(companionText(wanted)), context, problems);
  const contacts = found.kind === 'roster' ? [...found.roster.contacts.values()] : [];
  return {
    numbers: contacts.flatMap(({ numbers }) => numbers).length,
    told: problems.list().map(({ code, row, column }) => `${code} ${row} ${column}`),
  };
}

describe('a phone that is no family’s', () => {
  test('is said of each contact where more than ten have it, and taken all the same', () => {
    expect(read(onPhone(10, '217-442-3001'))).toEqual({ numbers: 10, told: [] });
    const told = Array.from({ length: 11 }, (_, n) => `phone-shared ${n + 2} phone`);
    expect(read(onPhone(11, '217-442-3001'))).toEqual({ numbers: 11, told });
  });

  test('is not taken where it is a line of the district’s own', () => {
    expect(read(onPhone(1, '(217) 448-0100'))).toEqual({ numbers: 0, told: ['phone-own-line 2 phone'] });
  });
});
