import { z } from 'zod';
import { optional, promised } from '../bytes/column-map.ts';
import { COMPANION_LAYOUT } from '../maps/companion-contacts.ts';
import { CONTACT_FIELDS, type ContactField, FLAG_EFFECTS } from './contact-row.ts';
import { foldValue } from './flags.ts';
import { FOREIGN_LAYOUTS, TABLES_LAYOUTS } from './foreign-layouts.ts';
import type { ContactLayout, Fields, FlagRule, LongLayout, TablesLayout } from './layout.ts';

const OWN = COMPANION_LAYOUT.name;
const SLOT = '@contact';
const header = z.string().min(1).max(200);

/** Every field may be left out but the student's id. */
const fieldHeaders = Object.fromEntries([...CONTACT_FIELDS, 'fullName'].map((field) => [field, header.optional()])) as Record<
  ContactField | 'fullName',
  z.ZodOptional<typeof header>
>;

/** A layout of the district's own: one row per student and contact, each field under the header it has there. */
const districtLayout = z.strictObject({
  kind: z.literal('long'),
  name: z.string().regex(/^[a-z0-9-]+@\d+$/, 'write name and version of the layout, e.g. lincoln-contacts@1'),
  /** Our field → its header in the file. Each is promised: a file without one of them is not taken. */
  columns: z.strictObject({ ...fieldHeaders, studentId: header }),
  phones: z
    .array(
      z.strictObject({
        column: header,
        label: z.string().optional(),
        labelColumn: header.optional(),
        extensionColumn: header.optional(),
      }),
    )
    .min(1),
});

const flag = z.strictObject({
  /** As its header is written in the file; `@contact` for which of a wide row's contacts it is. */
  column: header,
  /** Of a layout with several contacts in a row: the one that the column is about. */
  contact: z.string().min(1).optional(),
  effect: z.enum(FLAG_EFFECTS),
  /** Values that set it. What stands in neither list is unknown, and unknown never calls. */
  when: z.array(z.string()),
  /** Values that do not; "" for an empty field. */
  otherwise: z.array(z.string()),
});

const fields = z.strictObject({
  layout: z.union([z.enum([OWN, ...[...FOREIGN_LAYOUTS, ...TABLES_LAYOUTS].map(({ name }) => name)]), districtLayout]),
  flags: z.array(flag).default([]),
  /** In as many words: the export cannot say who must not be called. */
  noRestrictionColumn: z.literal(true).optional(),
  /** Who answers for what the flags mean. */
  signedBy: z.string().min(1).max(200).optional(),
  signedOn: z.iso.date('write the day as YYYY-MM-DD').optional(),
});

/** In which layout the contacts come, and what its flags mean: the district's word for it, with a name under it. */
export const contactsSettings = fields.superRefine((settings, context) => {
  for (const [path, message] of problemsIn(settings)) context.addIssue({ code: 'custom', path: [...path], message });
});
export type ContactsSettings = z.infer<typeof fields>;

/** What is taken where the settings say nothing. */
export const OWN_CONTACTS = { layout: OWN } as const;

type Path = readonly (string | number)[];
type Complaint = readonly [path: Path, message: string];

const NO_RESTRICTION =
  'write which column of your export says who must not be called, e.g. { "column": "No Contact", "effect": "restricted", ' +
  '"when": ["Y"], "otherwise": ["N"] } (`ringfence roster map --file <export>` lists what stands in your columns); if your export cannot say ' +
  'it at all, write "noRestrictionColumn": true beside it, and keep court orders with `ringfence restriction set`';

function problemsIn(settings: ContactsSettings): Complaint[] {
  const { flags, noRestrictionColumn, signedBy, signedOn } = settings;
  const declaresNone = noRestrictionColumn === true;
  if (isOwn(settings))
    return where([
      [flags.length > 0 || declaresNone, ['flags'], `write none with ${OWN}: it has columns of its own for every flag`],
    ]);
  // Which of a row's contacts it is says nothing about orders.
  const restricts = flags.some(({ effect, column }) => effect === 'restricted' && column !== SLOT);
  return [
    ...where([
      [signedBy === undefined, ['signedBy'], 'write the name of the person who answers for what the flags mean'],
      [signedOn === undefined, ['signedOn'], 'write the day on which they did, as YYYY-MM-DD'],
      [!restricts && !declaresNone, ['flags'], NO_RESTRICTION],
      [restricts && declaresNone, ['noRestrictionColumn'], 'write it only where no flag is "restricted"; one is'],
    ]),
    ...flags.flatMap((one, index) => flagProblems(one, layoutOf(settings), ['flags', index])),
  ];
}

function where(all: readonly (readonly [is: boolean, path: Path, message: string])[]): Complaint[] {
  return all.flatMap(([is, path, message]) => (is ? [[path, message] as const] : []));
}

function flagProblems(one: z.infer<typeof flag>, layout: AnyLayout, path: Path): Complaint[] {
  const [when, otherwise] = [one.when.map(foldValue), one.otherwise.map(foldValue)];
  const both = when.find((value) => otherwise.includes(value));
  return where([
    [both !== undefined, path, `write each value once: "${both}" stands in both lists`],
    [when.length + otherwise.length === 0, path, 'write at least one value, in "when" or in "otherwise"'],
    [
      namesNoSlot(one, layout),
      path,
      `write "contact" and "${SLOT}" only for the contacts of ${layout.name}: ${slotsOf(layout).join(', ') || 'it has none'}`,
    ],
  ]);
}

const slotsOf = (layout: AnyLayout): string[] => (layout.kind === 'wide' ? layout.contacts.map(({ name }) => name) : []);

function namesNoSlot({ column, contact, when, otherwise }: z.infer<typeof flag>, layout: AnyLayout): boolean {
  const slots = slotsOf(layout);
  if (contact !== undefined && !slots.includes(contact)) return true;
  const known = slots.map(foldValue);
  return column === SLOT && (known.length === 0 || [...when, ...otherwise].some((name) => !known.includes(foldValue(name))));
}

export function isOwn({ layout }: ContactsSettings): boolean {
  return layout === OWN;
}

export type AnyLayout = ContactLayout | TablesLayout;

/** The layout that the settings name or describe. */
export function layoutOf({ layout }: ContactsSettings): AnyLayout {
  if (typeof layout !== 'string') return described(layout);
  return [...FOREIGN_LAYOUTS, ...TABLES_LAYOUTS].find(({ name }) => name === layout) ?? COMPANION_LAYOUT;
}

/** How the name of the file of contacts ends: tables come together, in a zip. */
export function contactsEnding(settings: ContactsSettings): 'csv' | 'zip' {
  return layoutOf(settings).kind === 'tables' ? 'zip' : 'csv';
}

function described({ name, columns, phones }: z.infer<typeof districtLayout>): LongLayout {
  const pairs = Object.entries(columns).flatMap(([field, column]) => (column === undefined ? [] : [[field, promised(column)]]));
  return {
    kind: 'long',
    name,
    // The schema lets only fields through.
    fields: Object.fromEntries(pairs) as Fields,
    phones: phones.map(({ column, label = column, labelColumn, extensionColumn }) => ({
      number: promised(column),
      label: labelColumn === undefined ? label : optional(labelColumn),
      // Its number is not to be dialed, so a file without the column is not taken.
      ...(extensionColumn === undefined ? {} : { extension: promised(extensionColumn) }),
    })),
    contactIds: columns.contactId === undefined ? 'made' : 'theirs',
  };
}

/** Our own layout brings its flags; those of every other are the district's. */
export function flagsOf(settings: ContactsSettings): readonly FlagRule[] {
  const layout = layoutOf(settings);
  if (layout.kind === 'long' && layout.flags !== undefined) return layout.flags;
  return settings.flags.map(({ column, contact, effect, when, otherwise }) => ({
    effect,
    column: column === SLOT ? 'slot' : promised(column),
    ...(contact === undefined ? {} : { contact }),
    when: when.map(foldValue),
    otherwise: otherwise.map(foldValue),
  }));
}
