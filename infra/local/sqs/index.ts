/**
 * Amazon SQS: standard queues. AWS: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html
 * FIFO queues are not here; their names and attributes are refused.
 */
import { Refusal } from '../front/refusal.ts';
import { seededBytes, uuidOf } from '../front/seeded-bytes.ts';
import type { FrontRequest, FrontResponse, LocalService } from '../front/service.ts';
import type { World } from '../world.ts';
import { checksOf } from './access.ts';
import { accessDenied, notImplemented, SqsError } from './errors.ts';
import { type Input, type Operation, refuseUnknownFields } from './operation.ts';
import { operations } from './operations/index.ts';
import type { Queue } from './queue.ts';
import { Queues } from './state.ts';
import { queueMaker, queueProperties } from './template.ts';
import { actionOf, answer, errorAnswer, inputOf } from './wire.ts';

export interface SqsService extends LocalService {
  /** @throws when there is no such queue */
  queueByArn(arn: string): Queue;
  queues(): readonly Queue[];
}

/** Queues come from the template alone; CreateQueue and DeleteQueue answer 501. */
export function createSqs(world: World): SqsService {
  const queues = new Queues(world);
  const bytes = seededBytes(world, 'sqs.requests');
  const requestId = () => uuidOf(bytes(16));
  const refused = (request: FrontRequest, error: unknown) => {
    if (error instanceof SqsError) return errorAnswer(request, error, requestId());
    throw error;
  };

  return {
    signingName: 'sqs',
    operationOf: (request) => refusing(request, refused, () => knownAction(request)),
    checks: (request, operation) => refusing(request, refused, () => checksOf(world, queues, operation, inputOf(request))),
    async handle(request, operation) {
      try {
        const known = operationNamed(operation);
        const input = inputOf(request);
        refuseUnknownFields(operation, known, input);
        return answer(request, operation, await known.run({ world, queues, caller: request.principal, input }), requestId());
      } catch (error) {
        return refused(request, error);
      }
    },
    // Queues that poll long by their own setting count as well.
    waits: (request, operation) => operation === 'ReceiveMessage' && mayWait(queues, inputOf(request)),
    deny: (request, message) => errorAnswer(request, accessDenied(message), requestId()),
    resources: { 'AWS::SQS::Queue': queueMaker(world, queues) },
    coverage: [
      ...Object.entries(operations).map(([operation, { honoured, inert }]) => ({ operation, honoured, inert })),
      { operation: 'AWS::SQS::Queue', ...queueProperties },
    ],
    stored: () => storedIn(queues),
    queueByArn(arn) {
      const queue = queues.byArn(arn);
      if (queue === undefined) throw new Error(`there is no queue ${arn}`);
      return queue;
    },
    queues: () => queues.all(),
  };
}

function mayWait(queues: Queues, input: Input): boolean {
  if (input['WaitTimeSeconds'] !== undefined) return Number(input['WaitTimeSeconds']) > 0;
  const name = String(input['QueueUrl']).split('/').at(-1);
  const queue = queues.all().find((candidate) => candidate.name === name);
  return queue !== undefined && queue.settings.ReceiveMessageWaitTimeSeconds > 0;
}

function operationNamed(name: string): Operation {
  const operation = operations[name];
  if (operation === undefined) throw notImplemented(`sqs:${name}`);
  return operation;
}

function knownAction(request: FrontRequest): string {
  const action = actionOf(request);
  operationNamed(action);
  return action;
}

function refusing<T>(request: FrontRequest, refused: (r: FrontRequest, e: unknown) => FrontResponse, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const response = refused(request, error);
    throw new Refusal(error instanceof SqsError ? error.form.queryCode : 'InternalError', String(error), response);
  }
}

function* storedIn(queues: Queues): Iterable<{ place: string; bytes: Buffer }> {
  for (const queue of queues.all()) {
    for (const { id, body, attributes } of queue.messages()) {
      yield { place: `queue ${queue.name}, message ${id}`, bytes: Buffer.from(JSON.stringify({ body, attributes })) };
    }
  }
}
