import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionName } from './capacity.ts';
import {
  allow,
  intake,
  looksThroughPrints,
  onTable,
  openCalls,
  reads,
  records,
  sealAndOpen,
  sends,
  settlesContacts,
  tells,
} from './grant.ts';

/** What grants are given on: ARNs, and the names that envelopes carry in their encryption context. */
export interface Places {
  readonly contacts: { readonly arn: string; readonly name: string };
  readonly notices: { readonly arn: string; readonly name: string };
  readonly district: string;
  readonly dataKey: string;
  readonly auditSigningKey: string;
  readonly intake: string;
  readonly audit: string;
  readonly view: string;
  readonly bus: string;
  readonly queues: Readonly<
    Record<'intakeRoster' | 'intakeAttendance' | 'intakeOptouts' | 'notices' | 'urgent' | 'routine' | 'outcomes', string>
  >;
  readonly connectInstance: string;
}

type Grants<Name extends FunctionName> = Readonly<Record<Name, readonly PolicyStatement[]>>;

/**
 * Who may do what: the design as a table, in the order in which data flows. A function writes audit records under its own name
 * and no other; nobody deletes an object, nobody scans a table, but for the importer, who is shown names and prints and nothing
 * sealed; only the book's keepers change it (CONTRACTS: writers).
 */
export function grantsOf(at: Places): Grants<FunctionName> {
  return { ...ofIntake(at), ...ofCalling(at), ...ofReckoning(at) };
}

/** From a dropped file to contacts, from an attendance file to notices, from a file of opt-outs to stops. */
function ofIntake(at: Places): Grants<'import-roster' | 'import-attendance' | 'import-optouts'> {
  const book = onTable('Book', at.contacts.arn);
  const tasks = [
    onTable('Tasks', at.notices.arn)('BatchGetItem', 'UpdateItem'),
    allow('FindOpenTasks', ['dynamodb:Query'], `${at.notices.arn}/index/open`),
  ];
  return {
    'import-roster': [
      reads(at.queues.intakeRoster),
      ...intake(at.intake, 'roster'),
      book('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'BatchWriteItem'),
      looksThroughPrints(at.contacts.arn),
      // Exports that wait for a person, and tasks of the office that this export has mended.
      ...tasks,
      envelopes(at, at.contacts),
      tells(at.bus),
      records(at.audit, 'import-roster'),
    ],
    'import-attendance': [
      reads(at.queues.intakeAttendance),
      ...intake(at.intake, 'attendance', 'calendar'),
      book('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
      // Schools that wait for a person.
      ...tasks,
      envelopes(at, at.contacts),
      tells(at.bus),
      records(at.audit, 'import-attendance'),
    ],
    'import-optouts': [
      reads(at.queues.intakeOptouts),
      ...intake(at.intake, 'optouts'),
      // One number at a time, on condition: it needs nobody's entry in the book, and reads none.
      book('GetItem', 'PutItem'),
      envelopes(at, at.contacts),
      tells(at.bus),
      records(at.audit, 'import-optouts'),
    ],
  };
}

/** From a notice to a voice on the telephone. */
function ofCalling(at: Places): Grants<'plan-notice' | 'place-call' | 'answer-call' | 'record-keypress' | 'answer-inbound'> {
  const lanes = [at.queues.urgent, at.queues.routine];
  const book = onTable('Book', at.contacts.arn);
  const notices = onTable('Notices', at.notices.arn);
  return {
    'plan-notice': [
      reads(at.queues.notices),
      // One item: how old the contacts are.
      book('GetItem', 'BatchGetItem', 'Query'),
      notices('GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
      envelopes(at, at.contacts, at.notices),
      sends(lanes),
      tells(at.bus),
      records(at.audit, 'plan-notice'),
    ],
    'place-call': [
      reads(...lanes),
      // Beside reading: it notes that a number rang, in a batch of conditional writes, which is PartiQL's (ADR 37); and counts the
      // calls that rest on the landline exemption (ADR 12).
      book('BatchGetItem', 'GetItem', 'UpdateItem', 'PartiQLInsert', 'PartiQLUpdate'),
      notices('GetItem', 'BatchGetItem', 'UpdateItem', 'PartiQLInsert'),
      // The notices table too: it seals whom an attempt speaks to into the call.
      envelopes(at, at.contacts, at.notices),
      sends(lanes),
      // AWS names no resource for this action (iam-data: wildcard only); a contact's ARN would never match.
      allow('PlaceCalls', ['connect:StartOutboundVoiceContact'], '*'),
      records(at.audit, 'place-call'),
    ],
    // Never the contact book: whom it speaks to lies sealed in the call.
    'answer-call': [notices('BatchGetItem'), envelopes(at, at.notices)],
    'record-keypress': [
      // Whose number it is that somebody says is not theirs, for the office's list.
      book('GetItem', 'BatchGetItem', 'PutItem'),
      notices('BatchGetItem', 'UpdateItem'),
      envelopes(at, at.contacts),
      records(at.audit, 'record-keypress'),
    ],
    // Reads what the line may say and what stands on one number; writes stops, agreements that a key may renew, the office's list.
    'answer-inbound': [
      book('GetItem', 'BatchGetItem', 'PutItem'),
      notices('BatchGetItem', 'Query', 'UpdateItem'),
      envelopes(at, at.contacts, at.notices),
      records(at.audit, 'answer-inbound'),
    ],
  };
}

/** What became of the calls, what is still owed, and the proof of it all. */
function ofReckoning(at: Places): Grants<'record-outcome' | 'resume-deferred' | 'seal-audit'> {
  const lanes = [at.queues.urgent, at.queues.routine];
  const book = onTable('Book', at.contacts.arn);
  const notices = onTable('Notices', at.notices.arn);
  const settles = [
    // An opt-out that record-keypress could not write is recovered from the contact's attribute; whom a task of the office is about.
    book('GetItem', 'BatchGetItem', 'PutItem'),
    envelopes(at, at.contacts),
    sends(lanes),
    settlesContacts(at.connectInstance),
  ];
  return {
    'record-outcome': [
      reads(at.queues.outcomes),
      ...settles,
      notices('GetItem', 'BatchGetItem', 'UpdateItem', 'BatchWriteItem'),
      records(at.audit, 'record-outcome'),
    ],
    'resume-deferred': [
      ...settles,
      // A closed notice leaves the sweeper's list.
      notices('GetItem', 'BatchGetItem', 'Query', 'UpdateItem', 'BatchWriteItem', 'DeleteItem'),
      openCalls(at.notices.arn),
      allow('LookForUncertainCalls', ['connect:SearchContacts'], at.connectInstance),
      tells(at.bus),
      records(at.audit, 'resume-deferred'),
    ],
    'seal-audit': [
      allow('ListTheTrail', ['s3:ListBucket'], [at.audit, at.view]),
      allow('ReadTheTrail', ['s3:GetObject'], [`${at.audit}/*`, `${at.view}/*`]),
      allow(
        'CommitSealCheckpointTile',
        ['s3:PutObject'],
        ['seal', 'checkpoint', 'tile'].map((part) => `${at.audit}/${part}/*`),
      ),
      allow('RefreshTheView', ['s3:PutObject'], `${at.view}/*`),
      allow('SignCheckpoints', ['kms:Sign', 'kms:GetPublicKey'], at.auditSigningKey),
      records(at.audit, 'seal-audit'),
    ],
  };
}

function envelopes(at: Places, ...tables: readonly { readonly name: string }[]): PolicyStatement {
  return sealAndOpen({ dataKeyArn: at.dataKey, district: at.district, tables: tables.map(({ name }) => name) });
}
