/** What IAM is asked. AWS: SQSDeveloperGuide/sqs-using-identity-based-policies.html and sqs-key-management.html */
import type { AccessCheck } from '../front/service.ts';
import type { World } from '../world.ts';
import { SqsError } from './errors.ts';
import { type Input, optionalText, textOf } from './operation.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './state.ts';

/** A batch needs the right of the single action. */
const singleOf: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

/** The queue's own right and, where it is encrypted, the caller's rights on its key. */
export function checksOf(world: World, queues: Queues, operation: string, input: Input): readonly AccessCheck[] {
  const action = singleOf[operation] ?? operation;
  if (operation === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: '*' }];
  const queue = queueOf(queues, input);
  const resource = queue?.arn ?? `arn:aws:sqs:${world.region}:${world.accountId}:${nameIn(input)}`;
  return [{ action: `sqs:${action}`, resource }, ...(queue === undefined ? [] : keyChecks(world, queue, action))];
}

/** The sender's and receiver's own rights on a customer-managed key; AWS's own key `alias/aws/sqs` lets everybody. */
function keyChecks(world: World, queue: Queue, action: string): readonly AccessCheck[] {
  const key = queue.settings.KmsMasterKeyId;
  const actions =
    action === 'SendMessage' ? ['kms:GenerateDataKey', 'kms:Decrypt'] : action === 'ReceiveMessage' ? ['kms:Decrypt'] : [];
  if (key === '' || key === 'alias/aws/sqs') return [];
  const resource = key.startsWith('arn:') ? key : `arn:aws:kms:${world.region}:${world.accountId}:key/${key}`;
  const context = { 'kms:ViaService': `sqs.${world.region}.amazonaws.com`, 'kms:EncryptionContext:aws:sqs:arn': queue.arn };
  return actions.map((kmsAction) => ({ action: kmsAction, resource, context }));
}

/** @returns undefined when there is none: the operation itself will say so */
function queueOf(queues: Queues, input: Input): Queue | undefined {
  const arn = optionalText(input, 'SourceArn') ?? sourceOfTask(input);
  if (arn !== undefined) return queues.byArn(arn);
  try {
    const name = optionalText(input, 'QueueName');
    return name === undefined ? queues.byUrl(textOf(input, 'QueueUrl')) : queues.byName(name);
  } catch (error) {
    if (error instanceof SqsError) return undefined;
    throw error;
  }
}

function sourceOfTask(input: Input): string | undefined {
  const handle = optionalText(input, 'TaskHandle');
  return handle === undefined ? undefined : /"sourceArn":"([^"]+)"/.exec(Buffer.from(handle, 'base64').toString('utf8'))?.[1];
}

/** For queues that do not exist: who may not ask is told so before hearing that there is none. */
function nameIn(input: Input): string {
  return (
    String(input['QueueName'] ?? input['QueueUrl'] ?? input['SourceArn'] ?? '*')
      .split(/[/:]/)
      .at(-1) ?? '*'
  );
}
