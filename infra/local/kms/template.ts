/** AWS: AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html, aws-resource-kms-alias.html */
import type { ResourceMaker } from '../front/service.ts';
import { flagAt, type KnownProperties, refuseUnknown, textAt } from '../front/template-properties.ts';
import { isKeySpec, keySpecs } from './key.ts';
import type { Keys } from './state.ts';

export const keyProperties: KnownProperties = {
  honoured: ['Description', 'Enabled', 'KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  // The key policy is read by the front door's IAM, from the template.
  inert: [
    'KeyPolicy',
    'EnableKeyRotation',
    'RotationPeriodInDays',
    'PendingWindowInDays',
    'BypassPolicyLockoutSafetyCheck',
    'Tags',
  ],
};

export const aliasProperties: KnownProperties = { honoured: ['AliasName', 'TargetKeyId'], inert: [] };

/** The key's policy is not read here but by the front door, which asks it before every request. */
export function keyMaker(keys: Keys): ResourceMaker {
  return (logicalId, properties) => {
    const where = `AWS::KMS::Key ${logicalId}`;
    refuseUnknown(where, properties, keyProperties);
    const spec = textAt(where, properties, 'KeySpec') ?? 'SYMMETRIC_DEFAULT';
    if (!isKeySpec(spec)) throw new Error(`${where}: the local cloud does not know KeySpec ${spec}`);
    const usage = textAt(where, properties, 'KeyUsage') ?? 'ENCRYPT_DECRYPT';
    if (usage !== keySpecs[spec].usage) throw new Error(`${where}: KeyUsage ${usage} does not fit KeySpec ${spec}`);
    if (flagAt(where, properties, 'MultiRegion')) throw new Error(`${where}: the local cloud has one region`);
    if ((textAt(where, properties, 'Origin') ?? 'AWS_KMS') !== 'AWS_KMS')
      throw new Error(`${where}: keys are made here, not imported`);
    const enabled = properties['Enabled'] === undefined || flagAt(where, properties, 'Enabled');
    const key = keys.create(logicalId, spec, textAt(where, properties, 'Description') ?? '', enabled);
    return { ref: key.id, attributes: { Arn: key.arn, KeyId: key.id } };
  };
}

export function aliasMaker(keys: Keys): ResourceMaker {
  return (logicalId, properties) => {
    const where = `AWS::KMS::Alias ${logicalId}`;
    refuseUnknown(where, properties, aliasProperties);
    const [name, target] = [textAt(where, properties, 'AliasName'), textAt(where, properties, 'TargetKeyId')];
    if (name === undefined || target === undefined) throw new Error(`${where}: AliasName and TargetKeyId are required`);
    return { ref: keys.addAlias(name, target).name, attributes: { AliasName: name } };
  };
}
