import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../test/fixtures/service-door.ts';
import { createS3, type S3Service } from './index.ts';

/** Bodies as they come over the wire: API/sig-v4-header-based-auth.html, API/sigv4-streaming-trailers.html. */
let door: TestDoor<S3Service>;

beforeEach(async () => {
  door = await openTestDoor(createS3);
  await door.service.resources['AWS::S3::Bucket']?.('B', { BucketName: 'intake' });
});

afterEach(() => door.close());

async function put(body: string, headers: Record<string, string>): Promise<{ readonly status: number; readonly code: string }> {
  const answer = await fetch(`${door.world.endpoint}/intake/x`, { method: 'PUT', body, headers });
  return { status: answer.status, code: /<Code>(.*?)<\/Code>/.exec(await answer.text())?.[1] ?? '' };
}

const stored = () => door.service.bucket('intake')?.latest('x')?.body.toString();
const chunked = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'content-encoding': 'aws-chunked' };

test('a body that does not fit its signed hash is refused', async () => {
  const wrong = await put('bytes', { 'x-amz-content-sha256': '0'.repeat(64) });
  expect(wrong).toEqual({ status: 400, code: 'XAmzContentSHA256Mismatch' });
  expect(stored()).toBeUndefined();
});

test('chunks are put together and the checksum behind them is held against them', async () => {
  const body = '4\r\n1234\r\n5;chunk-signature=abc\r\n56789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n';
  const headers = { ...chunked, 'x-amz-decoded-content-length': '9', 'x-amz-trailer': 'x-amz-checksum-crc32' };
  expect(await put(body, headers)).toEqual({ status: 200, code: '' });
  expect(stored()).toBe('123456789');
  expect(door.service.bucket('intake')?.latest('x')?.headers).not.toHaveProperty('content-encoding');
  expect(await put(body.replace('56789', '56780'), headers)).toEqual({ status: 400, code: 'BadDigest' });
});

test('a chunked body that breaks off or has another length than said is refused', async () => {
  expect(await put('9\r\n1234', chunked)).toEqual({ status: 400, code: 'IncompleteBody' });
  const short = await put('4\r\n1234\r\n0\r\n\r\n', { ...chunked, 'x-amz-decoded-content-length': '9' });
  expect(short).toEqual({ status: 400, code: 'IncompleteBody' });
  expect(stored()).toBeUndefined();
});
