/** What IAM and the key's policy are asked. AWS: kms/latest/developerguide/conditions-kms.html */
import type { AccessCheck, AccessContext } from '../front/service.ts';
import type { World } from '../world.ts';
import { keyIdIn } from './ciphertext.ts';
import { KmsError } from './errors.ts';
import { contextOf, type Input, optionalText } from './operation.ts';
import type { Keys } from './state.ts';

/** Request fields that are condition keys as they stand. */
const conditionFields = ['EncryptionAlgorithm', 'SigningAlgorithm', 'MacAlgorithm', 'MessageType'];

/** ReEncrypt asks twice: whether the old key may be read from and the new one written to. */
export function checksOf(world: World, keys: Keys, operation: string, input: Input): readonly AccessCheck[] {
  if (operation === 'ListAliases') return [{ action: 'kms:ListAliases', resource: '*' }];
  if (operation === 'ReEncrypt') {
    const from = contextFor(input, 'SourceEncryptionContext', 'SourceKeyId');
    const to = contextFor(input, 'DestinationEncryptionContext', 'DestinationKeyId');
    return [
      ...checkOn('kms:ReEncryptFrom', sourceArn(world, keys, input, 'SourceKeyId'), from),
      ...checkOn('kms:ReEncryptTo', arnNamed(world, keys, optionalText(input, 'DestinationKeyId')), to),
    ];
  }
  const context = contextFor(input, 'EncryptionContext', 'KeyId');
  const resource =
    operation === 'Decrypt' ? sourceArn(world, keys, input, 'KeyId') : arnNamed(world, keys, optionalText(input, 'KeyId'));
  return checkOn(`kms:${operation}`, resource, context);
}

/** Nothing to ask where there is no key: the operation itself will say what is wrong. */
function checkOn(action: string, resource: string | undefined, context: AccessContext): readonly AccessCheck[] {
  return resource === undefined ? [] : [{ action, resource, context }];
}

function contextFor(input: Input, contextField: string, keyField: string): AccessContext {
  const encryptionContext = contextOf(input, contextField);
  const pairs = Object.entries(encryptionContext).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
  const names = pairs.length === 0 ? [] : [['kms:EncryptionContextKeys', Object.keys(encryptionContext)]];
  const fields = conditionFields.flatMap((name) => {
    const value = name === 'MessageType' && input['SigningAlgorithm'] !== undefined ? (input[name] ?? 'RAW') : input[name];
    return value === undefined ? [] : [[`kms:${name}`, String(value)]];
  });
  const alias = /alias\/.+$/.exec(optionalText(input, keyField) ?? '')?.[0];
  return Object.fromEntries([...pairs, ...names, ...fields, ...(alias === undefined ? [] : [['kms:RequestAlias', alias]])]);
}

/** The key that can open the blob is the one that is asked about, whatever the caller names. */
function sourceArn(world: World, keys: Keys, input: Input, keyField: string): string | undefined {
  const blob = Buffer.from(String(input['CiphertextBlob'] ?? ''), 'base64');
  const named = optionalText(input, keyField);
  return named === undefined ? keys.byId(keyIdIn(blob) ?? '')?.arn : arnNamed(world, keys, named);
}

function arnNamed(world: World, keys: Keys, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    return keys.named(name).arn;
  } catch (error) {
    if (!(error instanceof KmsError)) throw error;
    // A key that does not exist: whoever may use any key is told so, all others are denied.
    return name.startsWith('arn:') ? name : `arn:aws:kms:${world.region}:${world.accountId}:key/${name}`;
  }
}
