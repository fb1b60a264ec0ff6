import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { readDistrictConfig, settingsOf } from '../infra/district-config.ts';
import { isOrder } from '../shared/contacts/contact.ts';
import { Loan } from '../shared/packed/loan.ts';
import { localDay } from '../shared/roster/dates.ts';
import { layoutOf } from '../shared/roster/layouts/sign-off.ts';
import { readExport } from '../shared/roster/read-export.ts';
import { problemLog } from '../shared/roster/report/problem.ts';
import { problemsInOrder, type Report } from '../shared/roster/report/report.ts';
import { reportPage } from '../shared/roster/report/report-page.ts';
import type { Roster } from '../shared/roster/roster.ts';
import { RosterContacts } from '../shared/roster/roster-contacts.ts';
import type { Command } from './command.ts';
import { exportFile, withSpool } from './machine/export-file.ts';

const args = z.object({
  zip: z.string().min(1),
  contacts: z.string().min(1),
  district: z.string().min(1),
  on: z.array(z.string().min(1)).default([]),
  html: z.string().optional(),
});

/** Of files on a laptop nobody knows when they were uploaded. */
const LONG_AGO = new Date(0).toISOString();

const SHOWN = 40;

/** What an import would count; what it would change, only the book knows. */
function countsOf({ students, contacts, doNotCall, invalid }: Roster): Record<string, number> {
  const numbers = new Set<string>();
  const count = { staff: 0, silent: 0, restricted: 0, unlisted: 0 };
  for (const contact of contacts.values()) {
    for (const { e164 } of contact.numbers) numbers.add(e164);
    if (contact.worksAt !== undefined) count.staff += 1;
    if (contact.numbers.length === 0) count.silent += 1;
    if (contact.edges.some(isOrder)) count.restricted += 1;
    if (contact.edges.some(({ unlisted }) => unlisted)) count.unlisted += 1;
  }
  return {
    students: students.length,
    contacts: contacts.size,
    'people of the staff among them': count.staff,
    numbers: numbers.size,
    'contacts without a number': count.silent,
    'contacts restricted for a student': count.restricted,
    'guardians about whom the contacts are silent': count.unlisted,
    'numbers stopped by a note': doNotCall.length,
    'students in rows that could not be taken': invalid.students.length,
    'contacts in rows that could not be taken': invalid.contacts.length,
  };
}

function summaryOf(isTaken: boolean, isRuined: boolean): string {
  if (isTaken) return 'A dry run: it can be read, and nothing was sent anywhere.';
  return isRuined ? 'A dry run: nothing of it would be taken but what it forbids.' : 'A dry run: nothing of it would be taken.';
}

export const rosterDryRun: Command = {
  name: 'roster dry-run',
  summary:
    'Read an export as an import would, and report on it, row by row. Nothing is sent anywhere, and no cloud is needed; what would change in the contact book is not known here.',
  examples: [
    'ringfence roster dry-run --zip 2026-11-24.zip --contacts 2026-11-24.contacts.csv --district district.json',
    'ringfence roster dry-run --zip a.zip --contacts a.contacts.csv --district district.json --html report.html',
    'ringfence roster dry-run --zip tue.zip --on sun.zip mon.zip --contacts tue.contacts.csv --district district.json',
  ],
  options: [
    { flags: '--zip <file>', description: 'the OneRoster export', required: true },
    { flags: '--contacts <file>', description: 'its contacts', required: true },
    { flags: '--district <file>', description: "the district's settings", required: true },
    { flags: '--on <file...>', description: 'of a delta: the bulk export it rests on, then the deltas since, in their order' },
    { flags: '--html <file>', description: 'write the report as a page' },
  ],
  async run(given, { terminal, clock }) {
    const { zip, contacts, district, on, html } = args.parse(given);
    const settings = settingsOf(readDistrictConfig(district));
    const problems = problemLog();
    const halves = {
      zip: new Loan(exportFile(zip)),
      zipName: basename(zip),
      contacts: new Loan(exportFile(contacts)),
      contactsName: basename(contacts),
    };
    const today = localDay(clock.now(), settings.district.timezone);
    const earlier = on.map((file) => ({ name: basename(file), zip: exportFile(file), uploadedAt: LONG_AGO }));
    const found = await withSpool((spool) =>
      readExport({ ...halves, spool }, settings, today, problems, async () => earlier, new RosterContacts()),
    );
    const isRuined = found.kind === 'roster' && found.damage.length > 0;
    const taken = found.kind !== 'stopped' && !isRuined;
    const report: Report = {
      file: basename(zip),
      at: clock.now().toISOString(),
      result: taken ? 'imported' : 'rejected',
      summary: summaryOf(taken, isRuined),
      counts: found.kind === 'roster' && taken ? countsOf({ ...found.roster, contacts: found.roster.contacts.all() }) : {},
      problems: problemsInOrder(problems),
      maps: [...found.maps, layoutOf(settings.roster.contacts).name],
    };
    if (html !== undefined) writeFileSync(html, reportPage(report));
    for (const [what, count] of Object.entries(report.counts)) terminal.line(`  ${what}: ${count}`);
    for (const { file, row, rows, column, what, todo } of report.problems.slice(0, SHOWN))
      terminal.soft(
        [file, row === undefined ? '' : `row ${row}`, column ?? '', rows === undefined ? '' : `in ${rows} rows`]
          .filter((part) => part !== '')
          .join(' ')
          .concat(`: ${what} ${todo}`),
      );
    if (report.problems.length > SHOWN) terminal.soft(`and ${report.problems.length - SHOWN} more: --json names them all`);
    if (taken) terminal.good(report.summary);
    else terminal.bad(report.summary);
    terminal.result(report);
    return taken ? 0 : 1;
  },
};
