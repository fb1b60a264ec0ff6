import { describe, expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import { columnsOf } from '../../shared/roster/layouts/layout.ts';
import { COMPANION_LAYOUT } from '../../shared/roster/maps/companion-contacts.ts';
import { USERS_MAP } from '../../shared/roster/maps/oneroster-1.1.ts';
import { companionText, oneRosterTexts } from '../../test/fixtures/exports.ts';
import { intakePorts, intakeWorld } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const FORMULAS = ['=HYPERLINK("http://evil.example","Ann")', '+cmd|x evil', '-evil(1)', '@evil(1)'];

/** All that is told of a drop: report as JSON and page, events, records. */
async function toldOf(texts: Readonly<Record<string, string>>, contacts: string): Promise<string> {
  const world = intakeWorld();
  world.files.set('roster/n.zip', await zip(texts)).set('roster/n.contacts.csv', Buffer.from(contacts));
  await importDrop(intakePorts(world), { key: 'roster/n.zip', messageId: 'm' });
  return JSON.stringify([[...world.reports.values()], world.news, world.records]);
}

describe.each(FORMULAS)('%s', (formula) => {
  test.each(columnsOf(COMPANION_LAYOUT).map(({ headers }) => headers[0]))(
    'in %s of the companion file is told as a kind of value',
    async (column) => {
      const guardians = [
        { id: 'G1', students: ['S1'], phone: '217-442-3001' },
        { id: 'G2', students: ['S2'], phone: '217-442-3002', columns: { [column]: formula } },
      ];
      expect(await toldOf(oneRosterTexts(), companionText({ guardians }))).not.toMatch(/evil|HYPERLINK|cmd/);
    },
  );

  test.each(Object.values(USERS_MAP.columns).map(({ headers }) => headers[0]))(
    'in %s of users.csv is told as a kind of value',
    async (column) => {
      const rows = (oneRosterTexts()['users.csv'] ?? '').trimEnd().split('\n');
      const place = (rows[0] ?? '').split(',').indexOf(column);
      const quoted = `"${formula.replaceAll('"', '""')}"`;
      const [header = '', first = '', ...others] = rows;
      const changed = first
        .split(',')
        .map((cell, index) => (index === place ? quoted : cell))
        .join(',');
      const texts = { ...oneRosterTexts(), 'users.csv': `${[header, first, changed, ...others].join('\n')}\n` };
      expect(await toldOf(texts, companionText())).not.toMatch(/evil|HYPERLINK|cmd/);
    },
  );

  test('as the id of a student who turns 18, in the clerk’s list', async () => {
    const students = [{ id: formula.replaceAll(/[",]/g, ''), born: '2008-12-01' }];
    const told = await toldOf(oneRosterTexts({ students, guardians: [] }), companionText());
    expect(told).toContain('(a formula)');
    expect(told).not.toMatch(/evil|HYPERLINK|cmd/);
  });
});
