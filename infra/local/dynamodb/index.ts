/**
 * Amazon DynamoDB: dynalite behind a front that refuses or mends what it ignores.
 * AWS: docs.aws.amazon.com/amazondynamodb/latest/APIReference/Welcome.html
 */
import { Refusal } from '../front/refusal.ts';
import type { LocalService } from '../front/service.ts';
import type { World } from '../world.ts';
import { checksOf } from './access.ts';
import { Engine } from './engine.ts';
import { accessDenied, DynamoError, notImplemented } from './errors.ts';
import { Expiry } from './expiry.ts';
import { KeyLocks } from './key-locks.ts';
import { type Operation, refuseUnknownFields } from './operation.ts';
import { operations } from './operations/index.ts';
import { storedIn } from './stored-bytes.ts';
import { Tables } from './tables.ts';
import { globalTableMaker, globalTableProperties, tableMaker, tableProperties } from './template.ts';
import { answer, errorAnswer, inputOf, targetOf } from './wire.ts';

export interface DynamoDbService extends LocalService {
  /** Takes away every item whose time to live is over by the simulated clock. @returns how many */
  sweepExpired(): Promise<number>;
}

/** Tables come from the template alone; CreateTable and UpdateTable answer 501. */
export function createDynamoDb(world: World): DynamoDbService {
  const [engine, tables, locks] = [new Engine(world), new Tables(), new KeyLocks()];
  const expiry = new Expiry(world, engine, tables, locks);
  const refusing = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw error instanceof DynamoError ? new Refusal(error.type, error.message, errorAnswer(error)) : error;
    }
  };

  return {
    signingName: 'dynamodb',
    operationOf: (request) =>
      refusing(() => {
        const name = targetOf(request);
        operationNamed(name);
        return name;
      }),
    checks: (request, operation) => refusing(() => checksOf(world, operation, inputOf(request))),
    async handle(request, operation) {
      try {
        const known = operationNamed(operation);
        const input = inputOf(request);
        refuseUnknownFields(operation, known, input);
        await expiry.passBy();
        return answer(await known.run({ world, engine, tables, locks, input }));
      } catch (error) {
        if (error instanceof DynamoError) return errorAnswer(error);
        throw error;
      }
    },
    deny: (_request, message) => errorAnswer(accessDenied(message)),
    resources: {
      'AWS::DynamoDB::Table': tableMaker({ world, engine, tables }),
      'AWS::DynamoDB::GlobalTable': globalTableMaker({ world, engine, tables }),
    },
    coverage: [
      ...Object.entries(operations).map(([operation, { honoured, inert }]) => ({ operation, honoured, inert })),
      { operation: 'AWS::DynamoDB::Table', ...tableProperties },
      { operation: 'AWS::DynamoDB::GlobalTable', ...globalTableProperties },
      {
        operation: 'whole service',
        honoured: ['time to live: lazily, within two simulated days'],
        inert: [
          'SSESpecification: no key is asked for, AWS uses its grant on it',
          'PointInTimeRecoverySpecification: nothing can be restored',
          'dynamodb:LeadingKeys and other condition keys are not given to IAM',
          'capacity: nothing is throttled',
        ],
      },
    ],
    stored: () => storedIn(engine),
    sweepExpired: () => expiry.sweep(() => true),
  };
}

function operationNamed(name: string): Operation {
  const operation = operations[name];
  if (operation === undefined) throw notImplemented(`dynamodb:${name}`);
  return operation;
}
