import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PastRing } from '../consent/gate-input.ts';
import type { Office, TaskPlace, TaskStore } from '../office/office.ts';
import type { OfficeTask } from '../office/task.ts';
import { createContactReader } from './contact-reader.ts';
import { getItems, type Item, type Key, queryAll } from './dynamo-batches.ts';
import type { Envelope, EnvelopeForged } from './envelope.ts';
import { type Pause, pause as realPause } from './pause.ts';

export interface OfficeOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table, and what opens it. */
  readonly contactsTable: string;
  readonly envelope: Envelope;
  readonly report: (fault: EnvelopeForged) => void;
  /** The notices table: tasks lie beside the calls. */
  readonly noticesTable: string;
  readonly pause?: Pause;
}

/** In the index `open`, beside the open calls; a notice's id has no `#`. */
const OPEN_TASKS = '#OFFICE';
/** A closed task is remembered so long, so that one that comes back is known. */
const KEEP_CLOSED_S = 400 * 86_400;

/** Tasks of the office, and the people they are about. Needs of the book no more than BatchGetItem. */
export function createOffice(options: OfficeOptions): Office {
  const { documents, contactsTable: table, envelope, report, pause = realPause } = options;
  const reader = createContactReader({ documents, table, envelope, report, pause });
  return {
    ...createTaskStore({ documents, noticesTable: options.noticesTable, pause }),
    contacts: (contactKeys) => reader.read('contact', contactKeys),
    students: (studentKeys) => reader.read('student', studentKeys),
    holders: async (numberKeys) => {
      const entries = await reader.read('number', numberKeys);
      return new Map([...entries].map(([key, { contactKeys }]) => [key, contactKeys]));
    },
    rings: async (numberKeys) => {
      const keys = numberKeys.map((key) => ({ pk: `NUMBER#${key}`, sk: 'HISTORY' }));
      const items = (await getItems(documents, { [table]: keys }, pause)).get(table) ?? [];
      return new Map(items.map(({ pk, rings }) => [String(pk).slice('NUMBER#'.length), pastRings(rings)]));
    },
  };
}

/** Only place-call writes these, from the gate's own history; plain, as they hold nobody's number. */
function pastRings(rings: unknown): readonly PastRing[] {
  return Array.isArray(rings) ? (rings as readonly PastRing[]) : [];
}

/** The TASK items of the notices table. */
export function createTaskStore({
  documents,
  noticesTable: table,
  pause = realPause,
}: Pick<OfficeOptions, 'documents' | 'noticesTable' | 'pause'>): TaskStore {
  return {
    find: async (places) => {
      const items = (await getItems(documents, { [table]: places.map(keyOf) }, pause)).get(table) ?? [];
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
  try {
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: keyOf(after),
        UpdateExpression: `SET task = :task, version = :version${change}`,
        ConditionExpression: before === undefined ? 'attribute_not_exists(pk)' : 'version = :was',
        ExpressionAttributeValues: values,
      }),
    );
    return 'saved';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'lost';
    throw error;
  }
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
