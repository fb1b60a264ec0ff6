/** Makes a template's resources, each by the service that implements its type, and keeps what they became. */
import type { CreatedResource, ResourceMaker } from '../front/service.ts';
import { INERT, makeInert } from './inert.ts';
import { creationOrder } from './order.ts';
import type { ResourceDeclaration, Template } from './read-template.ts';
import { type Names, resolve, resolveCondition } from './resolve.ts';

export interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
}

export interface StackResource extends CreatedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Stack extends Place {
  readonly stackId: string;
  readonly resources: ReadonlyMap<string, StackResource>;
  readonly outputs: Readonly<Record<string, string>>;
}

type Makers = Readonly<Record<string, ResourceMaker>>;

/** Type of the parameter with which the bootstrap stack's version is checked on AWS: nothing to check here. */
const BOOTSTRAP = 'BootstrapVersion';

/**
 * @param made called after each resource, in order
 * @throws Error naming every resource type that is neither implemented nor inert, before anything is made
 */
export async function createStack(
  template: Template,
  place: Place,
  makers: Makers,
  made: (resource: StackResource) => void,
): Promise<Stack> {
  refuseUncovered(template, makers);
  const resources = new Map<string, StackResource>();
  const stackId = `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/${place.stackName}/local`;
  const names = namesOf(template, place, stackId, resources);
  const exists = (declared: { readonly Condition?: string }): boolean =>
    declared.Condition === undefined || names.condition(declared.Condition);
  for (const logicalId of creationOrder(template)) {
    const declared = template.Resources[logicalId];
    if (declared === undefined || !exists(declared)) continue;
    const resource = await make(logicalId, declared, names, makers, place.accountId);
    resources.set(logicalId, resource);
    made(resource);
  }
  const outputs = Object.entries(template.Outputs ?? {}).filter(([, output]) => exists(output));
  return {
    ...place,
    stackId,
    resources,
    outputs: Object.fromEntries(outputs.map(([name, output]) => [name, String(resolve(output.Value, names))])),
  };
}

function refuseUncovered(template: Template, makers: Makers): void {
  const types = new Set(Object.values(template.Resources).map((resource) => resource.Type));
  const uncovered = [...types].filter((type) => !(type in makers) && !(type in INERT));
  if (uncovered.length > 0) throw new Error(`the local cloud neither implements nor lists as inert: ${uncovered.join(', ')}`);
}

async function make(
  id: string,
  declared: ResourceDeclaration,
  names: Names,
  makers: Makers,
  account: string,
): Promise<StackResource> {
  try {
    // `as`: an object resolves to an object.
    const properties = (resolve(declared.Properties ?? {}, names) ?? {}) as Record<string, unknown>;
    const maker = makers[declared.Type];
    const inert = INERT[declared.Type];
    if (maker === undefined && inert === undefined) throw new Error(`nobody makes ${declared.Type}`);
    const created =
      maker === undefined && inert !== undefined ? makeInert(inert, id, properties, account) : await maker?.(id, properties);
    if (created === undefined) throw new Error('its maker returned nothing');
    return { logicalId: id, type: declared.Type, properties, ...created };
  } catch (cause) {
    throw new Error(`cannot make ${id} (${declared.Type}): ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function namesOf(template: Template, place: Place, stackId: string, resources: ReadonlyMap<string, StackResource>): Names {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': place.accountId,
    'AWS::Region': place.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': place.stackName,
    'AWS::StackId': stackId,
  };
  const names: Names = {
    ref: (id) => pseudo[id] ?? resources.get(id)?.ref ?? parameter(template, id),
    attribute: (id, name) => {
      const value = resources.get(id)?.attributes[name];
      if (value === undefined) throw new Error(`Fn::GetAtt ${id}.${name}: the local cloud does not know this attribute`);
      return value;
    },
    condition: (name) => {
      const declared = template.Conditions?.[name];
      if (declared === undefined) throw new Error(`there is no condition ${name}`);
      return resolveCondition(declared, names);
    },
  };
  return names;
}

function parameter(template: Template, id: string): string {
  const declared = template.Parameters?.[id];
  if (declared?.Default !== undefined && id !== BOOTSTRAP) return declared.Default;
  throw new Error(`Ref ${id}: no resource and no parameter with a default`);
}
