/**
 * Lambda reading a queue: batches, concurrency, partial failures.
 * AWS: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html, …/services-sqs-scaling.html
 */
import { createHash } from 'node:crypto';
import { numberAt, objectAt, type Properties, refuseUnknown, textAt } from '../front/template-properties.ts';
import type { Deadline, InvocationResult, LocalQueue, ReceivedMessage, SimulatedClock } from '../world.ts';

export interface MappingSettings {
  readonly functionName: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly concurrency: number;
  readonly reportsItemFailures: boolean;
}

export const MAPPING_PROPERTIES = {
  honoured: [
    'FunctionName',
    'EventSourceArn',
    'BatchSize',
    'MaximumBatchingWindowInSeconds',
    'ScalingConfig',
    'FunctionResponseTypes',
    'Enabled',
  ],
  inert: ['Tags'],
}; // prettier-ignore

/** How many batches AWS starts with when nothing bounds it. */
const STANDARD_POLLERS = 5;

export function mappingSettings(id: string, properties: Properties): MappingSettings {
  refuseUnknown(id, properties, MAPPING_PROPERTIES);
  const queueArn = textAt(id, properties, 'EventSourceArn') ?? '';
  if (!queueArn.startsWith('arn:aws:sqs:')) throw new Error(`only queues are event sources here, not ${queueArn}`);
  const windowSeconds = numberAt(id, properties, 'MaximumBatchingWindowInSeconds') ?? 0;
  const batchSize = numberAt(id, properties, 'BatchSize') ?? 10;
  if (batchSize > 10 && windowSeconds === 0) throw new Error('a BatchSize above 10 needs MaximumBatchingWindowInSeconds');
  const concurrency = numberAt(id, objectAt(id, properties, 'ScalingConfig'), 'MaximumConcurrency');
  if (concurrency !== undefined && concurrency < 2) throw new Error('MaximumConcurrency is 2 or more');
  const types = properties['FunctionResponseTypes'];
  return {
    functionName: textAt(id, properties, 'FunctionName') ?? '',
    queueArn,
    batchSize,
    windowMs: windowSeconds * 1000,
    concurrency: concurrency ?? STANDARD_POLLERS,
    reportsItemFailures: Array.isArray(types) && types.includes('ReportBatchItemFailures'),
  };
}

export class EventSourceMapping {
  readonly #settings: MappingSettings;
  readonly #queue: LocalQueue;
  readonly #clock: SimulatedClock;
  readonly #invoke: (event: unknown) => Promise<InvocationResult>;
  #inFlight = 0;
  #pumpPlanned = false;
  #window: Deadline | undefined;
  #windowOver = false;

  constructor(
    settings: MappingSettings,
    queue: LocalQueue,
    clock: SimulatedClock,
    invoke: (event: unknown) => Promise<InvocationResult>,
  ) {
    this.#settings = settings;
    this.#queue = queue;
    this.#clock = clock;
    this.#invoke = invoke;
  }

  start(): void {
    this.#queue.onVisible(() => this.#planPump());
    this.#planPump();
  }

  /** In the next turn, so that a batch that was sent together is received together. */
  #planPump(): void {
    if (this.#pumpPlanned) return;
    this.#pumpPlanned = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    void this.#clock.busy(promise);
    setImmediate(() => {
      this.#pumpPlanned = false;
      this.#pump();
      resolve();
    });
  }

  #pump(): void {
    while (this.#inFlight < this.#settings.concurrency && this.#queue.visibleCount() > 0) {
      if (!this.#batchIsDue()) return;
      const messages = this.#receive();
      if (messages.length === 0) return;
      void this.#deliver(messages);
    }
  }

  /** A full batch goes at once; a smaller one when its window is over. */
  #batchIsDue(): boolean {
    const { windowMs, batchSize } = this.#settings;
    if (windowMs === 0 || this.#windowOver || this.#queue.visibleCount() >= batchSize) {
      this.#window?.cancel();
      this.#window = undefined;
      this.#windowOver = false;
      return true;
    }
    this.#window ??= this.#clock.at(this.#clock.now() + windowMs, `batching window of ${this.#queue.arn}`, () => {
      this.#window = undefined;
      this.#windowOver = true;
      this.#pump();
    });
    return false;
  }

  /** AWS's pollers take ten at a time, however large the batch. */
  #receive(): ReceivedMessage[] {
    const messages: ReceivedMessage[] = [];
    while (messages.length < this.#settings.batchSize) {
      const more = this.#queue.receiveNow(Math.min(10, this.#settings.batchSize - messages.length));
      if (more.length === 0) break;
      messages.push(...more);
    }
    return messages;
  }

  async #deliver(messages: readonly ReceivedMessage[]): Promise<void> {
    this.#inFlight++;
    try {
      const event = { Records: messages.map((message) => recordOf(message, this.#queue.arn)) };
      const failed = failedIds(await this.#invoke(event), messages, this.#settings.reportsItemFailures);
      // What failed stays in flight: it becomes visible again when the queue's visibility timeout is over.
      for (const message of messages) if (!failed.has(message.messageId)) this.#queue.deleteMessage(message.receiptHandle);
    } finally {
      this.#inFlight--;
      this.#planPump();
    }
  }
}

/** A wrong answer counts as a failure of the whole batch. */
function failedIds(
  { payload, functionError }: InvocationResult,
  messages: readonly ReceivedMessage[],
  reports: boolean,
): Set<string> {
  const all = new Set(messages.map((message) => message.messageId));
  if (functionError !== undefined) return all;
  if (!reports || typeof payload !== 'object' || payload === null || !('batchItemFailures' in payload)) return new Set();
  const { batchItemFailures: failures } = payload;
  if (failures === null) return new Set();
  if (!Array.isArray(failures)) return all;
  const ids = failures.map((failure: { readonly itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  return ids.every((id) => typeof id === 'string' && all.has(id)) ? new Set(ids.map(String)) : all;
}

function recordOf(message: ReceivedMessage, queueArn: string): object {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAt),
      SenderId: 'AIDALOCAL',
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, { dataType, stringValue }]) => [name, { dataType, stringValue }]),
    ),
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: 'us-east-1',
  };
}
