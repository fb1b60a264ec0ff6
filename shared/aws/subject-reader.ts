import { z } from 'zod';
import type { PastRing } from '../consent/gate-input.ts';
import type { Contact } from '../contacts/contact.ts';
import { isAboutFile } from '../office/task.ts';
import type { Disclosure } from '../subject/disclosure.ts';
import type { Tombstone } from '../subject/erasure.ts';
import type { Inspection } from '../subject/inspection.ts';
import type { SubjectItems, SubjectStore, TaskHeld } from '../subject/subject-store.ts';
import { putNext } from './conditional-write.ts';
import { createConsentLedger } from './consent-ledger.ts';
import { createContactReader } from './contact-reader.ts';
import { byKey, type Find, getFrom, type Item, type Key, queryAll } from './dynamo-batches.ts';
import { type Binding, EnvelopeForged } from './envelope.ts';
import { tasksNaming } from './office-store.ts';
import { pause as realPause } from './pause.ts';
import { createReassignedStore } from './reassigned-store.ts';
import { historyKeys, historyOf } from './ring-book.ts';
import { eraseSubject } from './subject-eraser.ts';
import { inspectionKey, SubjectContended, type SubjectStoreOptions, tombstoneKey } from './subject-keys.ts';

const inspections = z.array(
  z.object({ receivedOn: z.string(), dueOn: z.string(), recordedBy: z.string(), closedAt: z.string().exactOptional() }),
);

const disclosuresKey = (studentKey: string): Key => ({ pk: `STUDENT#${studentKey}`, sk: 'DISCLOSURES' });

function disclosuresBinding(studentKey: string, version: number): Binding {
  const { pk, sk } = disclosuresKey(studentKey);
  return { key: `${pk}|${sk}`, kind: 'disclosures', version };
}

/** Everything under one person's keys, for the operator's program: several requests, none of them on a call's way. */
export function createSubjectStore(options: SubjectStoreOptions): SubjectStore {
  const { table, pause = realPause, documents } = options;
  const reader = createContactReader(options);
  const item = async (key: Key): Promise<Item | undefined> => (await getFrom(documents, table, [key], pause))[0];
  const addDisclosures: SubjectStore['addDisclosures'] = async (studentKey, added) => {
    const found = await item(disclosuresKey(studentKey));
    const before = await openDisclosures(options, studentKey, found);
    const all = [...before, ...added.filter(({ id }) => before.every((one) => one.id !== id))];
    if (all.length === before.length) return;
    const version = versionIn(found) + 1;
    const sealed = await options.envelope.seal(disclosuresBinding(studentKey, version), all);
    await putOrRefuse(options, { ...disclosuresKey(studentKey), version, sealed });
  };
  return {
    read: async (contactKey) => {
      const contact = (await reader.read('contact', [contactKey])).get(contactKey);
      return contact === undefined ? undefined : readAll(options, contact);
    },
    inspections: async (contactKey) => inspectionsIn(await item(inspectionKey(contactKey))),
    changeInspections: async (contactKey, change) => {
      const found = await item(inspectionKey(contactKey));
      const before = inspectionsIn(found);
      const after = change(before);
      if (after === before) return;
      await putOrRefuse(options, { ...inspectionKey(contactKey), version: versionIn(found) + 1, requests: after });
    },
    erase: async (erasure, callIds) => {
      for (const [studentKey, kept] of erasure.disclosures) await addDisclosures(studentKey, kept);
      await eraseSubject(options, erasure, callIds);
    },
    tombstones: async () => {
      const found = (await queryAll(documents, allTombstones(table))).map(tombstoneOf);
      const back = await reader.read(
        'contact',
        found.map(({ contactKey }) => contactKey),
      );
      return found.map((one) => ({ ...one, back: back.get(one.contactKey) }));
    },
    student: async (studentKey) => (await reader.read('student', [studentKey])).get(studentKey),
    contacts: (contactKeys) => reader.read('contact', contactKeys),
    disclosures: async (studentKey) => openDisclosures(options, studentKey, await item(disclosuresKey(studentKey))),
    addDisclosures,
  };
}

async function readAll(options: SubjectStoreOptions, contact: Contact): Promise<SubjectItems> {
  const { documents, table, pause = realPause } = options;
  const { contactKey } = contact;
  const numberKeys = contact.numbers.map(({ numberKey }) => numberKey);
  const reader = createContactReader(options);
  const plain = [inspectionKey(contactKey), tombstoneKey(contactKey), ...numberKeys.flatMap(historyKeys)];
  const [page, students, numbers, reassigned, found, tasks] = await Promise.all([
    createConsentLedger(options).readMany({ numberKeys, contactKeys: [contactKey] }),
    reader.read(
      'student',
      contact.edges.map(({ studentKey }) => studentKey),
    ),
    reader.read('number', numberKeys),
    createReassignedStore({ documents, table, pause }).read(numberKeys),
    getFrom(documents, table, plain, pause).then(byKey),
    tasksOf(options, contact),
  ]);
  return {
    contact,
    consents: page.consents.get(contactKey) ?? { kind: 'unreadable', version: 0 },
    students,
    numbers,
    stops: page.stops,
    rings: new Map(numberKeys.map((numberKey) => [numberKey, ringsIn(numberKey, found)])),
    reassigned: new Map([...reassigned].map(([numberKey, { answers }]) => [numberKey, answers])),
    tasks,
    inspections: inspectionsIn(found(inspectionKey(contactKey))),
    erasedAt: erasedAtIn(found(tombstoneKey(contactKey))),
  };
}

async function tasksOf(options: SubjectStoreOptions, contact: Contact): Promise<readonly TaskHeld[]> {
  const schools = contact.edges.flatMap(({ schoolIds }) => schoolIds);
  const mine = [contact.contactKey, ...contact.numbers.map(({ numberKey }) => numberKey)];
  const own = await tasksNaming(options, schools, mine);
  return own.flatMap(({ taskId, kind, openedAt, closedAt }) => (isAboutFile(kind) ? [] : [{ taskId, kind, openedAt, closedAt }]));
}

async function openDisclosures(
  { envelope, report }: SubjectStoreOptions,
  studentKey: string,
  item: Item | undefined,
): Promise<readonly Disclosure[]> {
  if (item === undefined) return [];
  const binding = disclosuresBinding(studentKey, versionIn(item));
  const sealed = item['sealed'];
  if (!(sealed instanceof Uint8Array))
    throw new EnvelopeForged('the item has no sealed record', { ...binding, why: 'nothing sealed' }, 'Treat as tampering.');
  return envelope.open<readonly Disclosure[]>(binding, sealed).catch((error: unknown) => {
    if (error instanceof EnvelopeForged) report(error);
    throw error;
  });
}

/** Writes the next version, on condition that nobody wrote it first. */
async function putOrRefuse({ documents, table }: SubjectStoreOptions, Item: Item & Key & { version: number }): Promise<void> {
  if (await putNext(documents, table, Item)) return;
  throw new SubjectContended('somebody else changed the same record', { key: `${Item.pk}|${Item.sk}` }, 'Do it again.');
}

function tombstoneOf({ sk, erasedAt }: Item): Tombstone {
  return { contactKey: String(sk).slice('CONTACT#'.length), erasedAt: String(erasedAt) };
}

function erasedAtIn(item: Item | undefined): string | undefined {
  return item === undefined ? undefined : tombstoneOf(item).erasedAt;
}

function inspectionsIn(item: Item | undefined): readonly Inspection[] {
  return inspections.safeParse(item?.['requests']).data ?? [];
}

/** What counts, without the names of rings: they are call ids, which on a shared number may be somebody else's. */
function ringsIn(numberKey: string, found: Find): readonly PastRing[] {
  const { noted, exempt } = historyOf(numberKey, found);
  const all = [noted, exempt].flatMap((part) => (part === 'unreadable' ? [] : part));
  const plain = all.map(({ at, purpose, basis, noticeId }) => ({ at, purpose, basis, noticeId }));
  return plain.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function allTombstones(TableName: string) {
  return {
    TableName,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :erased',
    ExpressionAttributeValues: { ':erased': 'ERASED' },
  };
}

function versionIn(item: Item | undefined): number {
  return Number(item?.['version'] ?? 0);
}
