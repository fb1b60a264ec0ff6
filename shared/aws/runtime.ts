import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { AuditTrail } from '../audit/trail.ts';
import { type Clock, systemClock } from '../clock/clock.ts';
import { type Fault, GiveUp, NotYet } from '../faults/fault.ts';
import { createGiveBack, type GiveBack } from './give-back.ts';
import { type QueueMessage, queueMessage, sentAt } from './queue-message.ts';
import { emf, log, logger, measures, troubleOf } from './telemetry.ts';

export type { QueueMessage } from './queue-message.ts';
export { MessageUnreadable, readBody } from './queue-message.ts';
export { type Log, log, type Measures, measures, reportForged, reportTrouble } from './telemetry.ts';

/** What a queue's function needs beside its work: the trail, for messages that are given up. */
export interface QueueOptions {
  readonly audit: AuditTrail;
  readonly clock?: Clock;
  readonly giveBack?: GiveBack;
}

/** An event of the contact flow's InvokeLambdaFunction block, as far as we use it. */
export interface FlowEvent {
  readonly Details: {
    readonly ContactData: {
      readonly ContactId: string;
      readonly Attributes: Readonly<Record<string, string>>;
      /** The other side's number, or what stands for one that is withheld. Never log it. */
      readonly CustomerEndpoint?: { readonly Address?: string } | null;
    };
    readonly Parameters: Readonly<Record<string, string>>;
  };
}

/** Milliseconds until the invocation is cut off. */
export type TimeLeft = () => number;

type LambdaHandler<E, R> = (event: E, context: Context) => Promise<R>;

/**
 * A function that takes a queue's messages one by one, side by side within an invocation.
 * Failed messages alone go back to the queue, a `NotYet` for as long as it says; a `GiveUp` leaves a `message.poisoned` record and goes back too, so that the
 * queue's redrive policy carries it to the dead-letter queue.
 */
export function onQueue(
  work: (message: QueueMessage, timeLeft: TimeLeft) => Promise<void>,
  options: QueueOptions,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const { giveBack = createGiveBack() } = options;
  return instrumented<SQSEvent, SQSBatchResponse>(async (event, context) => {
    const delays = new Map<string, number>();
    const one = async (record: SQSRecord): Promise<void> => {
      try {
        await work(queueMessage(record), () => context.getRemainingTimeInMillis());
      } catch (error) {
        if (error instanceof NotYet) delays.set(record.messageId, error.where.seconds);
        await settle(record, error, options);
        throw error;
      }
    };
    // A processor of its own for each invocation: it keeps what it has processed.
    const processor = new BatchProcessor(EventType.SQS, { logger: SILENT });
    const answer = await processPartialResponse(event, one, processor, { throwOnFullBatchFailure: false });
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    if (failed.size > 0)
      await giveBack(
        event.Records.filter(({ messageId }) => failed.has(messageId)),
        delays,
      );
    return answer;
  });
}

/**
 * A function that works on all messages of an invocation together (one BatchGet, one audit object).
 * @param work returns the faults by messageId; a message without one is done. A throw fails every message of the batch.
 */
export function onBatch(
  work: (messages: readonly QueueMessage[]) => Promise<ReadonlyMap<string, Fault>>,
  options: QueueOptions,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const { giveBack = createGiveBack() } = options;
  return instrumented<SQSEvent, SQSBatchResponse>(async (event) => {
    const { readable, faults } = sift(event.Records);
    if (readable.length > 0) {
      const found = await work(readable).catch((error: unknown) => new Map(readable.map((m) => [m.messageId, error])));
      for (const [messageId, fault] of found) faults.set(messageId, fault);
    }
    const failed = event.Records.filter(({ messageId }) => faults.has(messageId));
    for (const record of failed) await settle(record, faults.get(record.messageId), options);
    if (failed.length > 0) await giveBack(failed);
    return { batchItemFailures: [...faults.keys()].map((itemIdentifier) => ({ itemIdentifier })) };
  });
}

/** A function that a schedule starts. What it throws is logged by code and thrown on without its text. */
export function onSchedule(work: () => Promise<void>): LambdaHandler<unknown, void> {
  return instrumented<unknown, void>(() => work().catch(rethrowBare));
}

/** A function that the contact flow asks while somebody holds the line; the answer is a flat map of strings. */
export function onFlow(
  work: (event: FlowEvent) => Promise<Readonly<Record<string, string>>>,
): LambdaHandler<FlowEvent, Readonly<Record<string, string>>> {
  return instrumented<FlowEvent, Readonly<Record<string, string>>>((event) => work(event).catch(rethrowBare));
}

/** What Lambda itself prints of an error is its text; so the error that leaves a function has no text but a code. */
export class InvocationFailed extends Error {
  override readonly name = 'InvocationFailed';
}

const SILENT = { debug: () => undefined, warn: () => undefined, error: () => undefined };

function instrumented<E, R>(work: (event: E, context: Context) => Promise<R>): LambdaHandler<E, R> {
  const shell = middy()
    .use(injectLambdaContext(logger, { logEvent: false, resetKeys: true }))
    .use(logMetrics(emf, { throwOnEmptyMetrics: false, captureColdStartMetric: false }))
    .handler((event: unknown, context) => work(event as E, context)); // Lambda's own trigger gives the event its form.
  // middy types the answer as unknown; it is what `work` returned.
  return shell as unknown as LambdaHandler<E, R>;
}

function sift(records: readonly SQSRecord[]): { readable: QueueMessage[]; faults: Map<string, unknown> } {
  const readable: QueueMessage[] = [];
  const faults = new Map<string, unknown>();
  for (const record of records) {
    try {
      readable.push(queueMessage(record));
    } catch (error) {
      faults.set(record.messageId, error);
    }
  }
  return { readable, faults };
}

async function settle(record: SQSRecord, error: unknown, options: QueueOptions): Promise<void> {
  if (error instanceof NotYet) return log.info(error.code, { messageId: record.messageId, ...error.where });
  const trouble = troubleOf(error);
  log.error(trouble.code, { messageId: record.messageId, ...trouble });
  measures.count(error instanceof GiveUp ? 'MessageGivenUp' : 'MessageReturned');
  if (error instanceof GiveUp) await recordPoisoned(record, error, options);
}

/** An event of each delivery: what a later one fails at may be something else. */
async function recordPoisoned(record: SQSRecord, fault: GiveUp, { audit, clock = systemClock }: QueueOptions): Promise<void> {
  const group = sentAt(record).slice(0, 10);
  const where = Object.fromEntries(Object.entries(fault.where).map(([name, value]) => [name, String(value).slice(0, 200)]));
  const facts = { code: fault.code, message: record.messageId, where };
  const draft = {
    kind: 'message.poisoned',
    at: clock.now().toISOString(),
    id: `poisoned.${record.messageId}.${record.attributes.ApproximateReceiveCount}`,
    facts,
  } as const;
  try {
    await audit.write(group, [draft]);
  } catch (error) {
    // The message fails either way and comes again, and with it the next try at its record.
    log.error('POISON_UNRECORDED', { messageId: record.messageId, ...troubleOf(error) });
  }
}

function rethrowBare(error: unknown): never {
  const trouble = troubleOf(error);
  log.error(trouble.code, trouble);
  throw new InvocationFailed(trouble.code);
}
