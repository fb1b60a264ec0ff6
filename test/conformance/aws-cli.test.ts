/**
 * The bytes an unmodified AWS CLI sends for the lines that `ringfence local up` prints, sent with plain fetch: what Debian's 2.9
 * was seen to send (query protocol to SQS, JSON 1.1 to EventBridge, path-style addresses to S3), and what it understands.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Stage, setStage } from '../../cli/demo/stage.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import { tryLines } from '../../cli/try-lines.ts';

let stage: Stage;
let lines: readonly string[];

beforeAll(async () => {
  const quiet = { ...createTerminal(process.stdout, true), result: () => undefined };
  stage = await setStage(quiet, { seed: 1, students: 20, assembly: inject('assembly') });
  lines = tryLines(stage);
});
afterAll(() => stage.cloud.stop());

const output = (name: string): string => stage.district.outputs[name] ?? '';

function signed(service: string): Record<string, string> {
  const scope = `${stage.cloud.operatorEnv['AWS_ACCESS_KEY_ID']}/20261124/us-east-1/${service}/aws4_request`;
  return {
    'user-agent': 'aws-cli/2.9.19 Python/3.11.2 Linux/6.1 source/x86_64.debian.12 prompt/off',
    'x-amz-date': '20261124T113000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  };
}

/** What stands on the printed line that has these words, after its endpoint. */
function printed(words: string): string {
  return lines.find((line) => line.includes(words)) ?? '';
}

test('aws s3 cp: a path-style PUT with Content-MD5 is stored, and read back as it was', async () => {
  const [, key = ''] = /s3:\/\/[^/]+\/(roster\/\S+\.zip)/.exec(printed('.zip s3://')) ?? [];
  const body = stage.sample.roster.zip;
  const md5 = createHash('md5').update(body).digest('base64');
  const address = `${stage.cloud.endpoint}/${output('IntakeBucketName')}/${key}`;
  const hash = createHash('sha256').update(body).digest('hex');
  const headers = { ...signed('s3'), 'content-md5': md5, 'content-type': 'application/zip', 'x-amz-content-sha256': hash };
  const put = await fetch(address, { method: 'PUT', headers, body: new Uint8Array(body) });
  expect([put.status, put.headers.get('etag')]).toEqual([200, `"${Buffer.from(md5, 'base64').toString('hex')}"`]);
  const read = await fetch(address, { headers: signed('s3') });
  expect(Buffer.from(await read.arrayBuffer()).equals(body)).toBe(true);
  const torn = await fetch(address, { method: 'PUT', headers, body: new Uint8Array(body.subarray(1)) });
  expect(torn.status).toBe(400);
});

test('aws events put-events: JSON 1.1 raises a notice that the printed look-up finds', async () => {
  const [, entries = '[]'] = /--entries '(.+)'$/.exec(printed('put-events')) ?? [];
  const answer = await fetch(stage.cloud.endpoint, {
    method: 'POST',
    headers: { ...signed('events'), 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
    body: `{"Entries": ${entries}}`,
  });
  expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(await answer.json()).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) }] });
  const [, noticeId = ''] = /notice status --id (\S+)/.exec(printed('notice status')) ?? [];
  await stage.cloud.clock.runUntil(stage.cloud.clock.now() + 60_000);
  expect(await stage.district.notices.get(noticeId)).toMatchObject({ purpose: 'emergency', raisedBy: 'me' });
});

test('aws sqs get-queue-attributes: the query protocol is answered in XML with what the template says', async () => {
  const [, queueUrl = ''] = /--queue-url (\S+)/.exec(printed('get-queue-attributes')) ?? [];
  const body = new URLSearchParams({
    Action: 'GetQueueAttributes',
    Version: '2012-11-05',
    QueueUrl: queueUrl,
    'AttributeName.1': 'All',
  });
  const headers = { ...signed('sqs'), 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const answer = await fetch(`${stage.cloud.endpoint}/`, { method: 'POST', headers, body: body.toString() });
  const text = await answer.text();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml']);
  expect(text).toMatch(
    /^(<\?xml[^>]*\?>\s*)?<GetQueueAttributesResponse xmlns="http:\/\/queue\.amazonaws\.com\/doc\/2012-11-05\/">/,
  );
  expect(text).toMatch(/<Attribute><Name>VisibilityTimeout<\/Name><Value>\d+<\/Value><\/Attribute>/);
  const gone = new URLSearchParams({
    Action: 'GetQueueAttributes',
    Version: '2012-11-05',
    QueueUrl: `${queueUrl}-gone`,
    'AttributeName.1': 'All',
  });
  const missing = await fetch(`${stage.cloud.endpoint}/`, { method: 'POST', headers, body: gone.toString() });
  expect([missing.status, await missing.text()]).toEqual([
    400,
    expect.stringContaining('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>'),
  ]);
});
