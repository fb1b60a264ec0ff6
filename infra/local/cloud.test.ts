import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalCloud, startLocalCloud } from './cloud.ts';
import type { Template } from './template/read-template.ts';

const TEMPLATE: Template = {
  Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
  Outputs: { QueueUrl: { Value: { Ref: 'Queue' } } },
};
let folder: string;
let cloud: LocalCloud | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-'));
  writeFileSync(join(folder, 'small.template.json'), JSON.stringify(TEMPLATE));
});
afterEach(async () => {
  await cloud?.stop();
  cloud = undefined;
  rmSync(folder, { recursive: true });
});

test('it starts at half past five in the sample district, says where it is, and lists what it honours', async () => {
  cloud = await startLocalCloud({ template: folder });
  expect(new Date(cloud.clock.now()).toISOString()).toMatch(/^2026-11-24T11:30:00/);
  expect(cloud.operatorEnv).toMatchObject({ AWS_ENDPOINT_URL: cloud.endpoint, AWS_REGION: 'us-east-1' });
  expect(cloud.outputs['QueueUrl']).toMatch(new RegExp(`^${cloud.endpoint}/`));
  const services = new Set(cloud.coverage().map((row) => row.service));
  expect([...services].sort()).toEqual(
    ['cloudformation', 'connect', 'dynamodb', 'events', 'iam', 'kms', 'lambda', 'logs', 's3', 'sqs', 'sts', 'template'].sort(),
  );
});

test('a long poll waits for the simulated clock and does not hold it', async () => {
  cloud = await startLocalCloud({ template: folder });
  const { requests, operatorEnv } = cloud;
  const credentials = { accessKeyId: operatorEnv['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials });
  const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl: cloud.outputs['QueueUrl'], WaitTimeSeconds: 20 }));
  while (requests.total() < 1) await new Promise((resolve) => setImmediate(resolve));
  await cloud.clock.runUntil(cloud.clock.now() + 60_000);
  expect((await poll).Messages ?? []).toEqual([]);
  expect(cloud.clock.leaps.simulatedSeconds).toBeGreaterThan(55);
});

test('a template altered by a test runs as altered, and what it cannot run it names', async () => {
  const alter = (template: Template): Template => ({
    ...template,
    Resources: { ...template.Resources, X: { Type: 'AWS::EC2::Instance' } },
  });
  await expect(startLocalCloud({ template: folder, alter })).rejects.toThrow('AWS::EC2::Instance');
});
