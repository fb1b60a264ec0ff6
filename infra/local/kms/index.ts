/**
 * AWS Key Management Service, with real cryptography and keys that grow from the seed.
 * AWS: docs.aws.amazon.com/kms/latest/APIReference/Welcome.html
 */
import { Refusal } from '../front/refusal.ts';
import type { LocalService } from '../front/service.ts';
import type { World } from '../world.ts';
import { checksOf } from './access.ts';
import { accessDenied, KmsError, notImplemented } from './errors.ts';
import { type Operation, refuseUnknownFields } from './operation.ts';
import { operations } from './operations/index.ts';
import { Keys } from './state.ts';
import { aliasMaker, aliasProperties, keyMaker, keyProperties } from './template.ts';
import { answer, errorAnswer, inputOf, targetOf } from './wire.ts';

export interface KmsService extends LocalService {
  /** As an administrator's DisableKey: whatever needs the key fails with DisabledException until `enable`. */
  disable(keyArn: string): void;
  enable(keyArn: string): void;
  /** As ScheduleKeyDeletion: KMSInvalidStateException from now on, and no way back here. */
  scheduleDeletion(keyArn: string, days: number): void;
}

/** Keys come from the template alone; CreateKey, DisableKey and their like answer 501. */
export function createKms(world: World): KmsService {
  const keys = new Keys(world);
  const refusing = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw error instanceof KmsError ? new Refusal(error.code, error.message, errorAnswer(error)) : error;
    }
  };

  return {
    signingName: 'kms',
    operationOf: (request) =>
      refusing(() => {
        const name = targetOf(request);
        operationNamed(name);
        return name;
      }),
    checks: (request, operation) => refusing(() => checksOf(world, keys, operation, inputOf(request))),
    async handle(request, operation) {
      try {
        const known = operationNamed(operation);
        const input = inputOf(request);
        refuseUnknownFields(operation, known, input);
        return answer(known.run({ world, keys, input }));
      } catch (error) {
        if (error instanceof KmsError) return errorAnswer(error);
        throw error;
      }
    },
    deny: (_request, message) => errorAnswer(accessDenied(message)),
    resources: { 'AWS::KMS::Key': keyMaker(keys), 'AWS::KMS::Alias': aliasMaker(keys) },
    coverage: [
      ...Object.entries(operations).map(([operation, { honoured, inert }]) => ({ operation, honoured, inert })),
      { operation: 'AWS::KMS::Key', ...keyProperties },
      { operation: 'AWS::KMS::Alias', ...aliasProperties },
    ],
    // Keys never leave KMS and it keeps nothing else.
    stored: () => [],
    disable: (keyArn) => {
      keys.named(keyArn).state = 'Disabled';
    },
    enable: (keyArn) => {
      keys.named(keyArn).state = 'Enabled';
    },
    scheduleDeletion: (keyArn, days) => {
      const key = keys.named(keyArn);
      key.state = 'PendingDeletion';
      key.deletionAt = world.clock.now() + days * 86_400_000;
    },
  };
}

function operationNamed(name: string): Operation {
  const operation = operations[name];
  if (operation === undefined) throw notImplemented(`kms:${name}`);
  return operation;
}
