import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { correctionOf, grant, IDLE, type Pace, type PaceLimits, type Pacer, roomIn } from '../calls/pace.ts';
import type { Clock } from '../clock/clock.ts';
import { TryAgain } from '../faults/fault.ts';
import type { Lane } from '../notices/purpose.ts';
import type { Item } from './dynamo-batches.ts';

/** Too many environments took starts at once. */
export class PacerContended extends TryAgain<{ tries: number }> {
  readonly code = 'PACER_CONTENDED';
}

export interface PacerOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The notices table. */
  readonly table: string;
  readonly limits: PaceLimits;
  readonly clock: Clock;
}

const Key = { pk: 'PACE', sk: 'CONNECT' } as const;
const MAX_TRIES = 20;

interface Seen {
  readonly pace: Pace;
  readonly version: number;
}

/**
 * The pace in one item. Taking is conditional on the version that was seen; each write tells what stands there after it, and a
 * refused one what stood there, so an environment looks only where it remembers too little room. Calls under way are added and
 * subtracted, never set: giving back needs no version, and whoever does not know of it sees less room than there is.
 */
export function createPacer({ documents, table: TableName, limits, clock }: PacerOptions): Pacer {
  const look = async (): Promise<Seen> => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return seenIn(Item);
  };

  let remembered: Seen | undefined;
  const take = async (lane: Lane, want: number, least: number): Promise<readonly number[]> => {
    let [seen, isFresh] = [remembered, false];
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      if (seen === undefined || (!isFresh && roomIn(seen.pace, lane, limits) < want)) [seen, isFresh] = [await look(), true];
      if (roomIn(seen.pace, lane, limits) < least) return [];
      const granted = grant(seen.pace, lane, want, clock.now().getTime(), limits);
      if (granted.slots.length === 0) return [];
      const written = await write(documents, TableName, { seen, lane, slots: granted.slots.length, next: granted.pace });
      remembered = written.after;
      if (written.isOurs) return granted.slots;
      [seen, isFresh] = [written.after, written.after !== undefined];
    }
    throw new PacerContended('the pacer was taken from under every attempt', { tries: MAX_TRIES }, 'It is tried again.');
  };

  return {
    take,
    giveBack: async ({ urgent = 0, routine = 0 }) => {
      if (urgent === 0 && routine === 0) return;
      await documents.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'ADD urgentInFlight :urgent, routineInFlight :routine',
          ExpressionAttributeValues: { ':urgent': -urgent, ':routine': -routine },
        }),
      );
    },
    look: async () => (await look()).pace,
    recalibrate: (counted) => recalibrate(documents, TableName, counted),
  };
}

/** Two requests; the surplus found is remembered on the item itself. */
async function recalibrate(documents: DynamoDBDocumentClient, TableName: string, counted: Readonly<Record<Lane, number>>) {
  const { Item = {} } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  const of = (name: string): number => Number(Item[name] ?? 0);
  const surplus = { urgent: of('urgentInFlight') - counted.urgent, routine: of('routineInFlight') - counted.routine };
  const wrong = {
    urgent: correctionOf(of('urgentSurplus'), surplus.urgent),
    routine: correctionOf(of('routineSurplus'), surplus.routine),
  };
  const still = { urgent: surplus.urgent - wrong.urgent, routine: surplus.routine - wrong.routine };
  const unchanged = still.urgent === of('urgentSurplus') && still.routine === of('routineSurplus');
  if (unchanged && wrong.urgent === 0 && wrong.routine === 0) return;
  await documents.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression:
        'SET urgentSurplus = :urgentStill, routineSurplus = :routineStill ADD urgentInFlight :urgent, routineInFlight :routine, #version :one',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: {
        // Calls that were found missing take room away: what others remember must not stand.
        ':one': 1,
        ':urgentStill': still.urgent,
        ':routineStill': still.routine,
        ':urgent': -wrong.urgent,
        ':routine': -wrong.routine,
      },
    }),
  );
}

interface Taking {
  readonly seen: Seen;
  readonly lane: Lane;
  readonly slots: number;
  readonly next: Pace;
}

interface Written {
  /** False when somebody else took first. */
  readonly isOurs: boolean;
  /** Absent where the refusal did not say. */
  readonly after?: Seen;
}

async function write(documents: DynamoDBDocumentClient, TableName: string, taking: Taking): Promise<Written> {
  const { seen, lane, slots, next } = taking;
  const update = new UpdateCommand({
    TableName,
    Key,
    UpdateExpression: `SET #version = :next, urgentUntil = :urgent, routineUntil = :routine ADD ${lane}InFlight :slots`,
    ConditionExpression: seen.version === 0 ? 'attribute_not_exists(#version)' : '#version = :seen',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: {
      ':next': seen.version + 1,
      ':urgent': next.urgentUntil,
      ':routine': next.routineUntil,
      ':slots': slots,
      ...(seen.version === 0 ? {} : { ':seen': seen.version }),
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    const { Attributes } = await documents.send(update);
    return { isOurs: true, after: seenIn(Attributes) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { isOurs: false, ...(error.Item === undefined ? {} : { after: seenIn(unmarshall(error.Item)) }) };
  }
}

function seenIn(item: Item | undefined): Seen {
  if (item === undefined) return { pace: IDLE, version: 0 };
  const of = (name: keyof Pace): number => Number(item[name] ?? 0);
  const pace = {
    urgentUntil: of('urgentUntil'),
    routineUntil: of('routineUntil'),
    // A call given back twice must not make room that is not there.
    urgentInFlight: Math.max(0, of('urgentInFlight')),
    routineInFlight: Math.max(0, of('routineInFlight')),
  };
  return { pace, version: Number(item['version'] ?? 0) };
}
