import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { TryAgain } from '../faults/fault.ts';
import type { NoticeBus } from '../notices/notice-book.ts';

/** The bus did not take the event; it is sent again with its message. */
export class BusRefused extends TryAgain<{ type: string; error: string }> {
  readonly code = 'BUS_REFUSED';
}

export interface BusOptions {
  readonly events: EventBridgeClient;
  /** BUS_NAME */
  readonly busName: string;
}

/** What the system itself says on the district's bus; its source is `ringfence.system`, so that no rule takes it for a request. */
export function createDistrictBus({ events, busName }: BusOptions): NoticeBus {
  return {
    async publish(type, detail) {
      const entry = { EventBusName: busName, Source: 'ringfence.system', DetailType: type, Detail: JSON.stringify(detail) };
      const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }));
      const error = Entries.find(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorCode;
      if (error !== undefined) throw new BusRefused(`the bus did not take ${type}`, { type, error }, 'It is sent again.');
    },
  };
}
