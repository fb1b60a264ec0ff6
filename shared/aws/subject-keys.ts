import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TryAgain } from '../faults/fault.ts';
import type { Key } from './dynamo-batches.ts';
import type { Envelope, EnvelopeForged } from './envelope.ts';
import type { Pause } from './pause.ts';

/** Somebody else changed the same item at once. */
export class SubjectContended extends TryAgain<{ key: string }> {
  readonly code = 'SUBJECT_CONTENDED';
}

export interface SubjectStoreOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly noticesTable: string;
  readonly envelope: Envelope;
  /** Told of every blob that is not what it is offered as. */
  readonly report: (fault: EnvelopeForged) => void;
  readonly pause?: Pause;
}

export const inspectionKey = (contactKey: string): Key => ({ pk: `CONTACT#${contactKey}`, sk: 'INSPECTION' });
/** One partition for all of them, so that nobody has to read the whole table to find who came back. */
export const tombstoneKey = (contactKey: string): Key => ({ pk: 'ERASED', sk: `CONTACT#${contactKey}` });
