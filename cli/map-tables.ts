import type { FileBytes } from '../shared/disk/file-bytes.ts';
import { type Archive, openArchive } from '../shared/roster/bytes/archive.ts';
import { normalHeader } from '../shared/roster/bytes/column-map.ts';
import { headerOf } from '../shared/roster/bytes/header.ts';
import { columnsOfTable, findTables, type TableFiles } from '../shared/roster/layouts/find-tables.ts';
import { TABLES_LAYOUTS } from '../shared/roster/layouts/foreign-layouts.ts';
import type { TableName, TablesLayout } from '../shared/roster/layouts/layout.ts';
import { type Candidate, candidatesIn } from '../shared/roster/layouts/propose.ts';
import { readContacts } from '../shared/roster/layouts/read-contacts.ts';
import { TABLE_FILES } from '../shared/roster/read-export.ts';
import { problemLog } from '../shared/roster/report/problem.ts';
import { CommandRefused, type ExitCode } from './command.ts';
import { withSpool } from './machine/export-file.ts';
import type { Terminal } from './machine/terminal.ts';
import { firstOf, questionsFor, sayQuestions, sayRows, saySettings } from './map-words.ts';

/** Which layout the tables of a zip have, and what the district must say about its flags. */
export function mapTables(file: string, bytes: FileBytes, terminal: Terminal): Promise<ExitCode> {
  return withSpool(async (spool) => mapFiles(file, await openArchive(bytes, TABLE_FILES, spool), terminal));
}

function mapFiles(file: string, archive: Archive, terminal: Terminal): ExitCode {
  if (archive.kind === 'refused')
    throw new CommandRefused(`${file} cannot be unpacked (${archive.code})`, 'zip the CSV files anew');
  const { files } = archive;
  const found = TABLES_LAYOUTS.map((layout) => ({ layout, ...findTables(files, layout) }));
  const best = found.find(({ missing }) => missing.length === 0);
  terminal.heading(`${file}: ${files.size} tables`);
  if (best === undefined) {
    terminal.bad('no layout fits; what each lacks, by the columns of the table:');
    for (const { layout, missing } of found)
      for (const table of missing) terminal.line(`  ${layout.name}: ${namesOf(layout, table)}`);
    terminal.result({
      layout: null,
      nearest: found.map(({ layout, missing }) => ({ layout: layout.name, missing })),
      settings: null,
    });
    return 1;
  }
  const { layout } = best;
  for (const [table, name] of best.files) terminal.good(`${layout.name}: ${table} in ${name}`);
  const candidates = candidatesOf(files, best.files, layout);
  const settings = questionsFor(layout.name, candidates);
  const rows = firstOf(readContacts(file, files, { layout: layout.name, flags: [] }, problemLog()));
  sayQuestions(candidates, terminal);
  saySettings(settings, terminal);
  sayRows(rows, terminal);
  terminal.result({ layout: layout.name, flags: candidates, settings, rows });
  return 0;
}

const namesOf = (layout: TablesLayout, table: TableName): string =>
  columnsOfTable(layout, table)
    .map(({ headers }) => headers[0])
    .join(', ');

/** Columns that say something of a pair, a contact or a student, and that the layout does not read itself. */
function candidatesOf(files: TableFiles, tables: ReadonlyMap<TableName, string>, layout: TablesLayout): readonly Candidate[] {
  return [...tables].flatMap(([table, name]) => {
    if (table === 'phones' || table === 'codes') return [];
    const bytes = files.get(name) ?? new Uint8Array();
    const taken = new Set(columnsOfTable(layout, table).flatMap(({ headers }) => headers.map(normalHeader)));
    return candidatesIn(name, bytes, headerOf(bytes)).filter(({ column }) => !taken.has(normalHeader(column)));
  });
}
