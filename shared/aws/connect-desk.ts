import {
  type ConnectClient,
  DeleteContactDataCommand,
  DescribeContactCommand,
  GetContactAttributesCommand,
  SearchContactsCommand,
} from '@aws-sdk/client-connect';
import { ringName } from '../calls/call-id.ts';
import type { ContactDesk, ContactStatus } from '../calls/dialer.ts';
import type { Clock } from '../clock/clock.ts';
import { TryAgain } from '../faults/fault.ts';
import { allowance } from './allowance.ts';

/** Connect was asked more often than its quota allows, or did not answer a question. */
export class ConnectBusy extends TryAgain<{ operation: string; error: string }> {
  readonly code = 'CONNECT_BUSY';
}

const GONE = ['ResourceNotFoundException', 'ContactNotFoundException'];
/** Connect writes an absent time as 1970-01-01T00:00:00.001Z. */
const ABSENT_BEFORE = Date.UTC(2000, 0, 1);
/** How far before the dialing a contact of that name is looked for: our clock and Connect's need not agree. */
const SEARCH_MARGIN_MS = 300_000;
const SEARCH_SPAN_MS = 3_600_000;
/** Of DeleteContactData, per account: two a second, five at once (AWS-REFERENCE §1); several environments share them. */
const ERASURES_PER_SECOND = 2;
const ERASURES_AT_ONCE = 3;

/** Asks Connect after contacts. Give it a client with `maxAttempts: 1`: whoever asks knows better when to ask again. */
export function createContactDesk({
  connect,
  instanceId: InstanceId,
  clock,
}: {
  readonly connect: ConnectClient;
  readonly instanceId: string;
  readonly clock: Clock;
}): ContactDesk {
  const erasures = allowance(ERASURES_PER_SECOND, ERASURES_AT_ONCE, clock);
  return {
    describe: async (ContactId) => {
      const answer = await ask('DescribeContact', () => connect.send(new DescribeContactCommand({ InstanceId, ContactId })));
      return answer?.Contact === undefined ? undefined : statusOf(answer.Contact);
    },
    attributes: async (InitialContactId) => {
      const command = new GetContactAttributesCommand({ InstanceId, InitialContactId });
      return (await ask('GetContactAttributes', () => connect.send(command)))?.Attributes;
    },
    find: async (callId, attempt, since) => {
      const from = Date.parse(since) - SEARCH_MARGIN_MS;
      const command = new SearchContactsCommand({
        InstanceId,
        TimeRange: { Type: 'INITIATION_TIMESTAMP', StartTime: new Date(from), EndTime: new Date(from + SEARCH_SPAN_MS) },
        SearchCriteria: { Name: { SearchText: [ringName(callId, attempt)], MatchType: 'MATCH_EXACT' } },
      });
      return (await ask('SearchContacts', () => connect.send(command)))?.Contacts?.[0]?.Id;
    },
    scrub: async (ContactId) => {
      if (!erasures.take()) return 'later';
      try {
        await connect.send(new DeleteContactDataCommand({ InstanceId, ContactId, ContactFields: ['CUSTOMER_ENDPOINT'] }));
        return 'scrubbed';
      } catch (error) {
        if (GONE.includes(nameOf(error))) return 'scrubbed';
        erasures.refused();
        return 'later';
      }
    },
  };
}

/** Undefined when there is no such contact. @throws ConnectBusy on anything that may pass. */
async function ask<T>(operation: string, send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send();
  } catch (error) {
    if (GONE.includes(nameOf(error))) return undefined;
    const where = { operation, error: nameOf(error) };
    throw new ConnectBusy(`Connect did not answer ${operation}`, where, 'It is asked again later.', { cause: error });
  }
}

function statusOf(contact: {
  readonly DisconnectTimestamp?: Date | undefined;
  readonly DisconnectReason?: string | undefined;
  readonly AnsweringMachineDetectionStatus?: string | undefined;
  readonly Attributes?: Record<string, string> | undefined;
}): ContactStatus {
  const { DisconnectTimestamp: ended, DisconnectReason: reason, AnsweringMachineDetectionStatus: amd } = contact;
  return {
    ...(ended !== undefined && ended.getTime() > ABSENT_BEFORE ? { endedAt: ended.toISOString() } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(amd === undefined ? {} : { amd }),
    attributes: contact.Attributes ?? {},
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
