/** Contacts that come as a system's own tables. Nothing is judged here but what belongs to what. */
import type { ColumnRule } from '../bytes/column-map.ts';
import { headerOf } from '../bytes/header.ts';
import type { Row } from '../bytes/read-table.ts';
import type { ProblemLog } from '../report/problem.ts';
import type { SheetWatch } from '../spreadsheet.ts';
import { readFlag } from '../values.ts';
import { tableKinds } from './column-kinds.ts';
import { CONTACT_FIELDS, type ContactField, type ContactRow, type FlagReading, type TypedPhone } from './contact-row.ts';
import { columnsOfTable, findTables, type TableFiles } from './find-tables.ts';
import { flagReadings } from './flags.ts';
import type { FlagRule, TableName, TablesLayout } from './layout.ts';
import { apart, isUnnamed } from './read-rows.ts';
import { matchesIn, openSheet, type Sheet } from './sheet.ts';

interface OpenTable {
  /** What a report calls it: the pairs stand for the whole zip. */
  readonly file: string;
  readonly sheet: Sheet;
  readonly rows: readonly Row<string>[];
}

/** Tables whose columns may be flags: what they say is said of a pair, of a contact or of a student. */
const WITH_FLAGS = ['links', 'details', 'people', 'students'] as const satisfies readonly TableName[];
type FlagTable = (typeof WITH_FLAGS)[number];

/** @param file name of the zip, for the report @returns undefined when the log says why */
export function readTables(
  file: string,
  files: TableFiles,
  layout: TablesLayout,
  flags: readonly FlagRule[],
  problems: ProblemLog,
  watch: SheetWatch,
): readonly ContactRow[] | undefined {
  const found = findTables(files, layout);
  for (const table of found.missing)
    problems.add('table-missing', {
      file,
      column: columnsOfTable(layout, table)
        .map(({ headers }) => headers[0])
        .join(', '),
    });
  const inTable = flagTables(file, files, found.files, flags, problems);
  const open = new Map<TableName, OpenTable>();
  for (const [table, name] of found.files) {
    const of = flags.flatMap((flag) => (inTable.get(flag) === table && flag.column !== 'slot' ? [flag.column] : []));
    const label = table === 'links' ? file : `${file}: ${name}`;
    const bytes = files.get(name) ?? new Uint8Array();
    const sheet = openSheet(label, bytes, layout, [...columnsOfTable(layout, table), ...of], of, problems);
    const rows = sheet === undefined ? [] : rowsIn({ file: label, sheet }, tableKinds(layout, table, of), problems, watch);
    if (sheet !== undefined) open.set(table, { file: label, sheet, rows });
  }
  return problems.stopped() ? undefined : joined(open, layout, flags, inTable, problems);
}

function rowsIn(
  { file, sheet }: Pick<OpenTable, 'file' | 'sheet'>,
  kinds: ReturnType<typeof tableKinds>,
  problems: ProblemLog,
  watch: SheetWatch,
): readonly Row<string>[] {
  const rows: Row<string>[] = [];
  const seers = [...kinds].map(([column, kind]) => [column, watch.column(file, sheet.nameOf(column), kind)] as const);
  sheet.each(watch.watching(problems), (row) => {
    for (const [column, see] of seers) see(sheet.text(row, column));
    rows.push(row);
  });
  return rows;
}

/** In which table each flag stands. A name that two tables have, or none, stops the file: nobody can tell what was signed. */
function flagTables(
  file: string,
  files: TableFiles,
  found: ReadonlyMap<TableName, string>,
  flags: readonly FlagRule[],
  problems: ProblemLog,
): ReadonlyMap<FlagRule, FlagTable> {
  const headers = WITH_FLAGS.map((table) => ({ table, header: headerOf(files.get(found.get(table) ?? '') ?? new Uint8Array()) }));
  return new Map(
    flags.flatMap((flag) => {
      const { column } = flag;
      if (column === 'slot') return [];
      const [one, other] = headers.filter(({ header }) => matchesIn(header, column, false).length > 0);
      if (one === undefined) problems.add('column-missing', { file, column: column.headers[0] });
      if (other !== undefined) problems.add('column-twice', { file, column: column.headers[0] });
      return one === undefined ? [] : [[flag, one.table] as const];
    }),
  );
}

function joined(
  open: ReadonlyMap<TableName, OpenTable>,
  { name, tables }: TablesLayout,
  flags: readonly FlagRule[],
  inTable: ReadonlyMap<FlagRule, FlagTable>,
  problems: ProblemLog,
): readonly ContactRow[] {
  const at = (table: TableName, row: Row<string>, column: ColumnRule | undefined) =>
    column === undefined ? '' : (open.get(table)?.sheet.text(row, column) ?? '');
  const by = (table: TableName, column: ColumnRule | undefined) =>
    Map.groupBy(open.get(table)?.rows ?? [], (row) => at(table, row, column));
  const { links, details, students, people, phones, codes } = tables;
  const words = new Map(
    [...by('codes', codes?.id)].map(([id, [row]]) => [id, row === undefined ? '' : at('codes', row, codes?.word)]),
  );
  const found = { details: by('details', details?.of), people: by('people', people.id), students: by('students', students.id) };
  const numbers = numbersOf(by('phones', phones.person), tables, open.get('phones'), words);
  const pairs = open.get('links');
  const columnOf = namesIn(open, tables);
  return (pairs?.rows ?? []).flatMap((row) => {
    const [key, student, person = ''] = [links.key, links.student, links.person].map((column) => at('links', row, column));
    const ofStudent = rowsOf(found.students, student);
    const studentId = onlyOne(ofStudent.map((one) => at('students', one, students.number)));
    if (studentId === undefined) {
      problems.add('student-not-exported', { file: pairs?.file ?? '', row: row.row, column: columnOf('studentId') });
      return [];
    }
    const ofPerson = rowsOf(found.people, person);
    const ofKey = rowsOf(found.details, key);
    const isActive = (one: Row<string>) => readFlag(at('details', one, details?.active)) === 'yes';
    const ofPair = {
      links: [row],
      details: current(ofKey, isActive),
      people: ofPerson,
      students: ofStudent,
    };
    const cells = {
      ...NO_CELLS,
      studentId,
      contactId: person,
      givenName: ofPerson.map((one) => at('people', one, people.givenName)).find((text) => text !== '') ?? '',
      familyName: ofPerson.map((one) => at('people', one, people.familyName)).find((text) => text !== '') ?? '',
      relationship: words.get(at('links', row, links.relationship)) ?? '',
      priority: at('links', row, links.priority),
    };
    return [
      {
        row: row.row,
        cells: apart(cells, { name }),
        columnOf,
        phones: numbers.get(person) ?? [],
        flags: [
          ...(details === undefined || ofKey.some(isActive) ? [] : overReadings(open.get('details'), ofKey, details.active)),
          ...flags.flatMap((flag) =>
            readingsOf(flag, open.get(inTable.get(flag) ?? 'links'), ofPair[inTable.get(flag) ?? 'links']),
          ),
        ],
        isUnnamed: isUnnamed(people, cells),
      },
    ];
  });
}

// One entry per field of the list, so the record is whole.
const NO_CELLS = Object.fromEntries(CONTACT_FIELDS.map((field) => [field, ''])) as Record<ContactField, string>;

/** An empty id is nobody's. */
function rowsOf(byId: ReadonlyMap<string, readonly Row<string>[]>, id = ''): readonly Row<string>[] {
  return id === '' ? [] : (byId.get(id) ?? []);
}

/** Undefined for none, and for several that differ. */
function onlyOne(texts: readonly string[]): string | undefined {
  const [one, other] = new Set(texts);
  return one === '' || other !== undefined ? undefined : one;
}

function current(rows: readonly Row<string>[], isActive: (row: Row<string>) => boolean): readonly Row<string>[] {
  const active = rows.filter(isActive);
  return active.length > 0 ? active : rows;
}

/** Each contact's phones in their order, one list for all pairs of a contact. An extension goes with its phone: nobody can dial it. */
function numbersOf(
  byPerson: ReadonlyMap<string, readonly Row<string>[]>,
  { phones }: TablesLayout['tables'],
  table: OpenTable | undefined,
  words: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly TypedPhone[]> {
  if (table === undefined) return new Map();
  const { sheet, file } = table;
  const text = (row: Row<string>, column: ColumnRule | undefined) => (column === undefined ? '' : sheet.text(row, column));
  const orderOf = (row: Row<string>) =>
    /^\d{1,3}$/.test(text(row, phones.order)) ? Number(text(row, phones.order)) : Number.MAX_SAFE_INTEGER;
  const phoneOf = (row: Row<string>): TypedPhone => {
    const extension = text(row, phones.extension);
    const number = text(row, phones.number);
    const label = words.get(text(row, phones.label)) ?? '';
    return {
      text: extension === '' ? number : `${number} x${extension}`,
      label,
      file,
      row: row.row,
      column: sheet.nameOf(phones.number),
    };
  };
  return new Map(
    [...byPerson].map(([person, rows]) => [
      person,
      rows
        .filter((row) => text(row, phones.number) !== '')
        .toSorted((a, b) => orderOf(a) - orderOf(b))
        .map(phoneOf),
    ]),
  );
}

/** Of several rows, what forbids wins later on. Where there is none, nobody knows what it would say. */
function readingsOf(flag: FlagRule, table: OpenTable | undefined, rows: readonly Row<string>[]): FlagReading[] {
  const { effect, column } = flag;
  if (table === undefined || column === 'slot') return [];
  const { sheet, file } = table;
  if (rows.length === 0) return [{ effect, says: 'unknown', column: sheet.nameOf(column), value: '' }];
  return rows.flatMap((row) =>
    flagReadings([flag], (of) => sheet.text(row, of), sheet.nameOf).map((reading) => ({
      ...reading,
      place: { file, row: row.row },
    })),
  );
}

/** Of a pair none of whose details is in force. */
function overReadings(table: OpenTable | undefined, rows: readonly Row<string>[], active: ColumnRule): FlagReading[] {
  const inactive = { effect: 'inactive', column: table?.sheet.nameOf(active) ?? '' } as const;
  if (table === undefined || rows.length === 0) return [{ ...inactive, says: 'unknown', value: '' }];
  return rows.map((row) => {
    const value = table.sheet.text(row, active);
    const says = readFlag(value) === 'unknown' ? 'unknown' : 'yes';
    return { ...inactive, says, value, place: { file: table.file, row: row.row } };
  });
}

/** As the columns are called in their files. */
function namesIn(open: ReadonlyMap<TableName, OpenTable>, { links, people }: TablesLayout['tables']) {
  const columns: Partial<Record<ContactField, readonly [TableName, ColumnRule | undefined]>> = {
    ...{ studentId: ['links', links.student], contactId: ['links', links.person], priority: ['links', links.priority] },
    ...{ relationship: ['links', links.relationship] },
    ...{ givenName: ['people', people.givenName], familyName: ['people', people.familyName] },
  };
  return (field: ContactField): string => {
    const [table, column] = columns[field] ?? [];
    return table === undefined || column === undefined ? field : (open.get(table)?.sheet.nameOf(column) ?? field);
  };
}
