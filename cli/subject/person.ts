import type { TrailSource } from '../../shared/audit/trail-source.ts';
import type { DistrictFacts } from '../../shared/subject/dossier.ts';
import type { SubjectItems } from '../../shared/subject/subject-store.ts';
import { identityOf, type Trace, traceOf } from '../../shared/subject/trace.ts';
import { CommandRefused } from '../command.ts';
import type { District } from '../machine/district.ts';
import type { Terminal } from '../machine/terminal.ts';

/** @throws CommandRefused when nobody of that id is in the book, and says whether they were erased */
export async function personOf(contact: string, district: District): Promise<SubjectItems> {
  const contactKey = (await district.pseudonyms()).contact(contact);
  const items = await district.subjects.read(contactKey);
  if (items !== undefined) return items;
  const gone = (await district.subjects.tombstones()).find((one) => one.contactKey === contactKey);
  if (gone !== undefined)
    throw new CommandRefused(
      `contact ${contact} was erased on ${gone.erasedAt}`,
      'nothing of them is left to show; docs/rights.md says what stays and why',
    );
  throw new CommandRefused(`no contact ${contact} is in the book`, 'use the id of the export (guardianSourcedId)');
}

/** Everything the trail says of a person; reads the whole trail, which takes as long as verifying it. */
export async function traceOfPerson(items: SubjectItems, source: TrailSource, terminal: Terminal): Promise<Trace> {
  let bar: ReturnType<Terminal['progress']> | undefined;
  const trace = await traceOf(source, identityOf(items.contact, items.numbers, items.erasedAt), (done, of) => {
    bar ??= terminal.progress('batches of the audit trail read', of);
    bar.to(done);
  });
  bar?.end();
  return trace;
}

/** How long things are kept, as the deployment says it; @throws CommandRefused of a stack older than this program */
export function districtFactsOf({ outputs, domain }: District): DistrictFacts {
  const of = (name: string): string => {
    const value = outputs[name];
    if (value === undefined) throw new CommandRefused(`the stack has no output ${name}`, 'deploy it again with this version');
    return value;
  };
  const [backupDays, auditYears, exportDays] = [of('BackupDays'), of('AuditYears'), of('ExportDays')].map(Number);
  return {
    name: of('DistrictName'),
    domain,
    timezone: of('Timezone'),
    retention: { backupDays: backupDays ?? 0, auditYears: auditYears ?? 0, exportDays: exportDays ?? 0 },
  };
}
