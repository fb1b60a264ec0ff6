import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AbsenceApproval, AbsenceBook, HeldNow, HeldSchool } from '../roster/attendance/absence-book.ts';
import { happened } from './conditional-write.ts';
import { type Item, type Key, queryAll } from './dynamo-batches.ts';
import type { Envelope } from './envelope.ts';

/** Long enough for a complaint about a call, or about none. */
const KEPT_DAYS = 30;
const HELD = 'HELD#';
/** Sort key of the item that names the day's latest file. */
export const LATEST = 'LATEST';

export interface AbsenceTable {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
}

/** Partition of one day: an item a student, an item a held school, and the day's latest file. */
export function dayKey(day: string): string {
  return `ATTENDANCE#${day}`;
}

export function forgetAfter(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / 1_000) + KEPT_DAYS * 86_400;
}

/** The schools that wait for a person. */
export function createHeldSchools({ documents, table }: AbsenceTable): Pick<AbsenceBook, 'hold' | 'heldOn'> {
  return {
    hold: async (school) => {
      const { day, file, fileHash, why, absent, outOf } = school;
      const change = {
        UpdateExpression:
          'SET #file = :file, fileHash = :hash, why = :why, absent = :absent, outOf = :outOf, expiresAt = :end REMOVE approval',
        // Of the same file it stands already, and may be approved.
        ConditionExpression: 'attribute_not_exists(pk) OR fileHash <> :hash',
        ExpressionAttributeNames: { '#file': 'file' },
        ExpressionAttributeValues: {
          ':file': file,
          ':hash': fileHash,
          ':why': why,
          ':absent': absent,
          ':outOf': outOf,
          ':end': forgetAfter(day),
        },
      };
      await happened(() => documents.send(new UpdateCommand({ TableName: table, Key: { ...heldKey(school) }, ...change })));
    },
    heldOn: (day) => heldOn({ documents, table }, day),
  };
}

/** What a person does about held schools. */
export function createAbsenceApproval({
  documents,
  table,
  envelope,
}: AbsenceTable & { readonly envelope: Envelope }): AbsenceApproval {
  return {
    heldOn: (day) => heldOn({ documents, table }, day),
    approve: async (school, said) => {
      const Key = heldKey(school);
      const approval = await envelope.seal({ key: `${Key.pk}|${Key.sk}`, kind: 'approval', version: 1 }, said);
      const change = {
        UpdateExpression: 'SET approval = :approval',
        ConditionExpression: 'fileHash = :hash',
        ExpressionAttributeValues: { ':approval': approval, ':hash': school.fileHash },
      };
      const isDone = await happened(() => documents.send(new UpdateCommand({ TableName: table, Key: { ...Key }, ...change })));
      return isDone ? 'approved' : 'changed';
    },
  };
}

function heldKey({ day, schoolId }: Pick<HeldSchool, 'day' | 'schoolId'>): Key {
  return { pk: dayKey(day), sk: `${HELD}${schoolId}` };
}

/** One request: the day's latest file lies right behind its held schools. */
async function heldOn({ documents, table }: AbsenceTable, day: string): Promise<readonly HeldNow[]> {
  const items = await queryAll(documents, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :day AND sk BETWEEN :held AND :latest',
    ExpressionAttributeValues: { ':day': dayKey(day), ':held': HELD, ':latest': LATEST },
  });
  const latest = items.find(({ sk }) => sk === LATEST)?.['fileHash'];
  return items.filter(({ sk }) => sk !== LATEST).map((item) => heldIn(item, day, latest));
}

/** Only `hold` writes these. */
function heldIn(item: Item, day: string, latest: unknown): HeldNow {
  const { sk, file, fileHash, why, absent, outOf, approval } = item;
  return {
    ...{ day, schoolId: String(sk).slice(HELD.length), file: String(file), fileHash: String(fileHash) },
    why: why as HeldSchool['why'],
    ...{ absent: Number(absent), outOf: Number(outOf) },
    approved: approval !== undefined,
    overtaken: latest !== fileHash,
  };
}
