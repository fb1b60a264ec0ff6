/**
 * Roles and policies of the template, and the policies of its resources.
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html
 */

import type { CoverageRow, CreatedResource, Principal, ResourceMaker } from '../front/service.ts';
import { listAt, type Properties, refuseUnknown, textAt } from '../front/template-properties.ts';
import { Access } from './access.ts';
import { Policy } from './policy.ts';

export interface Iam {
  readonly access: Access;
  readonly resources: Readonly<Record<string, ResourceMaker>>;
  readonly coverage: readonly CoverageRow[];
  /** Whether the service principal may take on the role. */
  assumable(roleArn: string, service: string): boolean;
  /** Called for every resource made: a key brings its policy along. */
  notice(type: string, arn: string | undefined, properties: Properties): void;
}

const PROPERTIES = {
  'AWS::IAM::Role': {
    honoured: ['RoleName', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns'],
    inert: ['Description', 'MaxSessionDuration', 'Tags', 'Path'],
  },
  'AWS::IAM::Policy': { honoured: ['PolicyDocument', 'Roles'], inert: ['PolicyName'] },
  'AWS::IAM::ManagedPolicy': { honoured: ['PolicyDocument', 'Roles', 'ManagedPolicyName'], inert: ['Description', 'Path'] },
  'AWS::S3::BucketPolicy': { honoured: ['Bucket', 'PolicyDocument'], inert: [] },
  'AWS::SQS::QueuePolicy': { honoured: ['Queues', 'PolicyDocument'], inert: [] },
  'AWS::Events::EventBusPolicy': { honoured: ['EventBusName', 'Statement'], inert: ['StatementId'] },
  'AWS::Lambda::Permission': { honoured: ['FunctionName', 'Action', 'Principal', 'SourceArn', 'SourceAccount'], inert: [] },
} as const;

const COVERAGE: readonly CoverageRow[] = Object.entries(PROPERTIES).map(([operation, known]) => ({ operation, ...known }));

/** Managed by AWS; what they allow here is writing logs, which no function asks the front door for. */
const HARMLESS_MANAGED = new Set(['AWSLambdaBasicExecutionRole', 'AWSXRayDaemonWriteAccess']);

export function createIam(accountId: string): Iam {
  const access = new Access(accountId);
  const trust = new Map<string, Policy>();
  const arnOf = (kind: string, name: string): string => `arn:aws:iam::${accountId}:${kind}/${name}`;
  const roles = makeRoles(access, trust, arnOf);
  return {
    access,
    resources: { ...roles, ...policiesOnResources(access, accountId) },
    coverage: COVERAGE,
    assumable: (roleArn, service) => {
      const principal: Principal = { kind: 'service', arn: service, name: service };
      const question = { principal, accountId, action: 'sts:AssumeRole', resource: roleArn, context: {} };
      return trust.get(roleArn)?.judge(question).allowed ?? false;
    },
    notice: (type, arn, properties) => {
      if (type === 'AWS::KMS::Key' && arn !== undefined) access.attachToResource(arn, properties['KeyPolicy']);
    },
  };
}

function makeRoles(
  access: Access,
  trust: Map<string, Policy>,
  arnOf: (kind: string, name: string) => string,
): Record<string, ResourceMaker> {
  const attach = (where: string, properties: Properties): void => {
    const names = properties['Roles'];
    if (!Array.isArray(names)) throw new Error(`${where}: only policies of roles are known here`);
    for (const name of names) access.attachToRole(arnOf('role', String(name)), properties['PolicyDocument']);
  };
  return {
    'AWS::IAM::Role': (id, properties) => {
      const inert = ['Description', 'MaxSessionDuration', 'Tags', 'Path'];
      refuseUnknown(id, properties, {
        honoured: ['RoleName', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns'],
        inert,
      });
      const name = textAt(id, properties, 'RoleName') ?? id;
      const arn = arnOf('role', name);
      trust.set(arn, new Policy(properties['AssumeRolePolicyDocument']));
      for (const policy of listAt(id, properties, 'Policies')) access.attachToRole(arn, policy['PolicyDocument']);
      refuseManaged(id, properties['ManagedPolicyArns']);
      return { ref: name, attributes: { Arn: arn, RoleId: `AROA${id.toUpperCase()}` } };
    },
    'AWS::IAM::Policy': (id, properties) => {
      refuseUnknown(id, properties, PROPERTIES['AWS::IAM::Policy']);
      attach(id, properties);
      return { ref: id, attributes: { Id: id } };
    },
    'AWS::IAM::ManagedPolicy': (id, properties) => {
      refuseUnknown(id, properties, PROPERTIES['AWS::IAM::ManagedPolicy']);
      attach(id, properties);
      const arn = arnOf('policy', textAt(id, properties, 'ManagedPolicyName') ?? id);
      return { ref: arn, attributes: { PolicyArn: arn } };
    },
  };
}

function refuseManaged(id: string, arns: unknown): void {
  const unknown = (Array.isArray(arns) ? arns : [])
    .map(String)
    .filter((arn) => !HARMLESS_MANAGED.has(arn.split('/').at(-1) ?? ''));
  if (unknown.length > 0) throw new Error(`${id}: what these allow is not known here: ${unknown.join(', ')}`);
}

/** Bucket, queue and bus policies; Lambda permissions, which are statements of the function's policy. */
function policiesOnResources(access: Access, accountId: string): Record<string, ResourceMaker> {
  const made = (id: string): CreatedResource => ({ ref: id, attributes: { Id: id } });
  return {
    'AWS::S3::BucketPolicy': (id, properties) => {
      refuseUnknown(id, properties, PROPERTIES['AWS::S3::BucketPolicy']);
      access.attachToResource(`arn:aws:s3:::${textAt(id, properties, 'Bucket')}`, properties['PolicyDocument']);
      return made(id);
    },
    'AWS::SQS::QueuePolicy': (id, properties) => {
      refuseUnknown(id, properties, PROPERTIES['AWS::SQS::QueuePolicy']);
      const queues = Array.isArray(properties['Queues']) ? properties['Queues'] : [];
      for (const url of queues) access.attachToResource(queueArn(String(url), accountId), properties['PolicyDocument']);
      return made(id);
    },
    'AWS::Events::EventBusPolicy': (id, properties) => {
      refuseUnknown(id, properties, PROPERTIES['AWS::Events::EventBusPolicy']);
      const arn = `arn:aws:events:us-east-1:${accountId}:event-bus/${textAt(id, properties, 'EventBusName') ?? 'default'}`;
      access.attachToResource(arn, { Statement: properties['Statement'] });
      return made(id);
    },
    'AWS::Lambda::Permission': (id, properties) => {
      refuseUnknown(id, properties, PROPERTIES['AWS::Lambda::Permission']);
      access.attachToResource(functionArn(textAt(id, properties, 'FunctionName') ?? '', accountId), permission(properties));
      return made(id);
    },
  };
}

function permission(properties: Properties): unknown {
  const principal = String(properties['Principal']);
  const arnLike = properties['SourceArn'] === undefined ? {} : { ArnLike: { 'aws:SourceArn': properties['SourceArn'] } };
  const account = properties['SourceAccount'];
  const fromAccount = account === undefined ? {} : { StringEquals: { 'aws:SourceAccount': account } };
  return {
    Statement: {
      Effect: 'Allow',
      Action: properties['Action'],
      Resource: '*',
      Principal: /\.amazonaws\.com$/.test(principal) ? { Service: principal } : { AWS: principal },
      Condition: { ...arnLike, ...fromAccount },
    },
  };
}

/** `Ref` of a queue is its URL, whose last part is the name. */
function queueArn(url: string, accountId: string): string {
  return `arn:aws:sqs:us-east-1:${accountId}:${url.split('/').at(-1)}`;
}

/** A permission names its function by ARN or by name. */
export function functionArn(nameOrArn: string, accountId: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:lambda:us-east-1:${accountId}:function:${nameOrArn}`;
}
