import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { IntakeBus } from '../roster/intake-bus.ts';
import { type BusOptions, BusRefused } from './district-bus.ts';

const MAX_ENTRIES = 10;

/** What imports say on the district's bus: how a file fared, and which notices its absences raise. */
export function createIntakeBus({ events, busName }: BusOptions & { readonly events: EventBridgeClient }): IntakeBus {
  const send = async (source: string, DetailType: string, details: readonly object[]): Promise<void> => {
    for (let from = 0; from < details.length; from += MAX_ENTRIES) {
      const Entries = details
        .slice(from, from + MAX_ENTRIES)
        .map((detail) => ({ EventBusName: busName, Source: source, DetailType, Detail: JSON.stringify(detail) }));
      const answer = await events.send(new PutEventsCommand({ Entries }));
      const error = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorCode;
      if (error !== undefined)
        throw new BusRefused(`the bus did not take ${DetailType}`, { type: DetailType, error }, 'It is sent again.');
    }
  };
  return {
    tell: (type, detail) => send('ringfence.system', type, [detail]),
    raise: (notices) => send('ringfence.attendance', 'Notice Raised', notices),
  };
}
