/** Functions on the local cloud: tiny bundles, and the promises of Lambda's documentation. */
import { existsSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import {
  lambdaFunction,
  role,
  startTinyCloud,
  TINY_START,
  type TinyCloud,
  type TinyOptions,
} from '../../../test/fixtures/tiny-cloud.ts';

let cloud: TinyCloud;
afterEach(() => cloud.stop());

/** One function `F` under a role without grants. */
async function start(source: string, more: Readonly<Record<string, unknown>> = {}, pool?: TinyOptions['pool']): Promise<void> {
  const resources = { Role: role(), F: lambdaFunction('a1', 'Role', more) };
  cloud = await startTinyCloud({ bundles: { a1: source }, resources, ...(pool === undefined ? {} : { pool }) });
}

async function invoke(
  payload: unknown,
  type = 'RequestResponse',
): Promise<{ status: number; error: string | null; body: unknown }> {
  const response = await fetch(`${cloud.endpoint}/2015-03-31/functions/F/invocations`, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${cloud.operatorKey}/20261124/us-east-1/lambda/aws4_request`,
      'x-amz-invocation-type': type,
    },
    body: JSON.stringify(payload),
  });
  const text = await response.text();
  return {
    status: response.status,
    error: response.headers.get('x-amz-function-error'),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

/** The requests are through the door: only then may the clock run. */
async function arrived(count: number): Promise<void> {
  while (cloud.requests.total() < count) await new Promise((resolve) => setImmediate(resolve));
}

/** Runs the clock while the function is at it. */
async function invokeWhileRunning(payload: unknown): ReturnType<typeof invoke> {
  const answer = invoke(payload);
  await arrived(1);
  await cloud.world.clock.runUntil(cloud.world.clock.now() + 10 * 60_000);
  return answer;
}

test('an environment has a disk of its own, from one invocation to the next, and leaves nothing behind', async () => {
  await start(
    `import { existsSync, writeFileSync } from 'node:fs'; import { tmpdir } from 'node:os';
    export const handler = async () => {
      const [disk, file] = [tmpdir(), tmpdir() + '/kept'];
      const was = existsSync(file); writeFileSync(file, 'x'); return { disk, was };
    }`,
  );
  const [first, second] = [(await invoke({})).body, (await invoke({})).body];
  expect([first, second]).toEqual([
    { disk: expect.stringContaining('ringfence-lambda-'), was: false },
    { disk: (first as { readonly disk: string }).disk, was: true },
  ]);
  await cloud.stop();
  expect(existsSync((first as { readonly disk: string }).disk)).toBe(false);
});

test('a function answers, with its own environment and simulated time', async () => {
  await start(
    `export const handler = async (event, context) => ({
      hello: event.name, region: process.env.AWS_REGION, own: process.env.GREETING, home: process.env.HOME ?? null,
      name: context.functionName, year: (new Date).getUTCFullYear(), left: context.getRemainingTimeInMillis() > 29_000,
    })`,
    { Environment: { Variables: { GREETING: 'hi' } } },
  );
  const { status, body } = await invoke({ name: 'Ana' });
  expect(status).toBe(200);
  expect(body).toEqual({ hello: 'Ana', region: 'us-east-1', own: 'hi', home: null, name: 'F', year: 2026, left: true });
  expect(cloud.requests.rows()).toEqual([{ caller: 'operator', service: 'lambda', operation: 'Invoke', count: 1 }]);
  expect(cloud.lambda.invocations()).toEqual([{ functionName: 'F', count: 1, errors: 0, coldStarts: 1 }]);
});

test('an exception comes back as a function error, with its type and message', async () => {
  await start(`export const handler = async () => { throw new RangeError('too far') }`);
  const { status, error, body } = await invoke({});
  expect({ status, error }).toEqual({ status: 200, error: 'Unhandled' });
  expect(body).toMatchObject({ errorType: 'RangeError', errorMessage: 'too far' });
});

test('a sleeping function takes simulated time and no real time', async () => {
  await start(`export const handler = async (_event, context) => {
    const before = Number(new Date);
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    return { slept: Number(new Date) - before, left: context.getRemainingTimeInMillis() };
  }`);
  const { body } = await invokeWhileRunning({});
  expect(body).toMatchObject({ slept: expect.closeTo(20_000, -2), left: expect.closeTo(10_000, -3) });
  expect(cloud.world.clock.leaps.simulatedSeconds).toBeGreaterThan(19);
});

test('a hung function is cut off at its time-out, at once in real time', async () => {
  await start(`export const handler = () => new Promise(() => {})`);
  const { body, error } = await invokeWhileRunning({});
  expect(error).toBe('Unhandled');
  expect(body).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringContaining('timed out after 30.00 seconds'),
  });
});

test('the next event after a time-out gets a fresh environment', async () => {
  await start(
    `let calls = 0; export const handler = (event) => (calls++, event.hang ? new Promise(() => {}) : Promise.resolve(calls))`,
  );
  await invokeWhileRunning({ hang: true });
  expect((await invoke({})).body).toBe(1);
  expect(cloud.lambda.invocations()[0]).toMatchObject({ count: 2, errors: 1, coldStarts: 2 });
});

test('a function that eats its memory ends alone', async () => {
  await start(
    `export const handler = async () => { const kept = []; for (;;) kept.push(new Array(1e6).fill(kept.length + 0.5)) }`,
  );
  expect((await invoke({})).body).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
});

test('what a function prints is kept, with the simulated moment', async () => {
  await start(
    `export const handler = async () => { console.log('one'); console.error('two'); process.stdout.write('three\\n') }`,
  );
  await invoke({});
  expect(cloud.logs.lines('F').map((line) => line.text)).toEqual(['one', 'two', 'three']);
  expect(new Date(cloud.logs.lines()[0]?.at ?? 0).toISOString()).toMatch(/^2026-11-24T11:30:/);
});

test('a bundle that cannot be loaded says why', async () => {
  await start(`import 'no-such-package'; export const handler = async () => 1`);
  expect((await invoke({})).body).toMatchObject({
    errorType: 'Runtime.ImportModuleError',
    errorMessage: expect.stringContaining('no-such-package'),
  });
});

test('a handler with a third parameter is refused, as Node 24 on Lambda does', async () => {
  await start(`export const handler = (event, context, callback) => callback(null, 1)`);
  expect((await invoke({})).body).toMatchObject({ errorMessage: expect.stringContaining('CallbackHandlerDeprecated') });
});

test('an asynchronous event is tried three times: at once, after one minute, after two more', async () => {
  await start(`export const handler = async () => { console.log('try'); throw new Error('no') }`);
  expect((await invoke({}, 'Event')).status).toBe(202);
  await cloud.world.clock.runUntilIdle();
  const minutes = cloud.logs.lines('F').map((line) => Math.round((line.at - TINY_START) / 60_000));
  expect(minutes).toEqual([0, 1, 3]);
  expect(cloud.complaints).toEqual([expect.stringContaining('F failed on an asynchronous event, try 3 was the last')]);
});

test('when all environments sleep, one more starts instead of keeping an event waiting', async () => {
  const source = `export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 5_000)); return Number(new Date) }`;
  await start(source, {}, { total: 1, perFunction: 1 });
  const answers = [invoke({}), invoke({}), invoke({})];
  await arrived(3);
  await cloud.world.clock.runUntil(cloud.world.clock.now() + 60_000);
  const ended = (await Promise.all(answers)).map((answer) => Number(answer.body));
  expect(Math.max(...ended) - Math.min(...ended)).toBeLessThan(2_000);
});

test('a function no policy lets be invoked is refused in Lambda’s own form', async () => {
  await start(`export const handler = async () => 1`);
  const response = await fetch(`${cloud.endpoint}/2015-03-31/functions/F/invocations`, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=NOBODY/20261124/us-east-1/lambda/aws4_request' },
  });
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException']);
});
