/** S3's errors. AWS: AmazonS3/latest/API/ErrorResponses.html */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;
  /** Further elements of the error document. */
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: Record<string, string>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = more.details ?? {};
    this.headers = more.headers ?? {};
  }
}

/** Ours alone: AWS would do something the local cloud does not do. S3 has the same code for headers it does not implement. */
export const notImplemented = (what: string) =>
  new S3Error(
    501,
    'NotImplemented',
    `A header you provided implies functionality that is not implemented: the local cloud does not know ${what}.`,
  );

export const accessDenied = (message = 'Access Denied') => new S3Error(403, 'AccessDenied', message);

/** Retention or a legal hold stands against deleting or overwriting. */
export const lockedObject = () => accessDenied('Access Denied because object protected by object lock.');

export const noSuchBucket = (name: string) =>
  new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { details: { BucketName: name } });

export const noSuchKey = (key: string, headers: Record<string, string> = {}) =>
  new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { details: { Key: key }, headers });

export const noSuchVersion = (key: string, id: string) =>
  new S3Error(404, 'NoSuchVersion', 'The specified version does not exist.', { details: { Key: key, VersionId: id } });

export const noSuchUpload = (id: string) =>
  new S3Error(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { details: { UploadId: id } },
  );

export const preconditionFailed = (condition: string) =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    details: { Condition: condition },
  });

export const markerNotReadable = () =>
  new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    details: { ResourceType: 'DeleteMarker' },
    headers: { 'x-amz-delete-marker': 'true', allow: 'DELETE' },
  });

export const invalidRange = (size: number) =>
  new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', { details: { ActualObjectSize: String(size) } });

export const badChecksum = (algorithm: string) =>
  new S3Error(400, 'BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);

export const badContentMd5 = () => new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');

export const invalidDigest = () => new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');

export const payloadHashMismatch = () =>
  new S3Error(400, 'XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.");

export const incompleteBody = () =>
  new S3Error(400, 'IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');

export const malformedXml = () =>
  new S3Error(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');

export const invalidArgument = (message: string, name: string, value: string) =>
  new S3Error(400, 'InvalidArgument', message, { details: { ArgumentName: name, ArgumentValue: value } });

export const invalidRequest = (message: string) => new S3Error(400, 'InvalidRequest', message);

export const invalidPart = () =>
  new S3Error(
    400,
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  );

export const invalidPartOrder = () =>
  new S3Error(400, 'InvalidPartOrder', 'The list of parts was not in ascending order. Parts must be ordered by part number.');

export const entityTooSmall = () =>
  new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');

export const keyTooLong = () => new S3Error(400, 'KeyTooLongError', 'Your key is too long');

export const noLockConfiguration = () =>
  new S3Error(404, 'ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket');

export const noObjectLockOnObject = () =>
  new S3Error(404, 'NoSuchObjectLockConfiguration', 'The specified object does not have a ObjectLock configuration');

export const missingLockConfiguration = () => invalidRequest('Bucket is missing Object Lock Configuration');
