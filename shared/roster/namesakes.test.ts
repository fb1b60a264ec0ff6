import { expect, test } from 'vitest';
import { companionText, EXPORT_CONTEXT, oneRosterTexts } from '../../test/fixtures/exports.ts';
import { filesOf } from '../../test/fixtures/oneroster.ts';
import { understand } from '../../test/fixtures/understand.ts';
import { problemLog } from './report/problem.ts';

test('a mother who was entered twice says no once for both, and yes for nobody but herself', () => {
  const form = { consentDate: '2026-11-20', consentForm: 'F', consentWording: '2026-11' };
  const maria = { givenName: 'María', familyName: 'Peña-López', ...form };
  const said = (over: Readonly<Record<string, string>>, phone = '(217) 442-3001') => {
    const again = { givenName: 'MARIA', familyName: 'PENA LOPEZ', ...form, consentEvent: 'yes', ...over };
    const problems = problemLog();
    const wanted = {
      guardians: [
        { id: 'G1', students: ['S1'], phone: '217-442-3001', columns: { ...maria, consentEvent: 'no', consentSurvey: 'yes' } },
        { id: 'G2', students: ['S2'], phone, columns: again },
      ],
    };
    const found = understand(filesOf(oneRosterTexts(wanted)), Buffer.from(companionText(wanted)), EXPORT_CONTEXT, problems);
    const contacts = found.kind === 'roster' ? [...found.roster.contacts.values()] : [];
    const answers = contacts.map((one) => one.answers.map(({ purpose, answer }) => `${purpose} ${answer}`));
    return [...answers, problems.list().map(({ code }) => code)];
  };
  const hers = ['event no', 'survey yes'];
  expect(said({})).toEqual([hers, ['event no'], ['consent-contradicts']]);
  expect(said({ consentEvent: '' })).toEqual([hers, ['event no'], []]);
  expect(said({ givenName: 'Ana' }), 'a daughter on the same phone').toEqual([hers, ['event yes'], []]);
  expect(said({ relationship: 'Grandmother' }), 'and her mother, of the same name').toEqual([hers, ['event yes'], []]);
  expect(said({}, '217-442-3002'), 'a namesake on another').toEqual([hers, ['event yes'], []]);
});

test('a student is one person, by the district’s number on their own row and by the sourcedId on a sibling’s', () => {
  const users = [
    'sourcedId,orgSourcedIds,role,givenName,familyName,agentSourcedIds,grades,identifier',
    'S1,north,student,,,,03,71',
    'S2,north,student,,,,03,72',
    '',
  ].join('\n');
  const guardians = [
    { id: '71', students: ['71'] },
    { id: 'S1', students: ['72'], columns: { restricted: 'Y' } },
  ];
  const files = filesOf({ ...oneRosterTexts(), 'users.csv': users });
  const found = understand(files, Buffer.from(companionText({ guardians })), EXPORT_CONTEXT, problemLog());
  const edges = found.kind === 'roster' ? found.roster.contacts.get('S1')?.edges : [];
  expect(edges?.map(({ studentId, restricted }) => [studentId, restricted])).toEqual([
    ['S1', false],
    ['S2', true],
  ]);
});
