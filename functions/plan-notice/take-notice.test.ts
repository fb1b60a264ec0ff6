import { describe, expect, test } from 'vitest';
import { sampleSettings } from '../../test/ports/sample-settings.ts';
import { takeNotice } from './take-notice.ts';

const NOW = '2026-11-24T16:15:00.000Z';

/** A raised notice whose sealed words are these. @param uploadedAt of the last export; none was taken unless told */
function take(
  purpose: string,
  text: string,
  { expiresAt, uploadedAt, ...more }: { expiresAt?: string; uploadedAt?: string; wordsChecked?: object } = {},
) {
  const settings = sampleSettings();
  const openMessage = async () => ({ opened: { en: { text } } });
  const detail = {
    ...{ noticeId: 'n', purpose, raisedBy: 'principal:lincoln', audience: { kind: 'district' }, message: { sealed: 'AAAA' } },
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...more,
  };
  return takeNotice(
    {
      ...{ clock: { now: () => new Date(NOW) }, settings, openMessage },
      lastExport: async () => (uploadedAt === undefined ? undefined : { hash: 'h', uploadedAt, bytes: 1 }),
    },
    { type: 'raised', id: 'e', time: NOW, detail },
  );
}

test('an emergency of nothing else is one, for two hours', async () => {
  const taken = await take('emergency', 'Gas leak. Stay away from the school.');
  expect(taken).toMatchObject({ kind: 'taken', notice: { purpose: 'emergency', expiresAt: '2026-11-24T18:15:00.000Z' } });
  expect(taken.kind === 'taken' && taken.notice).not.toHaveProperty('declared');
});

test('one with an invitation in it is an event, with an event’s lane and end, and says as what it was raised', async () => {
  expect(await take('emergency', 'Gas leak. Join us at the concert on Friday.')).toMatchObject({
    kind: 'taken',
    notice: { purpose: 'event', declared: 'emergency', word: 'concert*', expiresAt: '2026-11-24T22:15:00.000Z' },
  });
});

test('one that sells is not taken', async () => {
  expect(await take('emergency', 'Gas leak. Buy a yearbook.')).toMatchObject({
    rejection: { code: 'PURPOSE_MIXED', field: 'message.en' },
  });
});

test('one that sells goes out as an emergency when its sender answers for the words, and says who did, and for which', async () => {
  const wordsChecked = { by: 'principal:lincoln', note: 'a'.repeat(64) };
  const taken = await take('emergency', 'Gas leak. Leave the bake sale.', { wordsChecked });
  expect(taken).toMatchObject({
    kind: 'taken',
    notice: { purpose: 'emergency', wordsChecked: { ...wordsChecked, words: ['sale', 'bake sale*'] } },
  });
  expect(taken.kind === 'taken' && taken.notice).not.toHaveProperty('declared');
  expect(await take('closure', 'Closed. Leave the bake sale.', { wordsChecked })).toMatchObject({
    rejection: { code: 'PURPOSE_MIXED' },
  });
});

test.each([
  ['nobody', {}],
  ['a name instead of its hash', { by: 'principal:lincoln', note: 'Dana Ruiz' }],
  ['words', { by: 'principal:lincoln', words: ['sale'] }],
])('a statement of %s is none', async (_what, wordsChecked) => {
  expect(await take('emergency', 'Gas leak.', { wordsChecked })).toMatchObject({ rejection: { code: 'FIELD_INVALID' } });
});

test('what is over already is still said to be', async () => {
  expect(await take('event', 'The concert is at six.', { expiresAt: '2026-11-24T12:00:00Z' })).toMatchObject({
    rejection: { code: 'EXPIRED_ALREADY' },
  });
});

describe('on contacts of an export that is more than a week old', () => {
  const take8 = (purpose: string, text: string) => take(purpose, text, { uploadedAt: '2026-11-16T16:00:00.000Z' });

  test.each(['attendance', 'event', 'survey'])('%s is not taken, and its sender hears for how long none was', async (purpose) => {
    expect(await take8(purpose, 'See the page of your school.')).toMatchObject({
      rejection: { code: 'EXPORT_STALE', field: 'purpose', problem: expect.stringContaining('8 days ago') },
    });
  });

  test.each(['emergency', 'closure'])('%s is taken, and says how old they are', async (purpose) => {
    expect(await take8(purpose, 'All schools are closed.')).toMatchObject({ kind: 'taken', staleDays: 8 });
  });

  test('an emergency that invites is what its words make of it', async () => {
    expect(await take8('emergency', 'Join us at the concert on Friday.')).toMatchObject({ rejection: { code: 'EXPORT_STALE' } });
  });
});

test('a week to the minute is not too old; and where no export was ever taken, nobody is in the book', async () => {
  expect(await take('event', 'The concert is at six.', { uploadedAt: '2026-11-17T16:15:00.000Z' })).toMatchObject({
    kind: 'taken',
  });
  expect(await take('event', 'The concert is at six.')).toMatchObject({ kind: 'taken' });
});
