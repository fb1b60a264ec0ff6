import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { type Clock, systemClock } from '../../shared/clock/clock.ts';

/**
 * The time as the cloud has it, from the `Date` of its answers: a withdrawal dated by a laptop whose clock is behind would
 * stand before the agreement it ends. Whole seconds. Until an answer has come, this machine's own time.
 */
export function serviceClock(client: CloudFormationClient): Clock {
  let offset = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { headers?: Readonly<Record<string, string>> }; // the SDK leaves it unknown
      const there = Date.parse(headers?.['date'] ?? '');
      if (!Number.isNaN(there)) offset = there - systemClock.now().getTime();
      return result;
    },
    { step: 'deserialize', name: 'readServiceTime' },
  );
  return { now: () => new Date(systemClock.now().getTime() + offset) };
}
