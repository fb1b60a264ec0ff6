/** AWS: SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation */
import { createHash } from 'node:crypto';

export interface AttributeValue {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: Buffer;
}

export function md5OfBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/** @returns undefined when there are no attributes, as AWS leaves the field out */
export function md5OfAttributes(attributes: Readonly<Record<string, AttributeValue>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const withLength = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const value = attributes[name];
    if (value === undefined) continue;
    withLength(Buffer.from(name));
    withLength(Buffer.from(value.dataType));
    hash.update(Buffer.from([value.binaryValue === undefined ? 1 : 2]));
    withLength(value.binaryValue ?? Buffer.from(value.stringValue ?? ''));
  }
  return hash.digest('hex');
}
