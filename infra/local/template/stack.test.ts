// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of CloudFormation and IAM
import { expect, test } from 'vitest';
import type { ResourceMaker } from '../front/service.ts';
import type { Template } from './read-template.ts';
import { createStack, type StackResource } from './stack.ts';

const PLACE = { accountId: '123456789012', region: 'us-east-1', stackName: 'ringfence' };
const make: ResourceMaker = (id) => ({ ref: `${id}-name`, attributes: { Arn: `arn:${id}` } });

async function create(
  template: Template,
): Promise<{ order: string[]; resources: ReadonlyMap<string, StackResource>; outputs: object }> {
  const order: string[] = [];
  const stack = await createStack(template, PLACE, { 'Test::Thing': make }, ({ logicalId }) => order.push(logicalId));
  return { order, resources: stack.resources, outputs: stack.outputs };
}

test('each resource is made after what it refers to, outputs last', async () => {
  const { order, resources, outputs } = await create({
    Resources: {
      Last: { Type: 'Test::Thing', Properties: { text: { 'Fn::Sub': '${Middle.Arn}' } } },
      Middle: { Type: 'Test::Thing', Properties: { deep: [{ 'Fn::GetAtt': ['First', 'Arn'] }] } },
      Also: { Type: 'Test::Thing', DependsOn: ['Last'] },
      First: { Type: 'Test::Thing' },
    },
    Outputs: { Url: { Value: { 'Fn::Join': [':', [{ Ref: 'First' }, { Ref: 'AWS::Region' }]] } } },
  });
  expect(order).toEqual(['First', 'Middle', 'Last', 'Also']);
  expect(resources.get('Last')?.properties).toEqual({ text: 'arn:Middle' });
  expect(outputs).toEqual({ Url: 'First-name:us-east-1' });
});

test('every type that is neither implemented nor inert is named, before anything is made', async () => {
  const resources = {
    A: { Type: 'Test::Thing' },
    B: { Type: 'AWS::EC2::Instance' },
    C: { Type: 'AWS::RDS::DBInstance' },
    D: { Type: 'AWS::SNS::Topic' },
  };
  await expect(create({ Resources: resources })).rejects.toThrow(
    'neither implements nor lists as inert: AWS::EC2::Instance, AWS::RDS::DBInstance',
  );
});

test('an inert resource still has a name and an ARN', async () => {
  const { resources } = await create({
    Resources: { T: { Type: 'AWS::SNS::Topic' }, P: { Type: 'Test::Thing', Properties: { t: { Ref: 'T' } } } },
  });
  expect(resources.get('P')?.properties).toEqual({ t: 'arn:aws:sns:us-east-1:123456789012:T' });
});

test.each<[string, Template, string]>([
  [
    'an attribute nobody knows',
    {
      Resources: { A: { Type: 'Test::Thing', Properties: { x: { 'Fn::GetAtt': ['B', 'Color'] } } }, B: { Type: 'Test::Thing' } },
    },
    'B.Color',
  ],
  ['a name nobody has', { Resources: { A: { Type: 'Test::Thing', Properties: { x: { Ref: 'Nobody' } } } } }, 'Ref Nobody'],
  [
    'a circle',
    {
      Resources: {
        A: { Type: 'Test::Thing', Properties: { x: { Ref: 'B' } } },
        B: { Type: 'Test::Thing', Properties: { x: { Ref: 'A' } } },
      },
    },
    'A → B → A',
  ],
])('%s stops the start', async (_name, template, text) => {
  await expect(create(template)).rejects.toThrow(text);
});

test('conditions decide what exists; the bootstrap parameter and the rules do not matter', async () => {
  const template: Template & { Rules: object } = {
    Parameters: {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/version' },
      Mode: { Type: 'String', Default: 'live' },
    },
    Rules: { CheckBootstrapVersion: {} },
    Conditions: { Live: { 'Fn::Equals': [{ Ref: 'Mode' }, 'live'] }, Rehearsal: { 'Fn::Not': [{ Condition: 'Live' }] } },
    Resources: { A: { Type: 'Test::Thing', Condition: 'Live' }, B: { Type: 'Test::Thing', Condition: 'Rehearsal' } },
  };
  expect((await create(template)).order).toEqual(['A']);
});
