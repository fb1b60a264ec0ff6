/** AWS: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html */
import type { Buses } from '../buses.ts';
import { noSuchBus } from '../errors.ts';

export const describeEventBusCoverage = { operation: 'DescribeEventBus', honoured: ['Name'], inert: [] };

export function describeEventBus(buses: Buses, input: Readonly<Record<string, unknown>>): object {
  const asked = typeof input['Name'] === 'string' ? input['Name'] : undefined;
  const name = buses.busName(asked);
  if (name === undefined) throw noSuchBus(asked ?? 'default');
  return { Name: name, Arn: buses.busArn(name) };
}
