import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PastRing } from '../consent/gate-input.ts';
import type { Office, TaskPlace, TaskStore } from '../office/office.ts';
import type { OfficeTask } from '../office/task.ts';
import { absenceIn, absenceKey } from './absence-store.ts';
import { happened } from './conditional-write.ts';
import { type BookKind, bookKey, type ContactReaderOptions, createContactReader } from './contact-reader.ts';
import { byKey, type Find, getFrom, type Item, type Key, queryAll } from './dynamo-batches.ts';
import type { Binding } from './envelope.ts';
import { type Pause, pause as realPause } from './pause.ts';
import { historyKeys, historyOf } from './ring-book.ts';

export interface TaskTable {
  readonly documents: DynamoDBDocumentClient;
  /** The notices table: tasks lie beside the calls. */
  readonly noticesTable: string;
  readonly pause?: Pause;
}

/** In the index `open`, beside the open calls; a notice's id has no `#`. */
const OPEN_TASKS = '#OFFICE';
/** A closed task is remembered so long, so that one that comes back is known. */
const KEEP_CLOSED_S = 400 * 86_400;

/** Tasks of the office, and the people they are about. Needs of the book no more than BatchGetItem. */
export function createOffice(book: ContactReaderOptions, noticesTable: string): Office {
  const { documents, table, pause = realPause } = book;
  const { openItems } = createContactReader(book);
  const read = together((keys) => getFrom(documents, table, keys, pause));
  const entries = async <K extends BookKind>(kind: K, ids: readonly string[]) =>
    openItems(kind, await read(ids.map((id) => bookKey(kind, id))), ids);
  return {
    ...createTaskStore({ documents, noticesTable, pause }),
    contacts: (contactKeys) => entries('contact', contactKeys),
    students: (studentKeys) => entries('student', studentKeys),
    holders: async (numberKeys) => {
      const numbers = await entries('number', numberKeys);
      return new Map([...numbers].map(([key, { contactKeys }]) => [key, contactKeys]));
    },
    rings: async (numberKeys) => {
      const found = byKey(await read(numberKeys.flatMap(historyKeys)));
      return new Map(numberKeys.map((key) => [key, ringsOf(key, found)]));
    },
    excused: async (day, studentKeys) => {
      const found = byKey(await read(studentKeys.map((studentKey) => absenceKey({ day, studentKey }))));
      const stands = (studentKey: string) => absenceIn(found(absenceKey({ day, studentKey })));
      return new Set(studentKeys.filter((key) => ['excused', 'gone'].includes(stands(key) ?? '')));
    },
  };
}

/** What is asked at the same moment is one request. */
function together(read: (keys: readonly Key[]) => Promise<readonly Item[]>): typeof read {
  let asked: Key[] = [];
  let under: Promise<readonly Item[]> | undefined;
  return (keys) => {
    asked.push(...keys);
    under ??= Promise.resolve().then(() => {
      const all = asked;
      [asked, under] = [[], undefined];
      return read(all);
    });
    return under;
  };
}

/** What cannot be read is no ring: nobody is called unreachable on its word. */
function ringsOf(numberKey: string, found: Find): readonly PastRing[] {
  const { noted, exempt } = historyOf(numberKey, found);
  return [noted, exempt].flatMap((part) => (part === 'unreadable' ? [] : part));
}

/** The TASK items of the notices table. */
export function createTaskStore({ documents, noticesTable: table, pause = realPause }: TaskTable): TaskStore {
  return {
    find: async (places) => {
      const items = await getFrom(documents, table, places.map(keyOf), pause);
      return new Map(items.map(taskOf).map((task) => [task.taskId, task]));
    },
    save: (before, after) => save(documents, table, before, after),
    listOpen: async () => {
      const items = await queryAll(documents, {
        TableName: table,
        IndexName: 'open',
        KeyConditionExpression: 'openIn = :office',
        ExpressionAttributeValues: { ':office': OPEN_TASKS },
      });
      // The index may be a moment behind a closing.
      return items.map(taskOf).filter(({ state }) => state === 'open');
    },
  };
}

/** Open and closed tasks of these schools that name one of the keys: a person's, or a number's. A request a school. */
export async function tasksNaming(
  { documents, noticesTable }: TaskTable,
  schoolIds: readonly string[],
  keys: readonly string[],
): Promise<readonly OfficeTask[]> {
  const ofSchool = (schoolId: string) =>
    queryAll(documents, {
      TableName: noticesTable,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :office AND begins_with(sk, :task)',
      ExpressionAttributeValues: { ':office': keyOf({ schoolId, taskId: '' }).pk, ':task': keyOf({ schoolId, taskId: '' }).sk },
    });
  const items = await Promise.all([...new Set(schoolIds)].map(ofSchool));
  const named = ({ numberKey = '', contactKeys, knownNumbers = [] }: OfficeTask) => [numberKey, ...contactKeys, ...knownNumbers];
  return items
    .flat()
    .map(taskOf)
    .filter((task) => named(task).some((key) => keys.includes(key)));
}

/** An update and not a put, so that who may move calls need be granted nothing more. */
async function save(
  documents: DynamoDBDocumentClient,
  TableName: string,
  before: OfficeTask | undefined,
  after: OfficeTask,
): Promise<'saved' | 'lost'> {
  const isOpen = after.state === 'open';
  const values = {
    ':task': after,
    ':version': after.version,
    ...(isOpen ? { ':office': OPEN_TASKS, ':due': after.duty?.due ?? after.openedAt } : { ':forget': forgetAt(after) }),
    ...(before === undefined ? {} : { ':was': before.version }),
  };
  const change = isOpen
    ? ', openIn = :office, due = :due REMOVE expiresAtEpoch'
    : ', expiresAtEpoch = :forget REMOVE openIn, due';
  const update = new UpdateCommand({
    TableName,
    Key: keyOf(after),
    UpdateExpression: `SET task = :task, version = :version${change}`,
    ConditionExpression: before === undefined ? 'attribute_not_exists(pk)' : 'version = :was',
    ExpressionAttributeValues: values,
  });
  return (await happened(() => documents.send(update))) ? 'saved' : 'lost';
}

/** What a note is bound to: the task, and the round in which it was written. */
export function noteBinding({ taskId, round }: Pick<OfficeTask, 'taskId' | 'round'>): Binding {
  return { key: `TASK#${taskId}`, kind: 'task-note', version: round };
}

function forgetAt({ closedAt, openedAt }: OfficeTask): number {
  return Math.ceil(Date.parse(closedAt ?? openedAt) / 1_000) + KEEP_CLOSED_S;
}

function keyOf({ schoolId, taskId }: TaskPlace): Key {
  return { pk: `OFFICE#${schoolId}`, sk: `TASK#${taskId}` };
}

function taskOf({ task }: Item): OfficeTask {
  // Only this adapter writes these items, from a task.
  return task as OfficeTask;
}
