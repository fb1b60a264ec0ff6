/**
 * Amazon EventBridge: buses, rules, schedules, targets.
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html
 */

import type { CloudWorld } from '../cloud-world.ts';
import type { AccessCheck, FrontRequest, LocalService } from '../front/service.ts';
import { refuseUnknown, textAt } from '../front/template-properties.ts';
import type { BusEvent } from '../world.ts';
import { Buses, RULE_PROPERTIES } from './buses.ts';
import { errorResponse, notImplemented, serialization } from './errors.ts';
import { describeEventBus, describeEventBusCoverage } from './operations/describe-event-bus.ts';
import { listRules, listRulesCoverage } from './operations/list-rules.ts';
import { entriesOf, putEvents, putEventsChecks, putEventsCoverage } from './operations/put-events.ts';
import { type Delivery, TARGET_PROPERTIES } from './target.ts';

export interface EventsService extends LocalService {
  /** An AWS service's own event, on the default bus. */
  publish(event: BusEvent): void;
  /** Schedules fire from now on. */
  start(): void;
}

type Input = Readonly<Record<string, unknown>>;

const TARGET = 'AWSEvents.';
const BUS_PROPERTIES = {
  honoured: ['Name'],
  inert: ['Description', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig', 'Tags', 'Policy'],
};

export function createEvents(world: CloudWorld, delivery: Delivery): EventsService {
  const buses = new Buses(world, delivery);
  const operations: Readonly<Record<string, (input: Input) => object>> = {
    PutEvents: (input) => putEvents(buses, entriesOf(input)),
    ListRules: (input) => listRules(buses, input),
    DescribeEventBus: (input) => describeEventBus(buses, input),
  };
  return {
    signingName: 'events',
    operationOf: (request) => {
      const name = (request.headers['x-amz-target'] ?? '').replace(TARGET, '');
      if (!(name in operations)) throw notImplemented(name);
      return name;
    },
    checks: (request, operation) => checksOf(buses, operation, inputOf(request), world),
    handle: async (request, operation) => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(operations[operation]?.(inputOf(request)) ?? {}),
    }),
    deny: (_request, message) => errorResponse('AccessDeniedException', 400, message),
    resources: {
      'AWS::Events::EventBus': (id, properties) => {
        refuseUnknown(id, properties, BUS_PROPERTIES);
        const name = textAt(id, properties, 'Name') ?? id;
        buses.addBus(name);
        return { ref: name, attributes: { Arn: buses.busArn(name), Name: name } };
      },
      'AWS::Events::Rule': (id, properties) => {
        const rule = buses.addRule(id, properties);
        return { ref: rule.busName === 'default' ? rule.name : `${rule.busName}|${rule.name}`, attributes: { Arn: rule.arn } };
      },
    },
    coverage: [
      putEventsCoverage,
      listRulesCoverage,
      describeEventBusCoverage,
      { operation: 'AWS::Events::EventBus', ...BUS_PROPERTIES },
      { operation: 'AWS::Events::Rule', ...RULE_PROPERTIES },
      { operation: 'AWS::Events::Rule Target', ...TARGET_PROPERTIES },
    ],
    stored: () => [],
    publish: (event) => void buses.put('default', event),
    start: () => buses.start(),
  };
}

function checksOf(buses: Buses, operation: string, input: Input, world: CloudWorld): readonly AccessCheck[] {
  if (operation === 'PutEvents') return putEventsChecks(buses, entriesOf(input));
  const resource =
    operation === 'ListRules'
      ? `arn:aws:events:${world.region}:${world.accountId}:rule/*`
      : buses.busArn(String(input['Name'] ?? 'default'));
  return [{ action: `events:${operation}`, resource }];
}

function inputOf(request: FrontRequest): Input {
  try {
    const input: unknown = JSON.parse(request.body.toString('utf8') || '{}');
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input };
  } catch {
    // Falls through: what is no JSON is no object either.
  }
  throw serialization();
}
