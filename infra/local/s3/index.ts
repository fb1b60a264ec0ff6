/**
 * Amazon S3: objects, versions, conditional writes, Object Lock. REST-XML, path style.
 * AWS: docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
 */
import { Refusal } from '../front/refusal.ts';
import type { FrontRequest, FrontResponse, LocalService } from '../front/service.ts';
import type { World } from '../world.ts';
import { checksOf } from './access.ts';
import type { Bucket } from './bucket.ts';
import { accessDenied, notImplemented, S3Error } from './errors.ts';
import { type Operation, placeOf, refuseUnknownFields } from './operation.ts';
import { operations } from './operations/index.ts';
import { errorReply } from './replies.ts';
import { operationOf } from './route.ts';
import { Buckets } from './state.ts';
import { bucketMaker, bucketProperties } from './template.ts';

export interface S3Service extends LocalService {
  /** For the cloud's own neighbours and tests; undefined when there is no such bucket. */
  bucket(name: string): Bucket | undefined;
}

/** @throws later, from `resources`, when the template asks for what is not honoured */
export function createS3(world: World): S3Service {
  const buckets = new Buckets(world);
  const refused = (request: FrontRequest, error: unknown, requestId = buckets.newRequestId()) => {
    if (!(error instanceof S3Error)) throw error;
    return withIds(errorReply(request.method, request.path, error, requestId), requestId);
  };
  const refusing = <T>(request: FrontRequest, act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw new Refusal(error instanceof S3Error ? error.code : 'InternalError', String(error), refused(request, error));
    }
  };

  return {
    signingName: 's3',
    operationOf: (request) => refusing(request, () => operationOf(request)),
    checks: (request, operation) => refusing(request, () => checksOf(world, buckets, operation, request)),
    async handle(request, operation) {
      const requestId = buckets.newRequestId();
      try {
        const known = operationNamed(operation);
        refuseUnknownFields(operation, known, request);
        refuseOtherOwner(world, request);
        return withIds(known.run({ world, buckets, request, requestId, ...placeOf(request) }), requestId);
      } catch (error) {
        return refused(request, error, requestId);
      }
    },
    deny: (request, message) => refused(request, accessDenied(message)),
    resources: { 'AWS::S3::Bucket': bucketMaker(world, buckets) },
    coverage: [
      ...Object.entries(operations).map(([operation, { query, headers, inert }]) => ({
        operation,
        honoured: [...query, ...headers],
        inert,
      })),
      { operation: 'AWS::S3::Bucket', ...bucketProperties },
      {
        operation: 'encryption at rest',
        honoured: ['reported; the key is asked for in IAM'],
        inert: ['objects lie unencrypted in memory'],
      },
    ],
    stored: () => storedIn(buckets),
    bucket: (name) => buckets.find(name),
  };
}

function operationNamed(name: string): Operation {
  const operation = operations[name];
  if (operation === undefined) throw notImplemented(`s3:${name}`);
  return operation;
}

/** AWS: userguide/bucket-owner-condition.html */
function refuseOtherOwner(world: World, { headers }: FrontRequest): void {
  const expected = headers['x-amz-expected-bucket-owner'] ?? world.accountId;
  if (expected !== world.accountId) throw accessDenied();
}

function withIds(response: FrontResponse, requestId: string): FrontResponse {
  return { ...response, headers: { ...response.headers, 'x-amz-request-id': requestId, 'x-amz-id-2': 'local' } };
}

function* storedIn(buckets: Buckets): Iterable<{ place: string; bytes: Buffer }> {
  for (const bucket of buckets.all()) {
    for (const { key, id, body, headers, metadata } of bucket.all()) {
      const place = `bucket ${bucket.name}, object ${key}, version ${id}`;
      yield { place, bytes: body };
      yield { place: `${place}, headers`, bytes: Buffer.from(JSON.stringify({ key, headers, metadata })) };
    }
    for (const upload of bucket.uploads.values()) {
      for (const [number, part] of upload.parts) yield { place: `upload ${upload.key}, part ${number}`, bytes: part.body };
    }
  }
}
