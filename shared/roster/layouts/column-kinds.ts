import type { ColumnRule } from '../bytes/column-map.ts';
import type { ColumnKind } from '../spreadsheet.ts';
import type { ContactField } from './contact-row.ts';
import { columnsOfTable } from './find-tables.ts';
import { type ContactLayout, columnsOf, phoneColumns, type TableName, type TablesLayout } from './layout.ts';

type Kinds = ReadonlyMap<ColumnRule, ColumnKind>;

const OF_FIELD: Readonly<Partial<Record<ContactField | 'fullName', ColumnKind>>> = {
  ...{ studentId: 'id', contactId: 'id', consentDate: 'date' },
};

/** What the columns of a layout hold, and those that are flags. */
export function columnKinds(layout: ContactLayout, flags: readonly ColumnRule[]): Kinds {
  const fields = [layout.fields, ...(layout.kind === 'wide' ? layout.contacts.map((slot) => slot.fields) : [])];
  // Object.entries forgets that the keys are fields.
  const named = fields.flatMap((of) => Object.entries(of) as [ContactField | 'fullName', ColumnRule][]);
  return new Map<ColumnRule, ColumnKind>([
    ...[...columnsOf(layout), ...flags].map((column) => [column, 'text'] as const),
    ...named.map(([field, column]) => [column, OF_FIELD[field] ?? 'text'] as const),
    ...phoneColumns(layout).map(({ number }) => [number, 'phone'] as const),
  ]);
}

const IDS = ['id', 'of', 'key', 'student', 'person'];

/** The same of one of a system's tables. */
export function tableKinds(layout: TablesLayout, table: TableName, flags: readonly ColumnRule[]): Kinds {
  const named = Object.entries(layout.tables[table] ?? {});
  const kindOf = (name: string): ColumnKind => {
    if (name === 'number') return table === 'phones' ? 'phone' : 'id';
    return IDS.includes(name) ? 'id' : 'text';
  };
  return new Map<ColumnRule, ColumnKind>([
    ...[...columnsOfTable(layout, table), ...flags].map((column) => [column, 'text'] as const),
    ...named.map(([name, column]) => [column, kindOf(name)] as const),
  ]);
}
