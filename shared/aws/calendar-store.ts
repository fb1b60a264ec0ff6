import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ClosedDays } from '../roster/attendance/calendar.ts';
import type { CalendarBook } from '../roster/attendance/calendar-book.ts';
import { happened } from './conditional-write.ts';
import { queryAll } from './dynamo-batches.ts';

const CALENDAR = 'CALENDAR';

export interface CalendarTable {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
}

/** One item a calendar file, so that a file is there whole or not at all. A district has a few. */
export function createCalendarBook({ documents, table }: CalendarTable): CalendarBook {
  return {
    async keep({ key, uploadedAt, closed }) {
      const put = new PutCommand({
        TableName: table,
        Item: { pk: CALENDAR, sk: `FILE#${key}`, uploadedAt, closed },
        ConditionExpression: 'attribute_not_exists(pk) OR uploadedAt <= :at',
        ExpressionAttributeValues: { ':at': uploadedAt },
      });
      return (await happened(() => documents.send(put))) ? 'kept' : 'overtaken';
    },
    async closedOn(day) {
      const items = await queryAll(documents, {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :calendar',
        ExpressionAttributeValues: { ':calendar': CALENDAR },
      });
      // Only `keep` writes these.
      return new Set(items.flatMap(({ closed }) => (closed as ClosedDays)[day] ?? []));
    },
  };
}
