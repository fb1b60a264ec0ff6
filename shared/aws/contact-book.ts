import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { chunksOf, sideBySide } from '../packed/chunks.ts';
import { ownText } from '../packed/own-text.ts';
import type {
  Change,
  Index,
  IndexChange,
  IndexLine,
  NotedChange,
  Printed,
  StaffChange,
  StaffList,
  Stored,
} from '../roster/book/changes.ts';
import { IndexLines } from '../roster/book/index-lines.ts';
import type { Missing, MissingChange } from '../roster/book/retirement.ts';
import { consentsOf } from './consent-ledger.ts';
import { type BookKind, type Books, bookBinding, bookEntry, bookKey } from './contact-reader.ts';
import { getFrom, type Item, lookThrough, queryAll, type Write, writeItems } from './dynamo-batches.ts';
import { type BulkEnvelope, EnvelopeForged } from './envelope.ts';
import { missingWrite, readMissing } from './missing-list.ts';
import { notedWrite, readNoted } from './noted-list.ts';
import { type Pause, pause as realPause } from './pause.ts';
import { readSchools, schoolWrite } from './school-list.ts';
import { readStaff, staffWrite } from './staff-list.ts';

export interface ContactBookOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly envelope: BulkEnvelope;
  /** Told of every blob that is not what it is offered as. */
  readonly report: (fault: EnvelopeForged) => void;
  readonly pause?: Pause;
}

/** Whoever looks through the book is shown its entries, and the lines of the index, in no order. */
export interface BookSeer {
  entry(kind: BookKind, id: string, printed: Printed): void;
  line(line: IndexLine): void;
}

/** The roster's side of the contact book; only an import has it. */
export interface ContactBook {
  /** Students of these schools, with schools and grades, by student key. */
  enrolled(schools: readonly string[]): Promise<Index>;
  /**
   * Looks through the whole book: version and print of every entry, unopened, and the index.
   * @param waiting called now and then while a large book is looked through
   */
  lookThrough(see: BookSeer, waiting: () => Promise<void>): Promise<void>;
  /** Looks through the whole table for contacts of whom there is a record of consents, whoever they are. */
  recorded(see: (contactKey: string) => void): Promise<void>;
  /** Entries with their values. A blob that was tampered with has none, and no print: it is written anew. */
  opened<K extends BookKind>(kind: K, ids: Iterable<string>): Promise<ReadonlyMap<string, Stored<Books[K]>>>;
  /** Seals and writes. Durable when it resolves; any part may be durable before. */
  write<K extends BookKind>(
    kind: K,
    changes: Iterable<Change<Books[K]>>,
    progress: (done: number) => Promise<void>,
  ): Promise<void>;
  writeIndex(changes: readonly IndexChange[]): Promise<void>;
  /** Ids of all schools at which the index has or had students. */
  schools(): Promise<readonly string[]>;
  listSchools(schoolIds: readonly string[]): Promise<void>;
  /** Who works where. */
  staff(): Promise<StaffList>;
  writeStaff(changes: readonly StaffChange[]): Promise<void>;
  /** Who was in none of the last exports. */
  missing(): Promise<Missing>;
  writeMissing(changes: readonly MissingChange[]): Promise<void>;
  /** Keys of numbers whose field said "do not call" when it was read last. */
  noted(): Promise<ReadonlySet<string>>;
  writeNoted(changes: readonly NotedChange[]): Promise<void>;
}

/** Entries sealed while the group before them is being written: 20 requests of 25. */
const GROUP = 500;
/** Groups under way: the table has work while others are sealed, and whoever seals while it is busy with itself. */
const SEALED_AHEAD = 4;
const SCHOOLS_TOGETHER = 4;

export function createContactBook(options: ContactBookOptions): ContactBook {
  const { documents, table, pause = realPause } = options;
  return {
    enrolled: (schools) => enrolled(options, schools),
    lookThrough: (see, waiting) =>
      lookThrough(documents, table, SEEN_ATTRIBUTES, async (items) => {
        for (const item of items) {
          const [pk, sk] = [String(item['pk']), String(item['sk'])];
          const entry = bookEntry(pk, sk);
          const line = entry === undefined ? lineOf(pk, sk, item['grade']) : undefined;
          if (entry !== undefined) see.entry(entry.kind, entry.id, printOf(item));
          if (line !== undefined) see.line(line);
        }
        await waiting();
      }),
    recorded: (see) =>
      lookThrough(documents, table, ['pk', 'sk'], async (items) => {
        for (const item of items) {
          const contactKey = consentsOf(String(item['pk']), String(item['sk']));
          if (contactKey !== undefined) see(contactKey);
        }
      }),
    opened: async (kind, ids) => {
      const byPk = new Map([...new Set(ids)].map((id) => [bookKey(kind, id).pk, id]));
      const items = await getFrom(
        documents,
        table,
        [...byPk.values()].map((id) => bookKey(kind, id)),
        pause,
      );
      const idOf = (item: Item) => byPk.get(String(item['pk'])) ?? '';
      return new Map(
        await Promise.all(items.map(async (item) => [idOf(item), await openedEntry(options, kind, idOf(item), item)] as const)),
      );
    },
    write: async (kind, changes, progress) => {
      let done = 0;
      // One group is sealed while the group before it is being written.
      await sideBySide(chunksOf(changes, GROUP), SEALED_AHEAD, async (group) => {
        await writeItems(documents, table, await sealedWrites(options, kind, group), pause);
        done += group.length;
        await progress(done);
      });
    },
    writeIndex: (changes) => writeItems(documents, table, changes.map(indexWrite), pause),
    schools: () => readSchools(documents, table),
    listSchools: (schoolIds) => writeItems(documents, table, schoolIds.map(schoolWrite), pause),
    staff: () => readStaff(documents, table),
    writeStaff: (changes) => writeItems(documents, table, changes.map(staffWrite), pause),
    missing: () => readMissing(documents, table),
    writeMissing: (changes) => writeItems(documents, table, changes.map(missingWrite), pause),
    noted: () => readNoted(documents, table),
    writeNoted: (changes) => writeItems(documents, table, changes.map(notedWrite), pause),
  };
}

async function enrolled({ documents, table }: ContactBookOptions, schools: readonly string[]): Promise<Index> {
  const lines = new IndexLines();
  await sideBySide(schools, SCHOOLS_TOGETHER, async (schoolId) => {
    const items = await queryAll(documents, {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :school AND begins_with(sk, :student)',
      ExpressionAttributeValues: { ':school': `${SCHOOL}${schoolId}`, ':student': STUDENT },
    });
    for (const { sk, grade } of items) lines.see({ schoolId, studentKey: studentIn(String(sk)), grade: String(grade) });
  });
  return lines.index;
}

const [SCHOOL, STUDENT] = ['SCHOOL#', 'STUDENT#'];
const studentIn = (sk: string): string => ownText(sk.slice(STUDENT.length));

function lineOf(pk: string, sk: string, grade: unknown): IndexLine | undefined {
  if (!pk.startsWith(SCHOOL) || !sk.startsWith(STUDENT)) return undefined;
  return { schoolId: pk.slice(SCHOOL.length), studentKey: studentIn(sk), grade: String(grade) };
}

/** What is sealed is most of an item, and most nights nearly nobody's is looked at. */
const SEEN_ATTRIBUTES = ['pk', 'sk', 'version', 'print', 'grade'];

function printOf(item: Item): Printed {
  return { version: Number(item['version']), print: String(item['print'] ?? '') };
}

async function openedEntry<K extends BookKind>(
  { envelope, report }: ContactBookOptions,
  kind: K,
  id: string,
  item: Item,
): Promise<Stored<Books[K]>> {
  const { version, print } = printOf(item);
  const sealed = item['sealed'];
  if (!(sealed instanceof Uint8Array)) return { version, print };
  try {
    return { version, print, value: await envelope.open<Books[K]>(bookBinding(kind, id, version), sealed) };
  } catch (error) {
    if (!(error instanceof EnvelopeForged)) throw error;
    report(error);
    // No print: whatever the export says differs from it, so the entry is made good.
    return { version, print: '' };
  }
}

async function sealedWrites<K extends BookKind>(
  { envelope }: ContactBookOptions,
  kind: K,
  changes: readonly Change<Books[K]>[],
): Promise<Write[]> {
  const puts = changes.filter((change) => change.kind === 'put');
  const sealed = await envelope.sealAll(
    puts.map(({ id, version, value }) => ({ binding: bookBinding(kind, id, version), payload: value })),
  );
  const items = puts.map(({ id, version, print }, nth) => ({ ...bookKey(kind, id), version, print, sealed: sealed[nth] }));
  const removals = changes.filter((change) => change.kind === 'remove').map(({ id }) => ({ Key: bookKey(kind, id) }));
  return [...items.map((Item) => ({ PutRequest: { Item } })), ...removals.map((DeleteRequest) => ({ DeleteRequest }))];
}

function indexWrite({ schoolId, studentKey, grade }: IndexChange): Write {
  const Key = { pk: `${SCHOOL}${schoolId}`, sk: `${STUDENT}${studentKey}` };
  return grade === undefined ? { DeleteRequest: { Key } } : { PutRequest: { Item: { ...Key, grade } } };
}
