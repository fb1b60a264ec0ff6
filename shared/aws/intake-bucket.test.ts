import type { EventBridgeClient, PutEventsCommand, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createS3, type S3Service } from '../../infra/local/s3/index.ts';
import { openTestDoor, type TestDoor } from '../../test/fixtures/service-door.ts';
import { testSpool } from '../../test/fixtures/spool.ts';
import { FileOnDisk, wholeOf } from '../disk/file-bytes.ts';
import type { RaisedDetail } from '../notices/notice-request.ts';
import { BusRefused } from './district-bus.ts';
import { createIntakeBucket } from './intake-bucket.ts';
import { createIntakeBus } from './intake-bus.ts';
import { StoreUnavailable } from './once.ts';

describe('the intake bucket', () => {
  let door: TestDoor<S3Service>;
  let s3: S3Client;
  beforeEach(async () => {
    door = await openTestDoor(createS3);
    s3 = new S3Client({ ...door.client, forcePathStyle: true });
    await door.service.resources['AWS::S3::Bucket']?.('Intake', { BucketName: 'intake' });
  });
  afterEach(() => door.close());

  const drop = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: 'intake', Key, Body }));

  test('gives a file as it was last uploaded, and when', async () => {
    await drop('roster/n.zip', 'first');
    await drop('roster/n.zip', 'second');
    const found = await createIntakeBucket({ s3, bucket: 'intake' }).read('roster/n.zip');
    expect(Buffer.from(found?.bytes ?? []).toString()).toBe('second');
    expect(found?.uploadedAt).toBe('2026-11-24T11:30:00.000Z');
  });

  test('lays a large file where the spool says', async () => {
    await drop('roster/n.zip', 'a large file');
    const spool = testSpool(0);
    const found = await createIntakeBucket({ s3, bucket: 'intake' }).readInto(spool, 'roster/n.zip');
    expect(found?.bytes).toBeInstanceOf(FileOnDisk);
    expect(Buffer.from(wholeOf(found?.bytes ?? Buffer.alloc(0))).toString()).toBe('a large file');
    spool.clear();
  });

  test('fetches a byte more than is taken of a file that is too large, and no more', async () => {
    await drop('roster/n.zip', '0123456789');
    await drop('roster/m.zip', '0123');
    const bucket = createIntakeBucket({ s3, bucket: 'intake', limits: { asRows: 4, inPieces: 6 } });
    const found = [
      await bucket.read('roster/n.zip'),
      await bucket.readInto(testSpool(), 'roster/n.zip'),
      await bucket.read('roster/m.zip'),
    ];
    expect(found.map((one) => Buffer.from(wholeOf(one?.bytes ?? Buffer.alloc(0))).toString())).toEqual([
      '01234',
      '0123456',
      '0123',
    ]);
  });

  test('knows that a file is not there without asking for it, also when a longer name begins like it', async () => {
    await drop('roster/n.zip.old', 'x');
    expect(await createIntakeBucket({ s3, bucket: 'intake' }).read('roster/n.zip')).toBeUndefined();
    expect(door.asked.map(({ operation }) => operation)).not.toContain('GetObject');
  });

  test('lists what lies under a prefix, however many pages it takes', async () => {
    for (let n = 0; n < 1_002; n += 1) await drop(`roster/${n}.zip`, 'x');
    await drop('attendance/n.csv', 'x');
    const files = await createIntakeBucket({ s3, bucket: 'intake' }).list('roster/');
    expect(files).toHaveLength(1_002);
    expect(files[0]).toEqual({ key: 'roster/0.zip', uploadedAt: '2026-11-24T11:30:00.000Z' });
  });

  test('lays the report where the sender looks; a refusal is to be tried again', async () => {
    const bucket = createIntakeBucket({ s3, bucket: 'intake' });
    await bucket.writeReport('reports/roster/n.zip.html', 'text/html; charset=utf-8', '<p>é</p>');
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: 'intake', Key: 'reports/roster/n.zip.html' }));
    expect([await Body?.transformToString(), ContentType]).toEqual(['<p>é</p>', 'text/html; charset=utf-8']);
    door.setPolicy(() => false);
    await expect(bucket.read('roster/n.zip')).rejects.toThrow(StoreUnavailable);
    await expect(bucket.list('roster/')).rejects.toThrow(StoreUnavailable);
    await expect(bucket.writeReport('reports/x', 'application/json', '{}')).rejects.toThrow(StoreUnavailable);
  });
});

describe('what imports say on the bus', () => {
  /** A client that keeps what it is sent, and fails what the test wants failed. */
  function clientOf(errorCode?: string) {
    const sent: NonNullable<PutEventsCommand['input']['Entries']>[] = [];
    const send = async (command: PutEventsCommand): Promise<Partial<PutEventsCommandOutput>> => {
      sent.push(command.input.Entries ?? []);
      return { Entries: errorCode === undefined ? [] : [{}, { ErrorCode: errorCode }] };
    };
    // Of the client, the bus uses `send` with this one command.
    return { sent, events: { send } as unknown as EventBridgeClient };
  }
  const notice = (noticeId: string): RaisedDetail => ({
    noticeId,
    purpose: 'attendance',
    audience: { kind: 'students', students: ['a'] },
    message: { name: 'absence-today' },
    raisedBy: 'sis:attendance',
  });

  test('goes out ten at a time, absences under their own source; none at all when there are none', async () => {
    const { sent, events } = clientOf();
    const bus = createIntakeBus({ events, busName: 'bus' });
    await bus.raise(Array.from({ length: 12 }, (_, n) => notice(`att-${n}`)));
    await bus.raise([]);
    await bus.tell('Roster Imported', { file: 'roster/n.zip', report: 'reports/roster/n.zip.json', counts: { students: 2 } });
    expect(sent.map((entries) => entries.length)).toEqual([10, 2, 1]);
    expect(sent[0]?.[0]).toMatchObject({ EventBusName: 'bus', Source: 'ringfence.attendance', DetailType: 'Notice Raised' });
    expect(sent[2]?.[0]).toMatchObject({ Source: 'ringfence.system', DetailType: 'Roster Imported' });
  });

  test('one entry refused is a message to be tried again', async () => {
    const bus = createIntakeBus({ events: clientOf('ThrottlingException').events, busName: 'bus' });
    await expect(bus.raise([notice('att-1')])).rejects.toThrow(BusRefused);
  });
});
