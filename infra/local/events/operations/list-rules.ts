/** AWS: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
import type { Buses } from '../buses.ts';
import { noSuchBus } from '../errors.ts';

export const listRulesCoverage = {
  operation: 'ListRules',
  honoured: ['EventBusName', 'NamePrefix'],
  inert: ['Limit', 'NextToken'],
};

export function listRules(buses: Buses, input: Readonly<Record<string, unknown>>): object {
  const asked = typeof input['EventBusName'] === 'string' ? input['EventBusName'] : undefined;
  const busName = buses.busName(asked);
  if (busName === undefined) throw noSuchBus(asked ?? 'default');
  const prefix = String(input['NamePrefix'] ?? '');
  const rules = buses.rules.filter((rule) => rule.busName === busName && rule.name.startsWith(prefix));
  return {
    Rules: rules.map((rule) => ({
      Name: rule.name,
      Arn: rule.arn,
      State: rule.enabled ? 'ENABLED' : 'DISABLED',
      EventBusName: busName,
      ...(rule.pattern === undefined ? {} : { EventPattern: JSON.stringify(rule.pattern) }),
      ...(rule.scheduleExpression === undefined ? {} : { ScheduleExpression: rule.scheduleExpression }),
    })),
  };
}
