import { Stack, Validations } from 'aws-cdk-lib';
import type { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';

/** Why a grant's resource ends in `*`, by the grant's name. A wildcard that is not here fails the synthesis (AwsSolutions-IAM5). */
const REASONS: Readonly<Record<string, string>> = {
  WriteOwnRecords: 'Object keys of records are made at run time; the prefix is one function’s own.',
  ReadDrops: 'What the SIS calls its exports is not known; the prefix holds nothing else.',
  AnswerTheSender: 'A report is named after the file it is about; the prefix holds nothing else.',
  ReadTheTrail: 'Sealing and its view read every record, manifest, tile and checkpoint there is.',
  CommitSealCheckpointTile: 'Keys of manifests, checkpoints and tiles are numbers that grow.',
  RefreshTheView: 'The view is a tree of tiles that grows; it holds nothing that cannot be rebuilt.',
  PlaceCalls: 'connect:StartOutboundVoiceContact knows no resource: AWS allows "*" only.',
  SettleContacts: 'A contact has an id only once Connect has made it; the instance is the district’s.',
};

/** Answers cdk-nag's question about wildcards, grant by grant. */
export function acknowledgeWildcards(role: Role, grants: readonly PolicyStatement[]): void {
  for (const { sid = '', resources } of grants) {
    const reason = REASONS[sid];
    const wild = resources.map((resource) => asNagSaysIt(role, resource)).filter((resource) => resource.includes('*'));
    if (reason === undefined) continue;
    for (const resource of wild) {
      Validations.of(role).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`, reason });
    }
  }
}

/** `<AuditBucket7486E833.Arn>/records/place-call/*` */
function asNagSaysIt(role: Role, resource: string): string {
  return flat(Stack.of(role).resolve(resource));
}

function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: ref } = value as Intrinsic; // what a token in an ARN resolves to
  if (join !== undefined) return join[1].map(flat).join(join[0]);
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  return `<${ref}>`;
}

interface Intrinsic {
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly Ref?: string;
}
