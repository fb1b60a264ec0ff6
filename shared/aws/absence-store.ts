import { type DynamoDBDocumentClient, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { type AbsenceOf, type AbsenceReader, absenceName } from '../calls/absences.ts';
import { ABSENCE_STATES, type AbsenceBook, type AbsenceState } from '../roster/attendance/absence-book.ts';
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
    takeDay: async (day, { uploadedAt, hash }) => {
      const taken = await update(
        { pk: dayKey(day), sk: LATEST },
        {
          UpdateExpression: 'SET uploadedAt = :at, fileHash = :hash, expiresAt = :end',
          ConditionExpression: 'attribute_not_exists(pk) OR uploadedAt <= :at',
          ExpressionAttributeValues: { ':at': uploadedAt, ':hash': hash, ':end': forgetAfter(day) },
        },
      );
      if (taken) return 'latest';
      // The same bytes came once more, under another name: what the day's latest file says, this one says.
      const isSame = await update(
        { pk: dayKey(day), sk: LATEST },
        {
          UpdateExpression: 'SET expiresAt = :end',
          ConditionExpression: 'fileHash = :hash',
          ExpressionAttributeValues: { ':hash': hash, ':end': forgetAfter(day) },
        },
      );
      return isSame ? 'latest' : 'overtaken';
    },
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
    claim: async ({ day, studentKey, noticeId, fileHash }) => {
      const ours = await update(absenceKey({ day, studentKey }), {
        // What a later file has marked stays marked.
        UpdateExpression:
          'SET #class = if_not_exists(#class, :unexcused), noticeId = :notice, fileHash = :hash, expiresAt = :end',
        ConditionExpression: 'attribute_not_exists(pk) OR fileHash = :hash',
        ExpressionAttributeNames: { '#class': 'class' },
        ExpressionAttributeValues: {
          ':unexcused': 'unexcused',
          ':notice': noticeId,
          ':hash': fileHash,
          ':end': forgetAfter(day),
        },
      });
      return ours ? 'ours' : 'told-before';
    },
    mark: async (day, studentKey, state) => {
      await update(absenceKey({ day, studentKey }), {
        UpdateExpression: 'SET #class = :state',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#class': 'class' },
        ExpressionAttributeValues: { ':state': state },
      });
    },
    ...createHeldSchools({ documents, table }),
  };
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
