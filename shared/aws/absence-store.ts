import { type DynamoDBDocumentClient, GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { type AbsenceOf, type AbsenceReader, absenceName } from '../calls/absences.ts';
import {
  ABSENCE_STATES,
  type AbsenceBook,
  type AbsenceState,
  type DayFile,
  type DayTaken,
  saidBy,
} from '../roster/attendance/absence-book.ts';
import { happened } from './conditional-write.ts';
import { byKey, getFrom, type Item, type Key, queryAll } from './dynamo-batches.ts';
import { type AbsenceTable, createHeldSchools, dayKey, forgetAfter, LATEST } from './held-schools.ts';
import { pause } from './pause.ts';

const STUDENT = 'STUDENT#';

/** The item of one student's absence on one day, for a BatchGet of the caller's own. */
export function absenceKey({ day, studentKey }: AbsenceOf): Key {
  return { pk: dayKey(day), sk: `${STUDENT}${studentKey}` };
}

/** What the item says; `undefined` where there is none, or it says nothing that is known. */
export function absenceIn(item: Item | undefined): AbsenceState | undefined {
  return ABSENCE_STATES.find((state) => state === item?.['class']);
}

/** The ATTENDANCE items: one a student and day, one a held school and day, and one that names the day's latest file. */
export function createAbsenceBook({ documents, table }: AbsenceTable): AbsenceBook {
  const update = (Key: Key, change: Omit<UpdateCommandInput, 'TableName' | 'Key'>) =>
    happened(() => documents.send(new UpdateCommand({ TableName: table, Key: { ...Key }, ...change })));
  return {
    takeDay: (day, file) => takeDay({ documents, table }, day, file),
    ofDay: async (day) => {
      const items = await queryAll(documents, {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :day AND begins_with(sk, :student)',
        ExpressionAttributeValues: { ':day': dayKey(day), ':student': STUDENT },
      });
      return new Map(
        items.map((item) => {
          const [fileHash, noticeId] = [String(item['fileHash']), String(item['noticeId'])];
          const known = { state: absenceIn(item) ?? 'unclear', fileHash, noticeId } as const;
          return [String(item['sk']).slice(STUDENT.length), known] as const;
        }),
      );
    },
    claim: async ({ day, studentKey, noticeId, file }) => {
      const ours = await update(absenceKey({ day, studentKey }), {
        // What a later file has marked stays marked.
        UpdateExpression:
          'SET #class = if_not_exists(#class, :unexcused), said = if_not_exists(said, :said), noticeId = :notice, fileHash = :hash, expiresAt = :end',
        ConditionExpression: 'attribute_not_exists(pk) OR fileHash = :hash',
        ExpressionAttributeNames: { '#class': 'class' },
        ExpressionAttributeValues: {
          ':unexcused': 'unexcused',
          ':said': saidBy(file),
          ':notice': noticeId,
          ':hash': file.hash,
          ':end': forgetAfter(day),
        },
      });
      return ours ? 'ours' : 'told-before';
    },
    mark: async (day, studentKey, state, file) => {
      await update(absenceKey({ day, studentKey }), {
        UpdateExpression: 'SET #class = :state, said = :said',
        ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(said) OR said <= :said)',
        ExpressionAttributeNames: { '#class': 'class' },
        ExpressionAttributeValues: { ':state': state, ':said': saidBy(file) },
      });
    },
    ...createHeldSchools({ documents, table }),
  };
}

async function takeDay({ documents, table }: AbsenceTable, day: string, file: DayFile): Promise<DayTaken> {
  const { key, uploadedAt, hash } = file;
  const Key = { pk: dayKey(day), sk: LATEST };
  const take = new UpdateCommand({
    TableName: table,
    Key,
    UpdateExpression: 'SET uploadedAt = :at, fileHash = :hash, #file = :file, expiresAt = :end',
    ConditionExpression: 'attribute_not_exists(pk) OR uploadedAt < :at OR (uploadedAt = :at AND fileHash <= :hash)',
    ExpressionAttributeNames: { '#file': 'file' },
    ExpressionAttributeValues: { ':at': uploadedAt, ':hash': hash, ':file': key, ':end': forgetAfter(day) },
  });
  if (await happened(() => documents.send(take))) return 'latest';
  const { Item = {} } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
  const later = { key: String(Item['file']), uploadedAt: String(Item['uploadedAt']), hash: String(Item['fileHash']) };
  // The same bytes came once more, under another name: what the day's latest file says, this one says.
  return later.hash === hash ? 'latest' : { overtakenBy: later };
}

/** Reads how absences stand, for who does not read them with something else. */
export function createAbsenceReader({ documents, table }: { documents: DynamoDBDocumentClient; table: string }): AbsenceReader {
  return {
    read: async (absences) => {
      const items = await getFrom(documents, table, absences.map(absenceKey), pause);
      const found = byKey(items);
      return new Map(
        absences.flatMap((one) => {
          const state = absenceIn(found(absenceKey(one)));
          return state === undefined ? [] : [[absenceName(one), state] as const];
        }),
      );
    },
  };
}
