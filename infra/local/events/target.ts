/**
 * Where a rule sends what matches, and what happens when that is not allowed.
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html, …/eb-rule-dlq.html
 */

import type { CloudWorld } from '../cloud-world.ts';
import type { Principal } from '../front/service.ts';
import { objectAt, type Properties, refuseUnknown, textAt } from '../front/template-properties.ts';
import { compileTransformer, InvalidInput, type RuleOrigin, type Transformer } from './transformer.ts';

export const TARGET_PROPERTIES = {
  honoured: ['Arn', 'Input', 'InputPath', 'InputTransformer', 'SqsParameters', 'DeadLetterConfig'],
  // Delivery is in process: it succeeds at once or is refused for good, so there is nothing to repeat.
  inert: ['Id', 'RetryPolicy', 'RoleArn'],
};

export interface Delivery {
  /** @returns AWS's sentence of refusal */
  readonly invokeLater: (functionArn: string, payload: unknown, caller: Principal) => string | undefined;
  readonly refusal: (caller: Principal, action: string, resource: string) => string | undefined;
  /** ARN of the customer-managed key that encrypts the queue. */
  readonly keyOfQueue: (queueArn: string) => string | undefined;
}

export interface Target {
  send(event: Readonly<Record<string, unknown>>): void;
}

/** @throws Error at start-up for a target this cloud cannot reach */
export function compileTarget(world: CloudWorld, delivery: Delivery, origin: RuleOrigin, target: Properties): Target {
  refuseUnknown(`target of ${origin.ruleName}`, target, TARGET_PROPERTIES);
  const arn = textAt('Target', target, 'Arn') ?? '';
  const transform = compileTransformer(target, origin);
  const deadLetterArn = textAt('Target', objectAt('Target', target, 'DeadLetterConfig'), 'Arn');
  const caller: Principal = { kind: 'service', arn: 'events.amazonaws.com', name: 'events', sourceArn: origin.ruleArn };
  const lost = (body: string, problem: string): void => {
    world.complain(`rule ${origin.ruleName} could not deliver to ${arn}: ${problem}`);
    if (deadLetterArn === undefined) return;
    const refused = sendToQueue(world, delivery, caller, deadLetterArn, body);
    if (refused !== undefined) world.complain(`… nor to its dead-letter queue: ${refused}`);
  };
  const send = sender(world, delivery, caller, arn, target);
  return { send: (event) => deliver(event, transform, send, lost) };
}

type Send = (body: string) => string | undefined;

function deliver(
  event: Readonly<Record<string, unknown>>,
  transform: Transformer,
  send: Send,
  lost: (body: string, problem: string) => void,
): void {
  try {
    const body = transform(event);
    const refused = send(body);
    if (refused !== undefined) lost(body, refused);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    lost(JSON.stringify(event), error.message);
  }
}

function sender(world: CloudWorld, delivery: Delivery, caller: Principal, arn: string, target: Properties): Send {
  const groupId = textAt('Target', objectAt('Target', target, 'SqsParameters'), 'MessageGroupId');
  if (arn.startsWith('arn:aws:sqs:')) return (body) => sendToQueue(world, delivery, caller, arn, body, groupId);
  if (arn.startsWith('arn:aws:lambda:')) return (body) => delivery.invokeLater(arn, JSON.parse(body), caller);
  throw new Error(`the local cloud delivers events to queues and functions, not to ${arn}`);
}

/** The queue's policy and, where it is encrypted, the key's must let EventBridge: without the second AWS loses events in silence. */
function sendToQueue(
  world: CloudWorld,
  delivery: Delivery,
  caller: Principal,
  arn: string,
  body: string,
  groupId?: string,
): string | undefined {
  const refused = delivery.refusal(caller, 'sqs:SendMessage', arn);
  if (refused !== undefined) return refused;
  const key = delivery.keyOfQueue(arn);
  for (const action of key === undefined ? [] : ['kms:GenerateDataKey', 'kms:Decrypt']) {
    const noKey = delivery.refusal(caller, action, key ?? '');
    if (noKey !== undefined) return noKey;
  }
  world.queue(arn).send(body, groupId === undefined ? {} : { groupId });
  return undefined;
}
