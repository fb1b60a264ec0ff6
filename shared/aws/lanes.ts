import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { noticeIdOf } from '../calls/call-id.ts';
import type { Lanes } from '../calls/lanes.ts';
import { TryAgain } from '../faults/fault.ts';
import type { Lane } from '../notices/purpose.ts';
import { chunksOf } from '../packed/chunks.ts';

export interface LaneOptions {
  readonly sqs: SQSClient;
  readonly queueUrls: Readonly<Record<Lane, string>>;
}

/** A queue did not take every message of a batch. Some may be in it: sending all of them again is harmless. */
export class LaneRefused extends TryAgain<{ lane: Lane; codes: readonly string[] }> {
  readonly code = 'LANE_REFUSED';
}

const MAX_BATCH = 10;
const SIDE_BY_SIDE = 8;

/** The lane queues. The group makes a standard queue fair: one large notice does not hold up a small one. */
export function createLanes({ sqs, queueUrls }: LaneOptions): Lanes {
  const sendTen = async (lane: Lane, callIds: readonly string[], delaySeconds: number): Promise<void> => {
    const Entries = callIds.map((callId, n) => ({
      Id: String(n),
      MessageBody: JSON.stringify({ callId }),
      MessageGroupId: noticeIdOf(callId),
      ...(delaySeconds > 0 ? { DelaySeconds: delaySeconds } : {}),
    }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrls[lane], Entries }));
    if (Failed.length === 0) return;
    const codes = [...new Set(Failed.map(({ Code }) => Code ?? 'unknown'))];
    throw new LaneRefused('a lane did not take every call', { lane, codes }, 'It is tried again.');
  };

  return {
    async send(lane, callIds, delaySeconds = 0) {
      // One group of batches after the other, so that what was given first is first in the queue.
      for (const few of chunksOf(chunksOf(callIds, MAX_BATCH), SIDE_BY_SIDE))
        await Promise.all(few.map((ten) => sendTen(lane, ten, delaySeconds)));
    },
  };
}
