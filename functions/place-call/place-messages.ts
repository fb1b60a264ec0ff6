import { laneMessage } from '../../shared/calls/lane-message.ts';
import { readEach } from '../../shared/calls/read-each.ts';
import type { Fault } from '../../shared/faults/fault.ts';

interface Message {
  readonly messageId: string;
  readonly body: unknown;
}

/** Places the calls that the messages name; those that name none are handed back with their fault. */
export async function placeMessages(
  messages: readonly Message[],
  place: (callIds: readonly string[]) => Promise<void>,
): Promise<ReadonlyMap<string, Fault>> {
  const { read, faults } = readEach(messages, laneMessage);
  await place(read.map(({ body }) => body.callId));
  return faults;
}
