/** KMS's errors. AWS: kms/latest/APIReference/CommonErrors.html and each operation's own list */
export class KmsError extends Error {
  readonly code: string;
  readonly status: number;

  /** @param message AWS leaves it out for some errors: then '' */
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export const keyNotFound = (arn: string) => new KmsError('NotFoundException', `Key '${arn}' does not exist`);

export const aliasNotFound = (arn: string) => new KmsError('NotFoundException', `Alias ${arn} is not found.`);

export const invalidKeyId = (id: string) => new KmsError('NotFoundException', `Invalid keyId '${id}'`);

export const keyDisabled = (arn: string) => new KmsError('DisabledException', `${arn} is disabled.`);

export const keyPendingDeletion = (arn: string) => new KmsError('KMSInvalidStateException', `${arn} is pending deletion.`);

export const invalidCiphertext = () => new KmsError('InvalidCiphertextException', '');

export const incorrectKey = () =>
  new KmsError('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.');

export const invalidUsage = (arn: string, usage: string, operation: string) =>
  new KmsError('InvalidKeyUsageException', `${arn} key usage is ${usage} which is not valid for ${operation}.`);

export const invalidAlgorithm = (algorithm: string, spec: string) =>
  new KmsError('InvalidKeyUsageException', `Algorithm ${algorithm} and key spec ${spec} are incompatible.`);

export const invalidSignature = () => new KmsError('KMSInvalidSignatureException', '');

export const invalidMac = () => new KmsError('KMSInvalidMacException', '');

export const invalidField = (field: string, constraint: string) =>
  new KmsError(
    'ValidationException',
    `1 validation error detected: Value at '${field}' failed to satisfy constraint: ${constraint}`,
  );

export const accessDenied = (message: string) => new KmsError('AccessDeniedException', message);

/** Ours alone: AWS would do something the local cloud does not do. */
export const notImplemented = (what: string) => new KmsError('NotImplemented', `The local cloud does not know ${what}.`, 501);
