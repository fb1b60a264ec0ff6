/**
 * A layout says where the fields of a contact stand in somebody else's file. It says nothing of what a flag means: that is the
 * district's to say and to sign (`sign-off.ts`), because the same column means different things next door (ROSTER §0.3).
 */
import type { ColumnRule } from '../bytes/column-map.ts';
import type { ContactField, FlagEffect } from './contact-row.ts';

/** `fullName`: `Maria Lopez` or `Lopez, Maria`, where a file has no two columns for it. */
export type Fields = Readonly<Partial<Record<ContactField | 'fullName', ColumnRule>>>;

export interface PhoneColumn {
  readonly number: ColumnRule;
  /** Its kind, or the column that says so. */
  readonly label: string | ColumnRule;
  /** Where the extension has a column of its own. */
  readonly extension?: ColumnRule;
}

/** Words agreed on, lower case; a value in neither list is unknown. */
export interface FlagRule {
  readonly effect: FlagEffect;
  /** `slot`: not a column, but which of a wide row's contacts it is. */
  readonly column: ColumnRule | 'slot';
  /** Of a wide row: the one contact it is about; absent: all of them. */
  readonly contact?: string;
  readonly when: readonly string[];
  readonly otherwise: readonly string[];
}

interface AnyLayout {
  /** Name and version; stated in each report. */
  readonly name: string;
  /** Headers may be `prefix.field`; the prefix is no part of the name, except that of the student. */
  readonly dotted?: true;
  /** Rows that are about nobody's contact, e.g. staff; values in lower case. */
  readonly skip?: { readonly column: ColumnRule; readonly is: readonly string[] };
}

/** One row per student and contact. */
export interface LongLayout extends AnyLayout {
  readonly kind: 'long';
  readonly fields: Fields;
  readonly phones: readonly PhoneColumn[];
  /** `theirs`: each row has one. `made`: where a row has none, it is made of the student's id and the name. */
  readonly contactIds: 'theirs' | 'made';
  /** Of our own layout alone: it was written with these flags in it. */
  readonly flags?: readonly FlagRule[];
}

/** One row per student, its contacts side by side. */
export interface WideLayout extends AnyLayout {
  readonly kind: 'wide';
  /** Of the student's half of the row: the id, and the language of the house. */
  readonly fields: Fields;
  /** In call order. */
  readonly contacts: readonly Slot[];
}

export interface Slot {
  /** E.g. `Mother`; what flags about one contact, and those by `@contact`, go by. */
  readonly name: string;
  readonly fields: Fields;
  readonly phones: readonly PhoneColumn[];
}

/**
 * Several rows per contact, whose phones and students stand side by side without belonging together: the second phone on the row
 * of the second student is the contact's, not that student's (ROSTER §3).
 */
export interface GroupedLayout extends AnyLayout {
  readonly kind: 'grouped';
  readonly fields: Fields;
  readonly phone: PhoneColumn & { readonly order: ColumnRule };
  /** Columns about the person, filled on the first row only, that flags may be read from. */
  readonly ofPerson: readonly string[];
}

export type ContactLayout = LongLayout | WideLayout | GroupedLayout;

/** A system's tables as they are, a file each, put together by their ids. */
export interface TablesLayout {
  readonly kind: 'tables';
  readonly name: string;
  readonly tables: {
    /** Who belongs to which student: a row per pair. */
    readonly links: Table<'student' | 'person' | 'priority', 'key' | 'relationship'>;
    /** More about a pair, by its key. Where a row of it is active, those that are not are over; where none is, the pair is. */
    readonly details?: Table<'of' | 'active', never>;
    /** The table's own id of a student, and the number by which the rest of the world knows them. */
    readonly students: Table<'id' | 'number', never>;
    readonly people: Table<'id' | 'givenName' | 'familyName', never>;
    readonly phones: Table<'person' | 'number', 'order' | 'extension' | 'label'>;
    /** Words for the numbers that stand for a relationship or a kind of phone; the table may be left out. */
    readonly codes?: Table<'id' | 'word', never>;
  };
}

export type Table<Needed extends string, Other extends string> = Readonly<
  Record<Needed, ColumnRule> & Partial<Record<Other, ColumnRule>>
>;

export type TableName = keyof TablesLayout['tables'];

/** Every column a layout looks at, flags left out. */
export function columnsOf(layout: ContactLayout): readonly ColumnRule[] {
  const skip = layout.skip === undefined ? [] : [layout.skip.column];
  const phones = layout.kind === 'grouped' ? [layout.phone.order] : [];
  const fields = [layout.fields, ...(layout.kind === 'wide' ? layout.contacts.map((slot) => slot.fields) : [])];
  return [
    ...fields.flatMap((of) => Object.values(of)),
    ...phoneColumns(layout).flatMap(({ number, label, extension }) =>
      [number, label, extension].filter((column) => typeof column === 'object'),
    ),
    ...phones,
    ...skip,
  ];
}

export function phoneColumns(layout: ContactLayout): readonly PhoneColumn[] {
  switch (layout.kind) {
    case 'long':
      return layout.phones;
    case 'wide':
      return layout.contacts.flatMap(({ phones }) => phones);
    case 'grouped':
      return [layout.phone];
  }
}
