import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aCall, aNotice } from '../../test/ports/a-call.ts';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { NEVER_RANG, type NotedRing, type RingBook } from '../calls/ring-history.ts';
import { type ReassignedAnswer, withAnswer } from '../consent/reassigned.ts';
import { createAbsenceBook } from './absence-store.ts';
import { createCallBook } from './call-store.ts';
import type { Envelope } from './envelope.ts';
import { gateFactsOf } from './gate-facts.ts';
import { createReassignedStore } from './reassigned-store.ts';
import { createRingBook } from './ring-book.ts';

const NOW = '2026-11-24T16:15:00.000Z';
const ring = (name: string, over: Partial<NotedRing> = {}): NotedRing => ({
  ...{ ring: name, at: NOW, purpose: 'event', basis: 'exempt', noticeId: 'fair' },
  ...over,
});

const FILE = { key: 'attendance/0940.csv', uploadedAt: NOW, hash: 'h' };

let tables: TestTables;
let book: RingBook;
let names: { readonly contactsTable: string; readonly noticesTable: string };
let requests: string[] = [];

beforeAll(async () => {
  tables = await startTables();
  tables.documents.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        requests.push(commandName);
        return next(args);
      },
    { step: 'initialize' },
  );
});
afterAll(() => tables.close());
beforeEach(async () => {
  names = { contactsTable: await tables.notices(), noticesTable: await tables.notices() };
  book = createRingBook({ documents: tables.documents, ...names, now: () => new Date(NOW) });
  requests = [];
});

/** Nothing here is sealed. */
const envelope: Envelope = {
  seal: async () => Buffer.from(''),
  open: async () => {
    throw new Error('nothing is sealed in this table');
  },
};
const facts = () => {
  const report = () => undefined;
  return gateFactsOf({ documents: tables.documents, table: names.contactsTable, envelope, report }, names.noticesTable);
};
const due = (numberKey: string, absenceDay?: string) => {
  const call = aCall({
    numberKey,
    noticeId: 'fair',
    purpose: 'event',
    recipients: [{ contactKey: `c-${numberKey}`, students: ['s1'] }],
  });
  return { call, notice: aNotice({ noticeId: 'fair', ...(absenceDay === undefined ? {} : { absenceDay }) }) };
};
const historyOf = async (numberKey: string) => (await facts().read([due(numberKey)])).rings.get(numberKey) ?? NEVER_RANG;

describe('rings of a number', () => {
  test('are noted with their contacts in one request, and read with everything else', async () => {
    const rung = Array.from({ length: 8 }, (_, n) => ({
      ring: { contactId: `contact-${n}`, callId: `fair.${n}`, attempt: 1 },
      numberKey: `n${n}`,
      rang: { ring: ring(`fair.${n}#1`, { basis: 'consent' }), before: NEVER_RANG },
    }));
    await book.note(rung);
    expect(requests).toEqual(['BatchExecuteStatementCommand']);
    expect(await historyOf('n3')).toMatchObject({ noted: [{ ring: 'fair.3#1', basis: 'consent' }], exempt: [] });
  });

  test('of two exempt calls at once only one is counted; the same attempt again is one ring', async () => {
    const before = await historyOf('n1');
    const both = await Promise.all([book.countExempt('n1', before, ring('a#1')), book.countExempt('n1', before, ring('b#1'))]);
    expect(both.sort()).toEqual(['changed', 'counted']);
    const [first] = (await historyOf('n1')).exempt as readonly NotedRing[];
    expect(await book.countExempt('n1', await historyOf('n1'), ring(first?.ring ?? ''))).toBe('counted');
    expect((await historyOf('n1')).exempt).toHaveLength(1);
  });

  test('what certainly did not ring is taken back, and a note of another call writes over no count', async () => {
    await book.countExempt('n1', NEVER_RANG, ring('a#1'));
    await book.countExempt('n1', await historyOf('n1'), ring('b#1'));
    const gas = ring('gas#1', { basis: 'emergency', purpose: 'emergency' });
    await book.note([{ numberKey: 'n1', rang: { ring: gas, before: NEVER_RANG } }]);
    await book.uncount('n1', 'a#1');
    const { noted, exempt, exemptVersion } = await historyOf('n1');
    expect([noted, exempt, exemptVersion]).toMatchObject([[{ ring: 'gas#1' }], [{ ring: 'b#1' }], 3]);
  });

  test('of two who note one number at once neither is lost, nor is one that was noted before either of them looked', async () => {
    const noted = (name: string) => ring(name, { basis: 'consent' });
    await book.note([{ numberKey: 'n1', rang: { ring: noted('old#1'), before: NEVER_RANG } }]);
    const before = await historyOf('n1');
    await book.note([{ numberKey: 'n1', rang: { ring: noted('a#1'), before } }]);
    await book.note([
      { numberKey: 'n1', rang: { ring: noted('b#1'), before } },
      { numberKey: 'n1', rang: { ring: noted('c#1'), before } },
    ]);
    const { noted: all, notedVersion } = await historyOf('n1');
    expect([all, notedVersion]).toMatchObject([[{ ring: 'old#1' }, { ring: 'a#1' }, { ring: 'b#1' }, { ring: 'c#1' }], 3]);
  });

  test('a wave that is told again notes nothing twice, and its contacts stay', async () => {
    const one = { ring: { contactId: 'c-1', callId: 'fair.1', attempt: 1 }, numberKey: 'n1' };
    const rang = { ring: ring('fair.1#1', { basis: 'consent' }), before: NEVER_RANG };
    await book.note([{ ...one, rang }]);
    await book.note([{ ...one, rang }]);
    expect((await historyOf('n1')).noted).toHaveLength(1);
    const calls = createCallBook({ documents: tables.documents, table: names.noticesTable, now: () => new Date(NOW) });
    expect((await calls.ringsOf(['c-1'])).get('c-1')).toEqual(one.ring);
  });

  test('what lies there in no form is not written over', async () => {
    const Item = { pk: 'NUMBER#n1', sk: 'HISTORY', rings: 'none of ours', version: 1 };
    await tables.documents.send(new PutCommand({ TableName: names.contactsTable, Item }));
    const rang = { ring: ring('a#1', { basis: 'consent' }), before: NEVER_RANG };
    await book.note([{ numberKey: 'n1', rang }]);
    await book.note([{ numberKey: 'n1', rang: { ...rang, before: await historyOf('n1') } }]);
    expect((await historyOf('n1')).noted).toBe('unreadable');
  });

  test('that do not have their form are unreadable, not none', async () => {
    const Item = { pk: 'NUMBER#n1', sk: 'HISTORY', rings: [{ at: 'once' }] };
    await tables.documents.send(new PutCommand({ TableName: names.contactsTable, Item }));
    expect(await historyOf('n1')).toMatchObject({ noted: 'unreadable', exempt: [] });
  });
});

describe('what a batch of calls costs', () => {
  test('twelve are read in one request, and looked at again in one', async () => {
    const twelve = Array.from({ length: 12 }, (_, n) => due(`n${n}`));
    await facts().read(twelve);
    await facts().recheck(twelve);
    expect(requests).toEqual(['BatchGetItemCommand', 'BatchGetItemCommand']);
  });

  test('twenty of one wave are looked at again in one request, also about absences', async () => {
    for (const day of [undefined, '2026-11-24']) {
      requests = [];
      const twenty = Array.from({ length: 20 }, (_, n) => due(`n${n}`, day));
      await facts().recheck(
        twenty.map((one) => ({ ...one, call: { ...one.call, purpose: day === undefined ? 'event' : 'attendance' } })),
      );
      expect(requests).toEqual(['BatchGetItemCommand']);
    }
  });
});

test('an emergency beside a closure to the same number hides nothing that refuses the closure', async () => {
  await book.countExempt('n1', NEVER_RANG, ring('fair.n1#1', { purpose: 'closure' }));
  const gaveAway: ReassignedAnswer = {
    ...{ consentDate: '2026-08-14', answer: 'yes', askedAt: NOW, fileVersion: '2026-11', via: 'csv' },
    ...{ queryId: 'q1', safeHarbour: false, coversGiven: true },
  };
  const answers = createReassignedStore({ documents: tables.documents, table: names.contactsTable });
  await answers.change('n1', (item) => withAnswer(item, gaveAway, NOW));
  const { notice, call } = due('n1');
  const [closure, emergency] = (['closure', 'emergency'] as const).map((purpose) => ({ notice, call: { ...call, purpose } }));
  for (const both of [
    [closure, emergency],
    [emergency, closure],
  ]) {
    const { rings, reassigned } = await facts().read(both.flatMap((one) => one ?? []));
    expect(rings.get('n1')).toMatchObject({ exempt: [{ ring: 'fair.n1#1' }], exemptVersion: 1 });
    expect(reassigned.get('n1')).toMatchObject({ answers: [{ answer: 'yes' }] });
  }
});

test('a change of anything that a permit rests on changes its mark', async () => {
  const one = due('n1', '2026-11-24');
  const call = one.call.callId;
  const absences = createAbsenceBook({ documents: tables.documents, table: names.contactsTable });
  const mark = async () => (await facts().recheck([one])).marks.get(call);
  const put = (pk: string, sk: string, version: number) =>
    tables.documents.send(new PutCommand({ TableName: names.contactsTable, Item: { pk, sk, version } }));
  const changes = [
    () => put('NUMBER#n1', 'OPTOUT', 1),
    () => put('CONTACT#c-n1', 'CONSENT', 1),
    () => put('CONTACT#c-n1', 'BOOK', 7),
    () => put('CONTACT#c-n1', 'BOOK', 8),
    () => absences.claim({ day: '2026-11-24', studentKey: 's1', noticeId: 'fair', file: FILE }),
    () => absences.mark('2026-11-24', 's1', 'excused', FILE),
    () => book.note([{ numberKey: 'n1', rang: { ring: ring('x#1', { basis: 'consent' }), before: NEVER_RANG } }]),
  ];
  const marks = [await mark()];
  for (const change of changes) {
    await change();
    marks.push(await mark());
  }
  expect(new Set(marks).size).toBe(changes.length + 1);
});
