import { ChangeMessageVisibilityBatchCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { chunksOf } from '../packed/chunks.ts';
import { sqsClient } from './clients.ts';
import { log, troubleOf } from './telemetry.ts';

/**
 * Puts failed messages back on their queue for a nearer moment than the queue's own visibility timeout.
 * @param delays seconds, by messageId, of those that named a moment of their own
 */
export type GiveBack = (records: readonly SQSRecord[], delays?: ReadonlyMap<string, number>) => Promise<void>;

const MAX_BATCH = 10;
const FIRST_S = 5;
const LONGEST_S = 300;

/** 5 s after the first failure, twice as long after each further one, at most five minutes. */
export function waitSeconds(receiveCount: number): number {
  return Math.min(LONGEST_S, FIRST_S * 2 ** (receiveCount - 1));
}

/**
 * Without this a message that failed once waits out the whole visibility timeout, six times the function's own: an
 * emergency would stand still for minutes because one request was throttled.
 * Never throws: a message that could not be given back early only waits longer.
 */
export function createGiveBack(sqs: SQSClient = sqsClient()): GiveBack {
  const urls = new Map<string, Promise<string>>();
  const urlOf = (arn: string): Promise<string> => {
    const known = urls.get(arn) ?? fetchUrl(sqs, arn);
    urls.set(arn, known);
    return known;
  };
  return async (records, delays) => {
    for (const few of chunksOf(records, MAX_BATCH)) {
      // An invocation's messages come from one queue.
      const arn = few[0]?.eventSourceARN ?? '';
      const Entries = few.map(({ messageId, receiptHandle: ReceiptHandle, attributes }, n) => ({
        Id: String(n),
        ReceiptHandle,
        VisibilityTimeout: delays?.get(messageId) ?? waitSeconds(Number(attributes.ApproximateReceiveCount)),
      }));
      try {
        await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: await urlOf(arn), Entries }));
      } catch (error) {
        urls.delete(arn);
        log.warn('GIVEN_BACK_LATE', troubleOf(error));
      }
    }
  };
}

async function fetchUrl(sqs: SQSClient, arn: string): Promise<string> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: arn.split(':').at(-1) }));
  if (QueueUrl === undefined) throw new Error('SQS named no queue');
  return QueueUrl;
}
