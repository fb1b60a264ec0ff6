/** SQS's errors by their names in the JSON protocol: query-protocol code, status and the text AWS gives. */
export interface ErrorForm {
  /** `__type` behind the `#`, JSON protocol. */
  readonly type: string;
  /** `Code`, query protocol. */
  readonly queryCode: string;
  readonly status: number;
}

export class SqsError extends Error {
  readonly form: ErrorForm;

  constructor(form: ErrorForm, message: string) {
    super(message);
    this.form = form;
  }
}

const legacy = (name: string, status = 400): ErrorForm => ({
  type: `com.amazonaws.sqs#${name}`,
  queryCode: `AWS.SimpleQueueService.${name}`,
  status,
});

const coral = (name: string, status = 400): ErrorForm => ({
  type: `com.amazon.coral.service#${name}Exception`,
  queryCode: name,
  status,
});

export const queueDoesNotExist = () =>
  new SqsError(
    {
      type: 'com.amazonaws.sqs#QueueDoesNotExist',
      queryCode: 'AWS.SimpleQueueService.NonExistentQueue',
      status: 400,
    },
    'The specified queue does not exist.',
  );

export const emptyBatch = (entry: string) =>
  new SqsError(legacy('EmptyBatchRequest'), `There should be at least one ${entry} in the request.`);

export const tooManyEntries = (sent: number) =>
  new SqsError(legacy('TooManyEntriesInBatchRequest'), `Maximum number of entries per request are 10. You have sent ${sent}.`);

export const idsNotDistinct = (id: string) => new SqsError(legacy('BatchEntryIdsNotDistinct'), `Id ${id} repeated.`);

export const invalidEntryId = () =>
  new SqsError(
    legacy('InvalidBatchEntryId'),
    'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
  );

export const batchTooLong = (bytes: number) =>
  new SqsError(
    legacy('BatchRequestTooLong'),
    `Batch requests cannot be longer than 1048576 bytes. You have sent ${bytes} bytes.`,
  );

export const receiptHandleIsInvalid = (handle: string) =>
  new SqsError(
    { type: 'com.amazonaws.sqs#ReceiptHandleIsInvalid', queryCode: 'ReceiptHandleIsInvalid', status: 404 },
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );

export const messageNotInflight = () => new SqsError(legacy('MessageNotInflight'), 'The specified message is not in flight.');

export const purgeInProgress = (queue: string) =>
  new SqsError(legacy('PurgeQueueInProgress', 403), `Only one PurgeQueue operation on ${queue} is allowed every 60 seconds.`);

export const invalidValue = (name: string, value: unknown, reason: string) =>
  new SqsError(coral('InvalidParameterValue'), `Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`);

export const missingParameter = (name: string) =>
  new SqsError(coral('MissingParameter'), `The request must contain the parameter ${name}.`);

export const invalidAttributeName = (name: string) =>
  new SqsError(
    { type: 'com.amazonaws.sqs#InvalidAttributeName', queryCode: 'InvalidAttributeName', status: 400 },
    `Unknown Attribute ${name}.`,
  );

export const invalidMessage = (reason: string) =>
  new SqsError({ type: 'com.amazonaws.sqs#InvalidMessageContents', queryCode: 'InvalidMessageContents', status: 400 }, reason);

export const resourceNotFound = (reason: string) =>
  new SqsError(
    { type: 'com.amazonaws.sqs#ResourceNotFoundException', queryCode: 'ResourceNotFoundException', status: 404 },
    reason,
  );

export const unsupportedOperation = (reason: string) => new SqsError(legacy('UnsupportedOperation'), reason);

export const accessDenied = (message: string) => new SqsError({ ...coral('AccessDenied'), status: 403 }, message);

/** Ours alone: AWS would do something the local cloud does not do. */
export const notImplemented = (what: string) =>
  new SqsError(
    { type: 'com.ringfence.local#NotImplemented', queryCode: 'NotImplemented', status: 501 },
    `The local cloud does not know ${what}.`,
  );
