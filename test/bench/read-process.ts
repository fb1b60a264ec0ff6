/** Reads an export as an import does, in a process whose memory can be told. */
import { statSync } from 'node:fs';
import { readDistrictConfig, settingsOf } from '../../infra/district-config.ts';
import { SAMPLE_DISTRICT } from '../../infra/synthesize.ts';
import { FileOnDisk } from '../../shared/disk/file-bytes.ts';
import { Spool } from '../../shared/disk/spool.ts';
import { Loan } from '../../shared/packed/loan.ts';
import { readExport } from '../../shared/roster/read-export.ts';
import { problemLog } from '../../shared/roster/report/problem.ts';
import { RosterContacts } from '../../shared/roster/roster-contacts.ts';

/** What was read of an export, and what it took. */
export interface Read {
  readonly students: number;
  readonly contacts: number;
  readonly problems: readonly string[];
  readonly ms: number;
  readonly peakBytes: number;
}

const [zip = '', contacts = '', spools = ''] = process.argv.slice(2);
const file = (path: string) => new Loan(new FileOnDisk(path, statSync(path).size));
const spool = new Spool(spools);
const [begun, problems] = [performance.now(), problemLog()];
const found = await readExport(
  { zip: file(zip), zipName: 'a.zip', contacts: file(contacts), contactsName: 'a.contacts.csv', spool },
  settingsOf(readDistrictConfig(SAMPLE_DISTRICT)),
  '2026-11-24',
  problems,
  async () => undefined,
  new RosterContacts(),
);
spool.clear();
const read: Read = {
  students: found.kind === 'roster' ? found.roster.students.length : 0,
  contacts: found.kind === 'roster' ? found.roster.contacts.all().size : 0,
  problems: problems.list().map(({ code, file: of }) => `${of} ${code}`),
  ms: performance.now() - begun,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.send?.(read, () => process.disconnect());
