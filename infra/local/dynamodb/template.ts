/** AWS: AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html and -globaltable.html */
import { seededBytes } from '../front/seeded-bytes.ts';
import type { CreatedResource, ResourceMaker } from '../front/service.ts';
import {
  flagAt,
  type KnownProperties,
  listAt,
  objectAt,
  type Properties,
  refuseUnknown,
  textAt,
} from '../front/template-properties.ts';
import type { World } from '../world.ts';
import type { Engine } from './engine.ts';
import { objectIn } from './operation.ts';
import type { Tables } from './tables.ts';

const shared = [
  'TableName',
  'KeySchema',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'BillingMode',
];
const sharedInert = ['SSESpecification', 'WarmThroughput'];

export const tableProperties: KnownProperties = {
  honoured: [...shared, 'ProvisionedThroughput', 'TimeToLiveSpecification', 'DeletionProtectionEnabled'],
  inert: [
    ...sharedInert,
    'PointInTimeRecoverySpecification',
    'TableClass',
    'Tags',
    'ContributorInsightsSpecification',
    'OnDemandThroughput',
  ],
};

export const globalTableProperties: KnownProperties = {
  honoured: [...shared, 'TimeToLiveSpecification', 'Replicas'],
  inert: [...sharedInert, 'WriteOnDemandThroughputSettings'],
};

const replicaProperties: KnownProperties = {
  honoured: ['Region', 'DeletionProtectionEnabled'],
  inert: [
    'PointInTimeRecoverySpecification',
    'SSESpecification',
    'TableClass',
    'Tags',
    'ContributorInsightsSpecification',
    'ResourcePolicy',
  ],
};

const indexProperties: KnownProperties = {
  honoured: ['IndexName', 'KeySchema', 'Projection', 'ProvisionedThroughput'],
  inert: ['WarmThroughput', 'OnDemandThroughput', 'ContributorInsightsSpecification'],
};

interface Surroundings {
  readonly world: World;
  readonly engine: Engine;
  readonly tables: Tables;
}

/** Ready on return: there is no CREATING to wait for. */
export function tableMaker(around: Surroundings): ResourceMaker {
  const bytes = seededBytes(around.world, 'dynamodb.names');
  return (logicalId, properties) => {
    const where = `AWS::DynamoDB::Table ${logicalId}`;
    refuseUnknown(where, properties, tableProperties);
    const name = textAt(where, properties, 'TableName') ?? `${logicalId}-${bytes(6).toString('hex').toUpperCase()}`;
    return create(around, where, name, properties, flagAt(where, properties, 'DeletionProtectionEnabled'));
  };
}

/** A global table with one replica: what CDK's `TableV2` makes of a table in one region. */
export function globalTableMaker(around: Surroundings): ResourceMaker {
  const bytes = seededBytes(around.world, 'dynamodb.global-names');
  return (logicalId, properties) => {
    const where = `AWS::DynamoDB::GlobalTable ${logicalId}`;
    refuseUnknown(where, properties, globalTableProperties);
    const [replica = {}, ...others] = listAt(where, properties, 'Replicas');
    refuseUnknown(`${where} Replicas`, replica, replicaProperties);
    if (others.length > 0 || textAt(where, replica, 'Region') !== around.world.region) {
      throw new Error(`${where}: the local cloud has one region, ${around.world.region}`);
    }
    const name = textAt(where, properties, 'TableName') ?? `${logicalId}-${bytes(6).toString('hex').toUpperCase()}`;
    return create(around, where, name, properties, flagAt(where, replica, 'DeletionProtectionEnabled'));
  };
}

async function create(
  around: Surroundings,
  where: string,
  name: string,
  properties: Properties,
  deletionProtection: boolean,
): Promise<CreatedResource> {
  const { world, engine, tables } = around;
  const answer = await engine.run('CreateTable', tableInput(where, name, properties));
  if (answer.status !== 200) throw new Error(`${where}: ${JSON.stringify(answer.body)}`);
  await untilActive(engine, name);
  const ttl = objectAt(where, properties, 'TimeToLiveSpecification');
  const ttlAttribute = flagAt(where, ttl, 'Enabled') ? textAt(where, ttl, 'AttributeName') : undefined;
  const keyNames = [...listAt(where, properties, 'KeySchema')]
    .sort((a) => (a['KeyType'] === 'HASH' ? -1 : 1))
    .map((key) => String(key['AttributeName']));
  const arn = `arn:aws:dynamodb:${world.region}:${world.accountId}:table/${name}`;
  tables.add({ name, arn, createdAt: world.clock.now(), keyNames, ttlAttribute, deletionProtection });
  return { ref: name, attributes: { Arn: arn, TableId: name } };
}

/** What CreateTable is told; properties that only CloudFormation knows stay out. */
function tableInput(where: string, TableName: string, properties: Properties): Properties {
  const { KeySchema, AttributeDefinitions, ProvisionedThroughput } = properties;
  const onDemand = textAt(where, properties, 'BillingMode') === 'PAY_PER_REQUEST';
  const indexes = (field: string) => {
    const list = listAt(where, properties, field);
    for (const index of list) refuseUnknown(`${where} ${field}`, index, indexProperties);
    return list.length === 0 ? {} : { [field]: list.map((index) => indexInput(index, onDemand)) };
  };
  return {
    TableName,
    KeySchema,
    AttributeDefinitions,
    ...(onDemand ? { BillingMode: 'PAY_PER_REQUEST' } : { BillingMode: 'PROVISIONED', ProvisionedThroughput }),
    ...indexes('GlobalSecondaryIndexes'),
    ...indexes('LocalSecondaryIndexes'),
  };
}

function indexInput({ IndexName, KeySchema, Projection, ProvisionedThroughput }: Properties, onDemand: boolean): Properties {
  const capacity = onDemand || ProvisionedThroughput === undefined ? {} : { ProvisionedThroughput };
  return { IndexName, KeySchema, Projection, ...capacity };
}

/** dynalite makes a table active a timer's turn later. */
async function untilActive(engine: Engine, TableName: string): Promise<void> {
  for (let turns = 0; turns < 10_000; turns += 1) {
    const { body } = await engine.run('DescribeTable', { TableName });
    if (objectIn(body, 'Table')['TableStatus'] === 'ACTIVE') return;
  }
  throw new Error(`table ${TableName} never became active`);
}
