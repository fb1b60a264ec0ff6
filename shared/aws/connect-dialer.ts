import { createHash } from 'node:crypto';
import { type ConnectClient, StartOutboundVoiceContactCommand } from '@aws-sdk/client-connect';
import { ringName } from '../calls/call-id.ts';
import type { DialAnswer, Dialer, DialRequest } from '../calls/dialer.ts';

export interface ConnectOptions {
  readonly connect: ConnectClient;
  readonly instanceId: string;
  /** The flow's id, not its ARN. */
  readonly flowId: string;
  /** Its outbound caller id is shown. */
  readonly queueId: string;
}

type Refusal = Exclude<DialAnswer, { kind: 'ringing' }>['kind'];

/**
 * What an error of StartOutboundVoiceContact means (AWS-REFERENCE §1.2), by `error.name`: three different ones share the
 * status 403. An error that is not here proves nothing about the phone: `unknown`.
 */
const MEANING: ReadonlyMap<string, Refusal> = new Map(
  Object.entries({
    TooManyRequestsException: 'throttled',
    ThrottlingException: 'throttled',
    LimitExceededException: 'throttled',
    DestinationNotAllowedException: 'number-refused',
    OutboundContactNotPermittedException: 'attempt-refused',
    InvalidParameterException: 'our-mistake',
    InvalidRequestException: 'our-mistake',
    ResourceNotFoundException: 'lane-stopped',
    AccessDeniedException: 'lane-stopped',
    UnrecognizedClientException: 'lane-stopped',
    ExpiredTokenException: 'lane-stopped',
    ServiceQuotaExceededException: 'lane-stopped',
    InvalidActiveRegionException: 'lane-stopped',
  } as const),
);

/** Amazon Connect behind the `Dialer` port. Give it a client with `maxAttempts: 1`. */
export function createConnectDialer(options: ConnectOptions): Dialer {
  return { dial: (request) => dial(options, request) };
}

async function dial({ connect, instanceId, flowId, queueId }: ConnectOptions, request: DialRequest): Promise<DialAnswer> {
  const { callId, attempt, e164, ringSeconds } = request;
  const command = new StartOutboundVoiceContactCommand({
    InstanceId: instanceId,
    ContactFlowId: flowId,
    QueueId: queueId,
    DestinationPhoneNumber: e164,
    // All that Connect ever learns of what the call is about; it keeps attributes for 24 months.
    Attributes: { callId, attempt: String(attempt) },
    Name: ringName(callId, attempt),
    ClientToken: createHash('sha256').update(`${callId}\0${attempt}`, 'utf8').digest('base64url'),
    RingTimeoutInSeconds: ringSeconds,
    TrafficType: 'GENERAL',
  });
  try {
    const { ContactId } = await connect.send(command);
    return ContactId === undefined ? { kind: 'unknown', code: 'NoContactId' } : { kind: 'ringing', contactId: ContactId };
  } catch (error) {
    const code = nameOf(error);
    return { kind: MEANING.get(code) ?? 'unknown', code };
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
