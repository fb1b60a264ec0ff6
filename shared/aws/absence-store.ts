import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AbsenceOf } from '../calls/absences.ts';
import { ABSENCE_STATES, type AbsenceBook, type AbsenceState } from '../roster/absence-book.ts';
import type { Item, Key } from './dynamo-batches.ts';

/** Long enough for a complaint about a call, or about none. */
const KEPT_DAYS = 30;

/** The item of one student's absence on one day, for a BatchGet of the caller's own. */
export function absenceKey({ day, studentKey }: AbsenceOf): Key {
  return { pk: `ATTENDANCE#${day}`, sk: `STUDENT#${studentKey}` };
}

/** What the item says; `undefined` where there is none, or it says nothing that is known. */
export function absenceIn(item: Item | undefined): AbsenceState | undefined {
  return ABSENCE_STATES.find((state) => state === item?.['class']);
}

/** The ATTENDANCE items of the contacts table. */
export function createAbsenceBook({ documents, table }: { documents: DynamoDBDocumentClient; table: string }): AbsenceBook {
  return {
    async claim({ day, studentKey, noticeId, fileHash }) {
      const expiresAt = Math.floor(Date.parse(`${day}T00:00:00Z`) / 1_000) + KEPT_DAYS * 86_400;
      const Item = { ...absenceKey({ day, studentKey }), class: 'unexcused', noticeId, fileHash, expiresAt };
      try {
        await documents.send(
          new PutCommand({
            TableName: table,
            Item,
            ConditionExpression: 'attribute_not_exists(pk) OR fileHash = :hash',
            ExpressionAttributeValues: { ':hash': fileHash },
          }),
        );
        return 'ours';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'told-before';
        throw error;
      }
    },
  };
}
