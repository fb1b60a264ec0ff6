/** AWS: AmazonS3/latest/API/API_CompleteMultipartUpload.html */
import { createHash } from 'node:crypto';
import type { Upload } from '../bucket.ts';
import { checksumOfParts } from '../checksums.ts';
import { refuseUnlessWritable, unquoted } from '../conditions.ts';
import { badChecksum, entityTooSmall, invalidPart, invalidPartOrder, malformedXml } from '../errors.ts';
import { tellCreated } from '../events.ts';
import { encryptionAnswer, versionHeader } from '../object-headers.ts';
import type { Operation } from '../operation.ts';
import { xmlReply } from '../replies.ts';
import { readElement, readElements } from '../xml.ts';
import { checksumFields } from './put-object.ts';
import { uploadNamed } from './upload-part.ts';

type Part = { readonly body: Buffer; readonly etag: string };

export const completeMultipartUpload: Operation = {
  query: ['uploadId'],
  headers: ['if-none-match', 'if-match', 'x-amz-checksum-type', ...checksumFields],
  inert: ['x-amz-mp-object-size'],
  run: (call) => {
    const { world, buckets, bucketName, key, request } = call;
    const bucket = buckets.named(bucketName);
    const upload = uploadNamed(bucket, key, request.query.get('uploadId'));
    const parts = partsNamed(upload, request.body.toString('utf8'));
    refuseUnlessWritable(bucket, key, request);
    const checksum = upload.algorithm === undefined ? undefined : checksumOfParts(upload.algorithm, upload.checksumType, parts);
    const claimed = checksum && request.headers[`x-amz-checksum-${checksum.algorithm.toLowerCase()}`];
    if (checksum !== undefined && claimed !== undefined && claimed !== checksum.value) throw badChecksum(checksum.algorithm);
    const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
    const etag = `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
    const body = Buffer.concat(parts.map((part) => part.body));
    const modified = Math.floor(world.clock.now() / 1000) * 1000;
    const version = bucket.put({ key, body, etag, modified, checksum, ...upload.content });
    bucket.uploads.delete(upload.id);
    tellCreated(call, bucket, version, 'CompleteMultipartUpload');
    const content = { Location: `${world.endpoint}/${bucketName}/${key}`, Bucket: bucketName, Key: key, ETag: `"${etag}"` };
    const sum = checksum && { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
    const headers = { ...versionHeader(version), ...encryptionAnswer(version.encryption) };
    return xmlReply('CompleteMultipartUploadResult', { ...content, ...sum }, headers);
  },
};

/** The parts the client lists, in rising order, each with the ETag it was told; all but the last ≥ 5 MiB. */
function partsNamed(upload: Upload, xml: string): readonly Part[] {
  const listed = readElements(xml, 'Part').map((part) => ({
    number: Number(readElement(part, 'PartNumber')),
    etag: unquoted(readElement(part, 'ETag') ?? ''),
  }));
  if (listed.length === 0) throw malformedXml();
  if (listed.some(({ number }, i) => i > 0 && number <= (listed[i - 1]?.number ?? 0))) throw invalidPartOrder();
  const parts = listed.map(({ number, etag }) => {
    const part = upload.parts.get(number);
    if (part === undefined || part.etag !== etag) throw invalidPart();
    return part;
  });
  if (parts.slice(0, -1).some((part) => part.body.length < 5 * 1024 * 1024)) throw entityTooSmall();
  return parts;
}
