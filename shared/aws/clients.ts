import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ConnectClient } from '@aws-sdk/client-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMS } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/*
 * The only place where SDK clients are made. Region, credentials and endpoint come from the environment, by the SDK itself.
 * A request that hangs is cut off well before the shortest function time-out, so that the caller still has time to act on it.
 */
const patience = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true } as const;
const standard = { maxAttempts: 4, requestHandler: patience } as const;

/** Path-style addresses: the bucket's name stays out of the host name, which only AWS's own DNS could resolve. */
export function s3Client(): S3Client {
  return new S3Client({ ...standard, forcePathStyle: true });
}

export function sqsClient(): SQSClient {
  return new SQSClient(standard);
}

/** The aggregated client, because the Encryption SDK calls its methods by name. */
export function kmsClient(): KMS {
  return new KMS(standard);
}

/**
 * One attempt only: the SDK would silently repeat a throttled or timed-out StartOutboundVoiceContact, and whether a phone
 * rings twice is ours to decide (dial protocol, step 7).
 */
export function connectClient(): ConnectClient {
  return new ConnectClient({ maxAttempts: 1, requestHandler: patience });
}

export function eventBridgeClient(): EventBridgeClient {
  return new EventBridgeClient(standard);
}

export function stsClient(): STSClient {
  return new STSClient(standard);
}

export function cloudFormationClient(): CloudFormationClient {
  return new CloudFormationClient(standard);
}

/** Plain JavaScript values in and out; an `undefined` attribute is left out instead of refused. */
export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(standard), {
    marshallOptions: { removeUndefinedValues: true },
  });
}
