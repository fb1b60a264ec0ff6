/** DynamoDB's errors that are ours to give; dynalite gives the others. AWS: API_Operations, "CommonErrors" */
export class DynamoError extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

export const validationError = (message: string) => new DynamoError('com.amazon.coral.validate#ValidationException', message);

/** In AWS's words for DescribeTimeToLive. */
export const tableNotFound = (name: string) =>
  new DynamoError(
    'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    `Requested resource not found: Table: ${name} not found`,
  );

export const accessDenied = (message: string) => new DynamoError('com.amazon.coral.service#AccessDeniedException', message);

export const notImplemented = (what: string) =>
  new DynamoError('com.ringfence.local#NotImplemented', `The local cloud does not know ${what}.`, 501);
