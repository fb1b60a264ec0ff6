import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Contact, Student } from '../contacts/contact.ts';
import type { NumberEntry } from '../contacts/number-entry.ts';
import { ownText } from '../packed/own-text.ts';
import { getItems, type Item, type Key } from './dynamo-batches.ts';
import { type Binding, type Envelope, EnvelopeForged } from './envelope.ts';
import { type Pause, pause as realPause } from './pause.ts';

/** The three books of the contacts table. The kind is part of what is sealed: see `bookBinding`. */
export interface Books {
  readonly contact: Contact;
  readonly number: NumberEntry;
  readonly student: Student;
}
export type BookKind = keyof Books;

const PREFIX: Readonly<Record<BookKind, string>> = { contact: 'CONTACT', number: 'NUMBER', student: 'STUDENT' };

export function bookKey(kind: BookKind, id: string): Key {
  return { pk: `${PREFIX[kind]}#${id}`, sk: 'BOOK' };
}

const KINDS = new Map(Object.entries(PREFIX).map(([kind, prefix]) => [prefix, kind as BookKind]));

/** Of which entry of the book an item is; undefined where it is of none. */
export function bookEntry(pk: string, sk: string): { readonly kind: BookKind; readonly id: string } | undefined {
  const at = pk.indexOf('#');
  const kind = sk === 'BOOK' ? KINDS.get(pk.slice(0, at)) : undefined;
  return kind === undefined ? undefined : { kind, id: ownText(pk.slice(at + 1)) };
}

/** What the `sealed` attribute of a BOOK item is bound to. Whoever writes the book seals with this. */
export function bookBinding(kind: BookKind, id: string, version: number): Binding {
  const { pk, sk } = bookKey(kind, id);
  return { key: `${pk}|${sk}`, kind, version };
}

export interface ContactReaderOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly envelope: Envelope;
  /** Told of every blob that is not what it is offered as. */
  readonly report: (fault: EnvelopeForged) => void;
  readonly pause?: Pause;
}

/** The read side of the contact book. */
export interface ContactReader {
  /** Entries by id, consistently read, a hundred a request; one that is absent or does not open is left out. */
  read<K extends BookKind>(kind: K, ids: readonly string[]): Promise<ReadonlyMap<string, Books[K]>>;
  /** Opens the entries of one kind among items that were read together with others. */
  openItems<K extends BookKind>(kind: K, items: readonly Item[], ids: readonly string[]): Promise<ReadonlyMap<string, Books[K]>>;
}

export function createContactReader(options: ContactReaderOptions): ContactReader {
  const { documents, table, pause = realPause } = options;
  const openItems: ContactReader['openItems'] = async (kind, items, ids) => {
    const byPk = new Map(items.filter(({ sk }) => sk === 'BOOK').map((item) => [item['pk'], item]));
    const opened = await Promise.all([...new Set(ids)].map(async (id) => [id, await openBook(options, kind, id, byPk)] as const));
    return new Map(opened.flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const])));
  };
  return {
    openItems,
    read: async (kind, ids) => {
      const keys = ids.map((id) => bookKey(kind, id));
      const items = await getItems(documents, { [table]: keys }, pause);
      return openItems(kind, items.get(table) ?? [], ids);
    },
  };
}

/** An entry that was tampered with counts as absent: nobody is called on its word. */
async function openBook<K extends BookKind>(
  { envelope, report }: ContactReaderOptions,
  kind: K,
  id: string,
  byPk: ReadonlyMap<unknown, Item>,
): Promise<Books[K] | undefined> {
  const item = byPk.get(bookKey(kind, id).pk);
  const sealed = item?.['sealed'];
  if (!(sealed instanceof Uint8Array)) return undefined;
  try {
    return await envelope.open<Books[K]>(bookBinding(kind, id, Number(item?.['version'])), sealed);
  } catch (error) {
    if (!(error instanceof EnvelopeForged)) throw error;
    report(error);
    return undefined;
  }
}
