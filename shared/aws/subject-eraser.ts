import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Call } from '../calls/call.ts';
import { isFinal } from '../calls/transitions.ts';
import { type Erasure, remainderOf } from '../subject/erasure.ts';
import { callKey, callOf } from './call-item.ts';
import { putNext } from './conditional-write.ts';
import { createConsentLedger } from './consent-ledger.ts';
import { type BookKind, type Books, bookBinding, bookKey } from './contact-reader.ts';
import { getItems, type Key } from './dynamo-batches.ts';
import { createTaskStore, tasksNaming } from './office-store.ts';
import { pause as realPause } from './pause.ts';
import { reassignedKey } from './reassigned-store.ts';
import { staffKey } from './staff-list.ts';
import { inspectionKey, SubjectContended, type SubjectStoreOptions, tombstoneKey } from './subject-keys.ts';

/**
 * Carries an erasure out, in an order in which a crash leaves less and never more: the tombstone first, so that a half-done
 * erasure is listed; then agreements, so that nobody is called on them; then every way to the person; their entry, which names
 * all of these, last. Idempotent: what is gone stays gone.
 */
export async function eraseSubject(options: SubjectStoreOptions, erasure: Erasure, callIds: readonly string[]): Promise<void> {
  const { documents, table } = options;
  const { contactKey, erasedAt } = erasure;
  await documents.send(new PutCommand({ TableName: table, Item: { ...tombstoneKey(contactKey), erasedAt } }));
  // If we die here: the tombstone says that an erasure began, and the person is still in the book: it is done again.
  await createConsentLedger(options).changeConsents(contactKey, (record) => remainderOf(record, erasure));
  for (const studentKey of erasure.studentKeys) {
    await rewrite(options, 'student', studentKey, (student) => ({
      ...student,
      contactKeys: without(student.contactKeys, contactKey),
    }));
  }
  for (const { numberKey, shared, reassignedStays } of erasure.numbers) {
    if (shared) {
      await rewrite(options, 'number', numberKey, (entry) => ({ ...entry, contactKeys: without(entry.contactKeys, contactKey) }));
      continue;
    }
    await remove(options, bookKey('number', numberKey));
    if (!reassignedStays) await remove(options, reassignedKey(numberKey));
  }
  await unlinkCalls(options, callIds, contactKey);
  await unlinkTasks(options, erasure);
  await remove(options, inspectionKey(contactKey));
  await remove(options, staffKey(contactKey));
  // If we die here: only the entry itself is left, and by it the erasure is done again.
  await remove(options, bookKey('contact', contactKey));
}

/**
 * Seals an entry anew without the person. Its print is emptied: whatever the next export says of it differs, and is written, so
 * that somebody who comes back with an export is found by the students they belong to.
 */
async function rewrite<K extends BookKind>(
  { documents, table, envelope }: SubjectStoreOptions,
  kind: K,
  id: string,
  change: (value: Books[K]) => Books[K],
): Promise<void> {
  const Key = bookKey(kind, id);
  const { Item } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
  const sealed: unknown = Item?.['sealed'];
  if (Item === undefined || !(sealed instanceof Uint8Array)) return;
  const was = Number(Item['version']);
  const value = change(await envelope.open<Books[K]>(bookBinding(kind, id, was), sealed));
  const next = { ...Key, version: was + 1, print: '', sealed: await envelope.seal(bookBinding(kind, id, was + 1), value) };
  if (!(await putNext(documents, table, next)))
    throw new SubjectContended('an import changed an entry meanwhile', { key: `${Key.pk}|${Key.sk}` }, 'Do it again.');
}

/**
 * Takes the person out of calls that have ended; those still open are refused by the gate, which finds nobody behind them. The
 * table forgets calls by itself a month after their notice; until then a call would lead from a pseudonym to the trail.
 */
async function unlinkCalls(options: SubjectStoreOptions, callIds: readonly string[], contactKey: string): Promise<void> {
  const { documents, noticesTable, pause = realPause } = options;
  const found = await getItems(documents, { [noticesTable]: callIds.map(callKey) }, pause);
  for (const call of (found.get(noticesTable) ?? []).map(callOf)) if (isFinal(call)) await unlink(options, call, contactKey);
}

async function unlink({ documents, noticesTable }: SubjectStoreOptions, call: Call, contactKey: string): Promise<void> {
  const recipients = call.recipients.filter((recipient) => recipient.contactKey !== contactKey);
  if (recipients.length === call.recipients.length) return;
  await documents.send(
    new UpdateCommand({
      TableName: noticesTable,
      Key: callKey(call.callId),
      UpdateExpression: 'SET recipients = :others REMOVE listener',
      ConditionExpression: 'version = :was',
      ExpressionAttributeValues: { ':others': recipients, ':was': call.version },
    }),
  );
}

/**
 * A task of the office is named after what it is about, and the trail says who that was: so nobody erased stays in one. What is to
 * be done about a number or a pupil is still to be done. The note of a closed one goes: it may tell whom the office spoke to.
 */
async function unlinkTasks(options: SubjectStoreOptions, { contactKey, schoolIds }: Erasure): Promise<void> {
  const { save } = createTaskStore(options);
  for (const before of await tasksNaming(options, schoolIds, [contactKey])) {
    const { note: _forgotten, ...task } = before;
    const after = { ...task, contactKeys: without(task.contactKeys, contactKey), version: task.version + 1 };
    if ((await save(before, after)) === 'lost')
      throw new SubjectContended('the office changed a task meanwhile', { key: `TASK#${task.taskId}` }, 'Do it again.');
  }
}

async function remove({ documents, table }: SubjectStoreOptions, Key: Key): Promise<void> {
  await documents.send(new DeleteCommand({ TableName: table, Key }));
}

function without(keys: readonly string[], contactKey: string): readonly string[] {
  return keys.filter((key) => key !== contactKey);
}
