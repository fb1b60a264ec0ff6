/** Queues feeding functions: batches, partial failures, redrive, grants. */
import { afterEach, expect, test } from 'vitest';
import { lambdaFunction, role, startTinyCloud, type TinyCloud } from '../../../test/fixtures/tiny-cloud.ts';
import type { ResourceDeclaration } from '../template/read-template.ts';

let cloud: TinyCloud | undefined;
afterEach(async () => {
  await cloud?.stop();
  cloud = undefined;
});

const GRANTS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

async function start(source: string, mapping: Readonly<Record<string, unknown>>, grants = GRANTS): Promise<TinyCloud> {
  const redrive = { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 };
  const resources: Record<string, ResourceDeclaration> = {
    Role: role(...grants),
    F: lambdaFunction('a1', 'Role'),
    Dead: { Type: 'AWS::SQS::Queue' },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 180, RedrivePolicy: redrive } },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'F' }, ...mapping },
    },
  };
  cloud = await startTinyCloud({ bundles: { a1: source }, resources });
  return cloud;
}

function send(tiny: TinyCloud, ...bodies: readonly string[]): void {
  const arn = tiny.stack.resources.get('Queue')?.attributes['Arn'] ?? '';
  for (const body of bodies) tiny.world.queue(arn).send(body);
}

const printed = (tiny: TinyCloud): string[] => tiny.logs.lines('F').map((line) => line.text);
const PRINT = `console.log(event.Records.map((record) => record.body).join(' '))`;

test('messages sent together are received together, at most BatchSize at a time', async () => {
  const tiny = await start(`export const handler = async (event) => { ${PRINT} }`, { BatchSize: 3 });
  send(tiny, 'a', 'b', 'c', 'd');
  await tiny.world.clock.runUntilIdle();
  expect(printed(tiny).sort()).toEqual(['a b c', 'd']);
  expect(tiny.drain('Queue')).toEqual([]);
});

test('what a batch reports as failed comes again after the visibility timeout, the rest does not', async () => {
  const fail = `return { batchItemFailures: event.Records.filter((r) => r.body === 'bad').map((r) => ({ itemIdentifier: r.messageId })) }`;
  const tiny = await start(`export const handler = async (event) => { ${PRINT}; ${fail} }`, {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  send(tiny, 'good', 'bad');
  await tiny.world.clock.runUntil(tiny.world.clock.now() + 200_000);
  expect(printed(tiny)).toEqual(['good bad', 'bad']);
  const [first, second] = tiny.logs.lines('F');
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(179_000);
});

test('after maxReceiveCount a message lies in the dead-letter queue', async () => {
  const tiny = await start(`export const handler = async (event) => { ${PRINT}; throw new Error('never') }`, {});
  send(tiny, 'poison');
  await tiny.world.clock.runUntil(tiny.world.clock.now() + 3_600_000);
  expect(printed(tiny)).toEqual(['poison', 'poison', 'poison']);
  expect(tiny.drain('Dead')).toEqual(['poison']);
});

test('without ReportBatchItemFailures an answer with failures deletes all', async () => {
  const tiny = await start(
    `export const handler = async (event) => { ${PRINT}; return { batchItemFailures: [{ itemIdentifier: event.Records[0].messageId }] } }`,
    {},
  );
  send(tiny, 'a');
  await tiny.world.clock.runUntil(tiny.world.clock.now() + 600_000);
  expect(printed(tiny)).toEqual(['a']);
});

test('an identifier nobody sent fails the whole batch', async () => {
  const tiny = await start(
    `export const handler = async (event) => { ${PRINT}; return { batchItemFailures: [{ itemIdentifier: 'stranger' }] } }`,
    {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  );
  send(tiny, 'a');
  await tiny.world.clock.runUntil(tiny.world.clock.now() + 200_000);
  expect(printed(tiny)).toEqual(['a', 'a']);
});

test('a batching window waits for more, on simulated time', async () => {
  const tiny = await start(`export const handler = async (event) => { ${PRINT} }`, { MaximumBatchingWindowInSeconds: 20 });
  const began = tiny.world.clock.now();
  send(tiny, 'a');
  tiny.world.clock.at(began + 10_000, 'a second message', () => send(tiny, 'b'));
  await tiny.world.clock.runUntilIdle();
  expect(printed(tiny)).toEqual(['a b']);
  expect((tiny.logs.lines('F')[0]?.at ?? 0) - began).toBeGreaterThanOrEqual(19_990);
});

test('MaximumConcurrency bounds the batches under way', async () => {
  const source = `export const handler = async () => { console.log('in'); await new Promise((resolve) => setTimeout(resolve, 5_000)); console.log('out') }`;
  const tiny = await start(source, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  send(tiny, 'a', 'b', 'c', 'd', 'e', 'f');
  await tiny.world.clock.runUntilIdle();
  let [now, most] = [0, 0];
  for (const line of printed(tiny)) {
    now += line === 'in' ? 1 : -1;
    most = Math.max(most, now);
  }
  expect([now, most]).toEqual([0, 2]);
});

test('a role that may not read the queue stops the start, by the name of the missing grant', async () => {
  const starting = start(`export const handler = async () => 1`, {}, ['sqs:ReceiveMessage', 'sqs:GetQueueAttributes']);
  await expect(starting).rejects.toThrow(/event source mapping of F cannot work: .*not authorized to perform: sqs:DeleteMessage/);
});
