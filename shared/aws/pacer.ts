import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { correctionOf, grant, IDLE, type Pace, type PaceLimits, type Pacer, roomIn } from '../calls/pace.ts';
import type { Clock } from '../clock/clock.ts';
import { TryAgain } from '../faults/fault.ts';
import type { Lane } from '../notices/purpose.ts';
import { happened } from './conditional-write.ts';
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
 * The pace in one item. Taking is conditional on the version that was seen, and always looks first: with several environments
 * taking, what one remembers is stale nearly every time, and a refused write costs as much as a look. Calls under way are
 * added and subtracted, never set: giving back needs no version.
 */
export function createPacer({ documents, table: TableName, limits, clock }: PacerOptions): Pacer {
  const look = async (): Promise<Seen> => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return seenIn(Item);
  };

  const take = async (lane: Lane, want: number, least: number): Promise<readonly number[]> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const seen = await look();
      if (roomIn(seen.pace, lane, limits) < least) return [];
      const granted = grant(seen.pace, lane, want, clock.now().getTime(), limits);
      if (granted.slots.length === 0) return [];
      if (await write(documents, TableName, { seen, lane, slots: granted.slots.length, next: granted.pace }))
        return granted.slots;
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
        'SET urgentSurplus = :urgentStill, routineSurplus = :routineStill ADD urgentInFlight :urgent, routineInFlight :routine',
      ExpressionAttributeValues: {
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

/** False when somebody else took first. */
async function write(documents: DynamoDBDocumentClient, TableName: string, taking: Taking): Promise<boolean> {
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
  });
  return happened(() => documents.send(update));
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
