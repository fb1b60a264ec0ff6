/** AWS: AmazonS3/latest/API/API_DeleteObjects.html. Each key is allowed or denied by itself, as there. */
import type { Bucket } from '../bucket.ts';
import { verifyPayload } from '../checksums.ts';
import { payloadOf } from '../chunked-body.ts';
import { accessDenied, malformedXml, S3Error } from '../errors.ts';
import type { Call, Operation } from '../operation.ts';
import { xmlReply } from '../replies.ts';
import { readElement, readElements, type Xml } from '../xml.ts';
import { bypassHeader, remove } from './delete-object.ts';
import { checksumFields } from './put-object.ts';

interface Wanted {
  readonly key: string;
  readonly id: string | null;
}

export const deleteObjects: Operation = {
  query: ['delete'],
  headers: [
    bypassHeader,
    'content-md5',
    'x-amz-sdk-checksum-algorithm',
    'x-amz-trailer',
    'x-amz-decoded-content-length',
    ...checksumFields,
  ],
  inert: [],
  run: (call) => {
    const bucket = call.buckets.named(call.bucketName);
    const payload = payloadOf(call.request);
    verifyPayload(call.request, payload);
    const body = payload.body.toString('utf8');
    const wanted = readElements(body, 'Object').map(readWanted);
    if (wanted.length === 0 || wanted.length > 1000) throw malformedXml();
    const results = wanted.map((one) => removeOne(call, bucket, one));
    const quiet = readElement(body, 'Quiet') === 'true';
    const deleted = quiet ? [] : results.flatMap((result) => (result.deleted === undefined ? [] : [result.deleted]));
    const errors = results.flatMap((result) => (result.error === undefined ? [] : [result.error]));
    return xmlReply('DeleteResult', { Deleted: deleted, Error: errors });
  },
};

function readWanted(xml: string): Wanted {
  const key = readElement(xml, 'Key');
  if (key === undefined || key === '') throw malformedXml();
  return { key, id: readElement(xml, 'VersionId') ?? null };
}

function removeOne(call: Call, bucket: Bucket, { key, id }: Wanted): { readonly deleted?: Xml; readonly error?: Xml } {
  try {
    const action = id === null ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
    if (!call.world.allowed(call.request.principal, action, `${bucket.arn}/${key}`)) throw accessDenied();
    const gone = remove(call, bucket, key, id);
    const marker = gone?.deleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: gone.id } : {};
    return { deleted: { Key: key, VersionId: id ?? undefined, ...marker } };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return { error: { Key: key, VersionId: id ?? undefined, Code: error.code, Message: error.message } };
  }
}
