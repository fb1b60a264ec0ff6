import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import type { Notice } from '../notices/notice.ts';
import { createAnnouncedList, createAnnouncedReader } from './announced.ts';
import type { Envelope } from './envelope.ts';

let tables: TestTables;
let table = '';
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());
beforeEach(async () => {
  table = await tables.notices();
});

const envelope: Envelope = {
  seal: () => Promise.reject(new Error('nothing is sealed here')),
  open: async <T>({ key }: { readonly key: string }) => ({ en: { text: `words of ${key}` } }) as T, // the test knows what it asks for
};

function aNotice(noticeId: string, raisedAt: string): Notice {
  return {
    ...{
      noticeId,
      raisedAt,
      purpose: 'closure',
      audience: { kind: 'district' },
      messageName: 'snow',
      state: 'open',
      raisedBy: 'office',
    },
    expiresAt: '2026-11-25T00:00:00.000Z',
  };
}

async function announce(notice: Notice, rehearsal = false): Promise<void> {
  const Item = { pk: `NOTICE#${notice.noticeId}`, sk: 'NOTICE', ...notice, sealed: Buffer.from('x') };
  await tables.documents.send(new PutCommand({ TableName: table, Item }));
  await createAnnouncedList({ documents: tables.documents, table })(notice, rehearsal);
}
const read = () => createAnnouncedReader({ documents: tables.documents, table, envelope })();

test('the newest announcement comes first, with its own words', async () => {
  await announce(aNotice('snow-1', '2026-11-23T11:30:00.000Z'));
  await announce(aNotice('snow-2', '2026-11-24T11:30:00.000Z'), true);
  const all = await read();
  expect(all.map(({ notice, rehearsal }) => [notice.noticeId, rehearsal])).toEqual([
    ['snow-2', true],
    ['snow-1', false],
  ]);
  expect(await all[0]?.words()).toEqual({ en: { text: 'words of NOTICE#snow-2' } });
});

test('noted twice, a notice is announced once; the table forgets it after the week in which it may be repeated', async () => {
  const notice = aNotice('snow-1', '2026-11-23T11:30:00.000Z');
  await announce(notice);
  await announce(notice);
  expect(await read()).toHaveLength(1);
  const Key = { pk: 'ANNOUNCED', sk: '2026-11-23T11:30:00.000Z#snow-1' };
  const { Item } = await tables.documents.send(new GetCommand({ TableName: table, Key }));
  expect(Item?.['expiresAtEpoch']).toBe(Date.parse('2026-12-01T11:30:00.000Z') / 1_000);
});

test('nothing announced, or a notice that is gone: nothing', async () => {
  expect(await read()).toEqual([]);
  await createAnnouncedList({ documents: tables.documents, table })(aNotice('gone', '2026-11-23T11:30:00.000Z'), false);
  expect(await read()).toEqual([]);
});
