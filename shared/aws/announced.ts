import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type AnnouncedNotice, REPEATED_MS } from '../notices/announced.ts';
import type { Message, Notice } from '../notices/notice.ts';
import { noticeKey } from './call-item.ts';
import { getItems } from './dynamo-batches.ts';
import type { Envelope } from './envelope.ts';
import { noticeOf } from './notice-item.ts';
import { type Pause, pause as realPause } from './pause.ts';
import { messageBinding } from './sealed-message.ts';

const LIST = 'ANNOUNCED';
const LOOKED_AT = 10;
const DAY_S = 86_400;

export interface AnnouncedOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The notices table. */
  readonly table: string;
  readonly pause?: Pause;
}

/** Notes that a notice for everybody goes out, so that whoever calls back can hear it. The same notice again is the same note. */
export function createAnnouncedList({ documents, table }: AnnouncedOptions) {
  return async ({ noticeId, raisedAt }: Notice, rehearsal: boolean): Promise<void> => {
    const expiresAtEpoch = Math.ceil((Date.parse(raisedAt) + REPEATED_MS) / 1_000) + DAY_S;
    const Item = { pk: LIST, sk: `${raisedAt}#${noticeId}`, noticeId, rehearsal, expiresAtEpoch };
    await documents.send(new PutCommand({ TableName: table, Item }));
  };
}

/** Newest first. Two requests. */
export function createAnnouncedReader({
  documents,
  table,
  pause = realPause,
  envelope,
}: AnnouncedOptions & { readonly envelope: Envelope }) {
  return async (): Promise<readonly AnnouncedNotice[]> => {
    const listed = await documents.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :list',
        ExpressionAttributeValues: { ':list': LIST },
        ScanIndexForward: false,
        Limit: LOOKED_AT,
      }),
    );
    const entries = (listed.Items ?? []).map(({ noticeId, rehearsal }) => ({
      noticeId: String(noticeId),
      rehearsal: rehearsal === true,
    }));
    if (entries.length === 0) return [];
    const items =
      (await getItems(documents, { [table]: entries.map(({ noticeId }) => noticeKey(noticeId)) }, pause)).get(table) ?? [];
    return entries.flatMap(({ noticeId, rehearsal }) => {
      const item = items.find((one) => one['noticeId'] === noticeId);
      const sealed = item?.['sealed'];
      if (item === undefined || !(sealed instanceof Uint8Array)) return [];
      return [{ notice: noticeOf(item), rehearsal, words: () => envelope.open<Message>(messageBinding(noticeId), sealed) }];
    });
  };
}
