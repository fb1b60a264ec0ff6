import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionName } from './capacity.ts';
import { allow, intake, onTable, openCalls, reads, records, sealAndOpen, sends, settlesContacts, tells } from './grant.ts';

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
  readonly queues: Readonly<Record<'intakeRoster' | 'intakeAttendance' | 'notices' | 'urgent' | 'routine' | 'outcomes', string>>;
  readonly connectInstance: string;
}

/**
 * Who may do what: the design as a table. Every function writes audit records under its own name and no other; nobody scans a
 * table, deletes an item or deletes an object.
 */
export function grantsOf(at: Places): Readonly<Record<FunctionName, readonly PolicyStatement[]>> {
  const { queues } = at;
  const lanes = [queues.urgent, queues.routine];
  const book = onTable('Book', at.contacts.arn);
  const notices = onTable('Notices', at.notices.arn);
  const envelopes = (...tables: readonly { readonly name: string }[]) =>
    sealAndOpen({ dataKeyArn: at.dataKey, district: at.district, tables: tables.map(({ name }) => name) });

  return {
    'import-roster': [
      reads(queues.intakeRoster),
      ...intake(at.intake, 'roster'),
      book('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
      envelopes(at.contacts),
      tells(at.bus),
      records(at.audit, 'import-roster'),
    ],
    'import-attendance': [
      reads(queues.intakeAttendance),
      ...intake(at.intake, 'attendance'),
      book('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
      envelopes(at.contacts),
      tells(at.bus),
      records(at.audit, 'import-attendance'),
    ],
    'plan-notice': [
      reads(queues.notices),
      book('GetItem', 'BatchGetItem', 'Query'),
      notices('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
      envelopes(at.contacts, at.notices),
      sends(lanes),
      tells(at.bus),
      records(at.audit, 'plan-notice'),
    ],
    'place-call': [
      reads(...lanes),
      book('GetItem', 'BatchGetItem'),
      notices('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
      envelopes(at.contacts, at.notices),
      sends(lanes),
      // AWS names no resource for this action (iam-data: wildcard only); a contact's ARN would never match.
      allow('PlaceCalls', ['connect:StartOutboundVoiceContact'], '*'),
      records(at.audit, 'place-call'),
    ],
    'answer-call': [
      book('GetItem', 'BatchGetItem'),
      notices('GetItem', 'BatchGetItem'),
      envelopes(at.contacts, at.notices),
      records(at.audit, 'answer-call'),
    ],
    'record-keypress': [
      book('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
      notices('GetItem', 'BatchGetItem', 'UpdateItem'),
      envelopes(at.contacts),
      records(at.audit, 'record-keypress'),
    ],
    'record-outcome': [
      reads(queues.outcomes),
      book('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
      notices('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
      envelopes(at.contacts),
      sends(lanes),
      settlesContacts(at.connectInstance),
      tells(at.bus),
      records(at.audit, 'record-outcome'),
    ],
    'resume-deferred': [
      book('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
      notices('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem', 'DeleteItem'),
      openCalls(at.notices.arn),
      envelopes(at.contacts),
      sends(lanes),
      settlesContacts(at.connectInstance),
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
